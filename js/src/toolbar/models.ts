/** Of two models which is shown, or their difference, with how good each is; nothing where there is one. */

import { isolated } from "../engine/cellWords";
import { rate } from "../engine/numbers";
import type { Context } from "../state/session";
import { watch } from "../ui/effect";
import { segmented } from "../ui/segmented";

const DIFFERENCE = "difference";

export function models({ state, derived, actions, signal }: Context): HTMLElement {
  const nameAt = (place: string) => state.parts.peek()[Number(place)]?.name ?? "";
  const choose = (value: string) => (value === DIFFERENCE ? actions.compare() : actions.setModel(nameAt(value)));
  const control = segmented<string>({ label: "Model", look: "pill", signal, choose });
  watch(signal, () => {
    const parts = state.parts.value;
    control.node.hidden = parts.length < 2;
    if (parts.length < 2) return;
    const { model } = state.shown.value;
    const [key, words] =
      state.header.value.task === "classification" ? (["recall", "Accuracy"] as const) : (["f1", "F1"] as const);
    const options = parts.map(({ name }, place) => {
      const totals = name === model ? derived.totals.value : derived.totalsBefore.value;
      const detail = rate(totals?.[key] ?? Number.NaN);
      const text = isolated(name);
      return { value: String(place), text, detail, title: `${text}: ${words} ${detail}` };
    });
    const last = { value: DIFFERENCE, text: DIFFERENCE, title: `${parts.at(-1)?.name} less ${parts[0]?.name}` };
    const shown = parts.findIndex(({ name }) => name === model);
    control.update([...options, last], state.compared.value ? DIFFERENCE : String(shown));
  });
  return control.node;
}

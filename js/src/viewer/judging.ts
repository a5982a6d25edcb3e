/** Is the label of the selected instance wrong, or the model? Why it is suspect, two buttons, and how far one is. */

import { computed } from "@preact/signals-core";
import { judgedWords } from "../pictures/instanceWords";
import type { Context } from "../state/session";
import { verdictKeys } from "../state/verdictKeys";
import type { Verdict } from "../state/verdicts";
import { el, onButton, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { verdictButtons } from "../ui/verdict";
import type { Viewing } from "./viewing";
import { walk } from "./walk";

/** Hidden unless an instance is selected while instances are judged; its keys, which come after others, act in `within`. */
export function createJudging(ctx: Context, viewing: Viewing, within: Element): HTMLElement {
  const { derived, actions, keys, signal } = ctx;
  /** The selected instance, if it is seen. */
  const current = computed(() => viewing.shown.value.find((own) => own === viewing.selected.value)?.row);
  const go = (place: number) => {
    actions.openInstanceAt(place);
    // Nobody judges what is hidden.
    if (current.peek() === undefined) walk(ctx, viewing, 1);
  };
  const buttons = verdictButtons(0);
  // What else says it is not read out while the dialog is open.
  const [reason, progress] = [el("p.reason"), el("span", { role: "status" })];
  const node = el("div.viewer-judging", {}, reason, buttons.node, progress);
  watch(signal, () => {
    const row = current.value;
    node.hidden = row === undefined || !derived.isJudging.value;
    setText(progress, judgedWords(derived.progress.value));
    if (row === undefined) return;
    setText(reason, derived.reasonOf.value(row) ?? "");
    buttons.update("this instance", derived.verdictOf.value(row));
  });
  const judge = ({ value }: HTMLButtonElement) => {
    const row = current.peek();
    if (row !== undefined) go(actions.judge(row, value as Verdict));
  };
  onButton(buttons.node, judge, signal);
  keys.add(
    verdictKeys(ctx, within, () => current.peek(), go),
    signal,
  );
  return node;
}

/** The choice of the order in which the classes stand. */

import type { ClassOrder } from "../../engine/classOrder";
import type { Context } from "../../state/session";
import { el, on } from "../../ui/dom";
import { watch } from "../../ui/effect";

const KEPT = ", as counted when it was chosen: filters and thresholds move nothing";
const ORDERS: Readonly<Record<ClassOrder, string>> = {
  given: "As the evaluation lists them",
  name: "By name",
  frequency: `Most instances first${KEPT}`,
  errors: `Most false positives and negatives first${KEPT}`,
  similar: `Confused classes side by side${KEPT}`,
};

export function orderControl({ state, actions, signal }: Context): HTMLElement {
  const select = el(
    "select",
    {},
    ...Object.entries(ORDERS).map(([value, title]) =>
      el("option", { value, title }, value === "given" ? "as given" : value),
    ),
  );
  const node = el("label.order", {}, "order ", select);
  on(select, "change", () => actions.setView({ order: select.value as ClassOrder }), signal);
  watch(signal, () => {
    select.value = state.view.value.order;
    node.title = ORDERS[state.view.value.order];
  });
  return node;
}

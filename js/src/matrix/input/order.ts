/** The choice of the order in which the classes stand. */

import type { ClassOrder } from "../../engine/classOrder";
import type { Context } from "../../state/session";
import { choiceMenu } from "../../ui/choiceMenu";
import { watch } from "../../ui/effect";

const KEPT = ", as counted when it was chosen: filters and thresholds move nothing";
const ORDERS: Readonly<Record<ClassOrder, readonly [text: string, title: string]>> = {
  given: ["as given", "As the evaluation lists them"],
  name: ["by name", "By name"],
  frequency: ["by frequency", `Most instances first${KEPT}`],
  errors: ["by errors", `Most false positives and negatives first${KEPT}`],
  similar: ["similar together", `Confused classes side by side${KEPT}`],
};

export function orderControl({ state, actions, signal }: Context): HTMLElement {
  const order = choiceMenu<ClassOrder>({
    label: "Order of the classes",
    options: Object.entries(ORDERS).map(([value, [text, title]]) => ({ value: value as ClassOrder, text, title })),
    signal,
    choose: (chosen) => actions.setView({ order: chosen }),
  });
  watch(signal, () => {
    const { order: chosen } = state.view.value;
    order.update(chosen === "given" ? "order" : ORDERS[chosen][0], chosen);
  });
  return order.node;
}

/** The best threshold of every class: a table, and a dict for Python. */

import { computed, type Signal } from "@preact/signals-core";
import type { ClassPeak } from "../engine/byClass";
import { isolated } from "../engine/cellWords";
import { percent, rate } from "../engine/numbers";
import type { Context } from "../state/session";
import { button, el, on, setText } from "../ui/dom";
import { copy } from "../ui/files";
import { pick } from "./parts";
import { asPython } from "./pythonText";
import { type Column, type Order, table } from "./table";
import type { Of } from "./thresholds";

interface Row extends ClassPeak {
  /** F1 at the threshold on show. */
  readonly now: number;
}

/** The table; a click on a class draws its curve. */
export function bestByClass(ctx: Context, of: Signal<Of>, order: Signal<Order>): HTMLElement {
  const { state, derived, signal } = ctx;
  const rows = computed((): readonly Row[] => {
    const counts = derived.byClass.value;
    return derived.classPeaks.value.map((peak, i) => ({ ...peak, now: counts[i]?.f1 ?? Number.NaN }));
  });
  const { classes, order: places } = state.header.peek();
  const column = (name: string, about: string, key: (row: Row) => number): Column<Row> => {
    return { name, about, key, isUp: true, draw: (row) => rate(key(row)) };
  };
  const columns: Column<Row>[] = [
    {
      name: "Class",
      isUp: true,
      key: ({ index }) => places.indexOf(index),
      draw: ({ index }) => {
        const name = classes[index]?.trim() || "(no name)";
        return pick(name, `Draw the curves of ${isolated(name)}`, { name: "of", value: index });
      },
    },
    {
      ...column("Best\nthreshold", "The confidence at which the F1 of the class is best", (row) => row.percent),
      draw: (row) => percent(row.percent / 100),
    },
    column("F1\nthere", "At the best threshold of the class", ({ f1 }) => f1),
    column("Precision\nthere", "At the best threshold of the class", ({ precision }) => precision),
    column("Recall\nthere", "At the best threshold of the class", ({ recall }) => recall),
    column("F1\nnow", "At the threshold on show", ({ now }) => now),
  ];
  const list = table({
    label: "Best threshold by class",
    columns,
    rows,
    order,
    signal,
    isPressed: ({ value }) => of.value === Number(value),
    choose: ({ value }) => {
      of.value = of.peek() === Number(value) ? "all" : Number(value);
    },
  });
  return el("div", {}, el("header.view-head", {}, el("h3", {}, "Best threshold by class"), copier(ctx)), list);
}

/** "Copy as Python", and what came of it. */
function copier({ state, derived, signal }: Context): HTMLElement {
  const answer = el("span", { role: "status" });
  const copyIt = button({ class: "quiet" }, "Copy as Python");
  const run = async () => {
    const text = asPython(derived.classPeaks.peek(), state.header.peek());
    setText(answer, (await copy(text)) ? "Copied" : "This page may not copy");
  };
  on(copyIt, "click", run, signal);
  return el("div.end", {}, answer, copyIt);
}

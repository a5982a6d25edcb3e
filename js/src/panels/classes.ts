/** "By class": what became of the instances of each class, and what was taken for it. */

import { computed, type Signal } from "@preact/signals-core";
import type { ClassCounts } from "../engine/byClass";
import { type CellIndex, wholeLines } from "../engine/cells";
import { isolated } from "../engine/cellWords";
import { type RateName, rateTexts } from "../engine/intervals";
import { rate, whole } from "../engine/numbers";
import type { Context } from "../state/session";
import { named, pick } from "./parts";
import { type Column, type Order, table } from "./table";

/** A row of the matrix, or a column. */
type Side = "actual" | "predicted";

/** The table of classes; the buttons in it select rows and columns of the matrix. */
export function classes(ctx: Context, order: Signal<Order>): HTMLElement {
  const { state, derived, actions, signal } = ctx;
  const sideOf = ({ name }: HTMLButtonElement) => name as Side;
  const full = computed(() => ({ actual: selectedLines(ctx, 0), predicted: selectedLines(ctx, 1) }));
  return table({
    label: "By class",
    columns: columnsOf(ctx),
    rows: derived.byClass,
    order,
    signal,
    isPressed: (chosen) => full.value[sideOf(chosen)].has(Number(chosen.value)),
    choose: (chosen, mode) => {
      const own = Number(chosen.value);
      const others = state.header.peek().order.filter((other) => state.view.peek().diagonal || other !== own);
      const cells = others.map((other): CellIndex => (sideOf(chosen) === "actual" ? [own, other] : [other, own]));
      actions.select("cells", cells, mode);
    },
  });
}

/** The rows (side 0) or columns (1) of the matrix that are selected whole; a hidden diagonal is no part of them. */
function selectedLines({ state }: Context, side: 0 | 1): Set<number> {
  const isDiagonalShown = state.view.value.diagonal;
  const whole = wholeLines(state.facets.cells.value, side, state.header.value.order.length);
  return new Set(whole.filter(({ isErrorsOnly }) => !(isErrorsOnly && isDiagonalShown)).map(({ line }) => line));
}

type Key = (row: ClassCounts) => number;

function columnsOf({ state, derived }: Context): Column<ClassCounts>[] {
  const { classes: names, order, unit, task, background, mixups } = state.header.peek();
  const most = computed(() => Math.max(1, ...derived.byClass.value.map(({ support, fp }) => support + fp)));
  const count = (name: string, about: string, look: string, key: Key) => ({
    name,
    about,
    look,
    key,
    draw: (row: ClassCounts) => whole(key(row)),
  });
  const share = (name: string, about: string, look: string, reading: RateName) => ({
    ...count(name, about, look, (row) => row[reading]),
    isUp: true,
    draw: (row: ClassCounts) => rate(row[reading]),
    says: (row: ClassCounts) => rateTexts(row, unit)[reading].join(""),
  });
  const side = (row: ClassCounts, name: Side, text: string) =>
    pick(
      text,
      `Select what ${name === "actual" ? "really is" : "was predicted as"} ${isolated(names[row.index] ?? "")}`,
      {
        name,
        value: row.index,
      },
    );
  const missed = task === "classification" ? "No\nprediction" : "Missed";
  const became = ["correct", "mixed up", ...(background === null ? [] : [missed.replace("\n", " ").toLowerCase()])];
  /** What false positives are made of: mix-ups count as them by some rules only. */
  const wrongly = [
    ...(mixups === "both" || mixups === "fp" ? ["another class"] : []),
    ...(background === null ? [] : ["nothing"]),
  ];
  return [
    {
      name: "Class",
      isUp: true,
      key: ({ index }: ClassCounts) => order.indexOf(index),
      draw: (row: ClassCounts) =>
        named(side(row, "actual", names[row.index]?.trim() || "(no name)"), most.value, [
          ["right", row.tp],
          ["wrong", row.mixedUp],
          ["missed", row.missed],
          ["extra", row.fp],
        ]),
    },
    count("Actual", `How many ${unit} really are of the class: ${became.join(" + ")}`, "", ({ support }) => support),
    count("Correct", "Predicted as what they are", "right", ({ tp }) => tp),
    count("Mixed\nup", "Of the class, but predicted as another one", "wrong", ({ mixedUp }) => mixedUp),
    ...(background === null ? [] : [count(missed, "Of the class, but not predicted", "missed", (row) => row.missed)]),
    {
      ...count("Predicted", `How many ${unit} were predicted as the class, right or wrong`, "", (row) => row.predicted),
      draw: (row: ClassCounts) => side(row, "predicted", whole(row.predicted)),
    },
    count(
      "False\npositives",
      `Predicted as the class where ${wrongly.join(" or ")} is labelled`,
      "middle extra",
      ({ fp }) => fp,
    ),
    share("Precision", "Correct of correct and false positives", "wide", "precision"),
    share("Recall", "Correct of actual", "wide", "recall"),
    share("F1", "Precision and recall in one", "middle", "f1"),
  ];
}

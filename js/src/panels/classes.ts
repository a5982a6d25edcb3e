/** "By class": what became of the instances of each class, and what was taken for it. */

import { computed, type Signal } from "@preact/signals-core";
import type { ClassCounts } from "../engine/byClass";
import { type CellIndex, wholeLines } from "../engine/cells";
import { isolated } from "../engine/cellWords";
import type { Header } from "../engine/header";
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

type ClassColumn = Column<ClassCounts>;

function columnsOf(ctx: Context): ClassColumn[] {
  const header = ctx.state.header.peek();
  return [classColumn(ctx), ...actualColumns(header), ...predictedColumns(header), ...rateColumns(header)];
}

/** The name of the class, which selects its row, over a bar of what became of it. */
function classColumn({ state, derived }: Context): ClassColumn {
  const header = state.header.peek();
  const most = computed(() => Math.max(1, ...derived.byClass.value.map(({ support, fp }) => support + fp)));
  return {
    name: "Class",
    isUp: true,
    key: ({ index }) => header.order.indexOf(index),
    draw: (row) =>
      named(lineButton(row, "actual", header.classes[row.index]?.trim() || "(no name)", header), most.value, [
        ["right", row.tp],
        ["wrong", row.mixedUp],
        ["missed", row.missed],
        ["extra", row.fp],
      ]),
  };
}

/** What became of the instances that really are of the class. */
function actualColumns({ unit, task, background }: Header): ClassColumn[] {
  const missed = task === "classification" ? "No\nprediction" : "Missed";
  const parts = ["correct", "mixed up", ...(background === null ? [] : [missed.replace("\n", " ").toLowerCase()])];
  const columns = [
    countColumn("Actual", `How many ${unit} really are of the class: ${parts.join(" + ")}`, "", (row) => row.support),
    countColumn("Correct", "Predicted as what they are", "right", ({ tp }) => tp),
    countColumn("Mixed\nup", "Of the class, but predicted as another one", "wrong", ({ mixedUp }) => mixedUp),
  ];
  if (background === null) return columns;
  return [...columns, countColumn(missed, "Of the class, but not predicted", "missed", (row) => row.missed)];
}

/** What was predicted as the class: the total selects its column. */
function predictedColumns(header: Header): ClassColumn[] {
  const { unit, background, mixups } = header;
  /** What false positives are made of: only some rules count mix-ups among them. */
  const sources = [
    ...(mixups === "both" || mixups === "fp" ? ["another class"] : []),
    ...(background === null ? [] : ["nothing"]),
  ];
  const predicted = `How many ${unit} were predicted as the class, right or wrong`;
  const wrong = `Predicted as the class where ${sources.join(" or ")} is labelled`;
  return [
    {
      ...countColumn("Predicted", predicted, "", (row) => row.predicted),
      draw: (row) => lineButton(row, "predicted", whole(row.predicted), header),
    },
    countColumn("False\npositives", wrong, "middle extra", ({ fp }) => fp),
  ];
}

function rateColumns({ unit }: Header): ClassColumn[] {
  const column = (name: string, about: string, look: string, reading: RateName): ClassColumn => ({
    ...countColumn(name, about, look, (row) => row[reading]),
    isUp: true,
    draw: (row) => rate(row[reading]),
    says: (row) => rateTexts(row, unit)[reading].join(""),
  });
  return [
    column("Precision", "Correct of correct and false positives", "wide", "precision"),
    column("Recall", "Correct of actual", "wide", "recall"),
    column("F1", "Precision and recall in one", "middle", "f1"),
  ];
}

function countColumn(name: string, about: string, look: string, key: (row: ClassCounts) => number): ClassColumn {
  return { name, about, look, key, draw: (row) => whole(key(row)) };
}

/** A button that selects a row or column of the matrix. */
function lineButton(row: ClassCounts, side: Side, text: string, { classes }: Header): HTMLButtonElement {
  const name = isolated(classes[row.index] ?? "");
  const title = `Select what ${side === "actual" ? "really is" : "was predicted as"} ${name}`;
  return pick(text, title, { name: side, value: row.index });
}

/** The columns of the table of classes, by what the evaluation has: each task adds its own. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import { isolated } from "../engine/cellWords";
import type { Header } from "../engine/header";
import { type RateName, rateTexts, wilson } from "../engine/intervals";
import { percent, rate, whole } from "../engine/numbers";
import { isBehind } from "../state/away";
import type { Context } from "../state/session";
import type { Choice } from "./classes";
import type { ClassRow } from "./classRows";
import { countColumn } from "./counting";
import { named, pick, rated } from "./parts";
import type { Column } from "./table";

type ClassColumn = Column<ClassRow>;

/** Rates first: what one comes for. What they are made of follows. */
export function columnsOf(ctx: Context, rows: ReadonlySignal<readonly ClassRow[]>): ClassColumn[] {
  const header = ctx.state.header.peek();
  const isScored = header.thresholds.length > 0;
  // A dash until Python has counted it.
  const hasPrecision = isScored && ctx.state.hasObjects.peek() && !isBehind(ctx.state);
  return [
    classColumn(header, rows),
    ...rateColumns(header),
    ...(hasPrecision ? [averagePrecision] : []),
    ...(header.unit === "pixels" ? [overlap] : []),
    ...(isScored ? [bestColumn] : []),
    ...actualColumns(header),
    ...predictedColumns(header),
  ];
}

/** The name of the class, which selects its errors, over a bar of what became of it. */
function classColumn(header: Header, rows: ReadonlySignal<readonly ClassRow[]>): ClassColumn {
  const most = computed(() => rows.value.reduce((most, { support, fp }) => Math.max(most, support + fp), 1));
  return {
    name: "Class",
    isUp: true,
    key: ({ index }) => header.order.indexOf(index),
    draw: (row) => {
      const name = header.classes[row.index]?.trim() || "(no name)";
      const title = `Select the errors of ${isolated(header.classes[row.index] ?? "")}`;
      return named(chooser("errors", row, name, title), most.value, [
        ["right", row.tp],
        ["wrong", row.mixedUp],
        ["missed", row.missed],
        ["extra", row.fp],
      ]);
    },
  };
}

function rateColumns({ unit }: Header): ClassColumn[] {
  const column = (name: string, about: string, key: RateName): ClassColumn => ({
    ...countColumn(name, (row) => row[key], about, "rate"),
    isUp: true,
    draw: (row) => rated(rate(row[key]), row[key], intervalOf(row, key, unit)),
    says: (row) => rateTexts(row, unit)[key].join(""),
  });
  return [
    column("Precision", "Correct of correct and false positives; the bar is its 95 % interval", "precision"),
    column("Recall", "Correct of actual; the bar is its 95 % interval", "recall"),
    { ...column("F1", "Precision and recall in one", "f1"), draw: ({ f1 }) => rate(f1) },
  ];
}

/** Neighbouring pixels are right or wrong together: they have no interval. */
function intervalOf({ tp, fp, fn }: ClassRow, key: RateName, unit: string): readonly [low: number, high: number] {
  return unit === "pixels" ? [Number.NaN, Number.NaN] : wilson(tp, tp + (key === "precision" ? fp : fn));
}

const averagePrecision: ClassColumn = {
  ...countColumn("AP50", ({ ap50 }) => ap50, "Average precision at an IoU of .5, over the whole split"),
  isUp: true,
  draw: ({ ap50 }) => rate(ap50),
};

const overlap: ClassColumn = {
  ...countColumn("IoU", ({ iou }) => iou, "Intersection over union of truth and prediction, in pixels", "rate"),
  isUp: true,
  draw: ({ iou }) => rate(iou),
};

const bestColumn: ClassColumn = {
  ...countColumn("Best\nthreshold", ({ best }) => best, "The confidence at which the F1 of the class is best"),
  isUp: true,
  draw: ({ best }) => percent(best / 100),
};

/** What became of the instances that really are of the class: the total selects its row. */
function actualColumns({ unit, task, background, classes }: Header): ClassColumn[] {
  const missed = task === "classification" ? "No\nprediction" : "Missed";
  const parts = ["correct", "mixed up", ...(background === null ? [] : [missed.replace("\n", " ").toLowerCase()])];
  const about = `How many ${unit} really are of the class: ${parts.join(" + ")}`;
  const columns: ClassColumn[] = [
    {
      ...countColumn("Actual", (row) => row.support, about),
      draw: (row) =>
        chooser("actual", row, whole(row.support), `Select what really is ${isolated(classes[row.index] ?? "")}`),
    },
    countColumn("Correct", ({ tp }) => tp, "Predicted as what they are", "right"),
    countColumn("Mixed\nup", ({ mixedUp }) => mixedUp, "Of the class, but predicted as another one", "wrong"),
  ];
  if (background === null) return columns;
  return [...columns, countColumn(missed, (row) => row.missed, "Of the class, but not predicted", "missed")];
}

/** What was predicted as the class: the total selects its column. */
function predictedColumns({ unit, background, mixups, classes }: Header): ClassColumn[] {
  /** What false positives are made of: only some rules count mix-ups among them. */
  const sources = [
    ...(mixups === "both" || mixups === "fp" ? ["another class"] : []),
    ...(background === null ? [] : ["nothing"]),
  ];
  const predicted = `How many ${unit} were predicted as the class, right or wrong`;
  const wrong = `Predicted as the class where ${sources.join(" or ")} is labelled`;
  return [
    {
      ...countColumn("Predicted", (row) => row.predicted, predicted),
      draw: (row) =>
        chooser(
          "predicted",
          row,
          whole(row.predicted),
          `Select what was predicted as ${isolated(classes[row.index] ?? "")}`,
        ),
    },
    countColumn("False\npositives", ({ fp }) => fp, wrong, "extra"),
  ];
}

function chooser(choice: Choice, { index }: ClassRow, text: string, title: string): HTMLButtonElement {
  return pick(text, title, { name: choice, value: index });
}

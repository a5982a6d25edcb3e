/** "Error types": how many errors there are of each, what F1 would be without them, and how that turns with the threshold. */

import { computed, type ReadonlySignal, type Signal, signal as state } from "@preact/signals-core";
import { upright } from "../curves/rateCurves";
import { isolated } from "../engine/cellWords";
import { at, PERCENTS } from "../engine/counts";
import { cellsOf, ERRORS, type ErrorKind, f1Without, KINDS, type Kind } from "../engine/kinds";
import { counted, rate, short } from "../engine/numbers";
import type { Context } from "../state/session";
import { button, el, fill, onButton, set, setText, svg } from "../ui/dom";
import { watch } from "../ui/effect";
import { selectMode } from "../ui/keys";
import { goByClick } from "./chart";
import { countColumn, namedColumn, ofFacet } from "./counting";
import { press } from "./parts";
import { type Order, table } from "./table";

/** What each is called in the field, and what that means. */
const TYPES: Readonly<Record<ErrorKind, readonly [name: string, meaning: string]>> = {
  class: ["Class", "The right place, another class."],
  localisation: ["Localisation", "The right class, poorly placed."],
  both: ["Both", "Poorly placed, and another class."],
  duplicate: ["Duplicate", "A further box on an object that is found already."],
  background: ["Background", "Nothing is labelled there."],
  missed: ["Missed", "Nothing was predicted there."],
  unknown: ["Without a partner", "Why, only boxes would tell."],
};

const RULES: Readonly<Record<string, string>> = {
  iou: "as supervision",
  score: "as FiftyOne",
  coco: "as COCO and TIDE",
};

interface Row {
  readonly kind: ErrorKind;
  readonly count: number;
  readonly f1: number;
}

const howMany = ({ count }: { readonly count: number }) => count;

/** A button a type selects it in the other views; below it, the classes of what is selected. */
export function errorTypes(ctx: Context, order: Signal<Order>): HTMLElement {
  const { state: shared, derived, signal } = ctx;
  const countOf = (kind: Kind) =>
    at(derived.kindCurves.value.count, PERCENTS * KINDS.indexOf(kind) + derived.shown.value.confidence);
  const rows = computed((): readonly Row[] => {
    const { confidence } = derived.shown.value;
    const isTold = shared.header.value.matching != null;
    return ERRORS.map((kind) => ({
      kind,
      count: countOf(kind),
      f1: f1Without(derived.totals.value, derived.kindCurves.value, kind, confidence),
    })).filter(({ kind, count }) => count > 0 || (isTold && kind !== "unknown"));
  });
  const ofKinds = ofFacet(ctx, "kinds");
  const without = (f1: number) => `${rate(derived.totals.value.f1)} → ${rate(f1)}`;
  const list = table({
    ...{ ...ofKinds, label: "Error types", rows, order },
    columns: [
      namedColumn("Type", rows, howMany, ({ kind }) => {
        const [text, meaning] = TYPES[kind];
        return { text, meaning, value: kind, look: lookOf(kind) };
      }),
      countColumn("Instances", howMany),
      {
        name: "F1\nwithout",
        about: "What F1 over these images would be without the errors of the type",
        key: ({ f1 }) => f1,
        draw: ({ f1 }) => without(f1),
        says: ({ f1 }) => `F1 ${without(f1)} without them`,
      },
    ],
  });
  const [rule, covered] = [el("p"), el("p")];
  watch(signal, () => setText(rule, ruleText(ctx)));
  watch(signal, () => {
    const count = countOf("covered");
    covered.hidden = count === 0;
    const words = `${counted(count, "instances")} more are missed with a poor prediction near`;
    fill(covered, [
      button({ class: "quiet", name: "kind", value: "covered" }, words),
      " that would find them, were it right.",
    ]);
    press(covered, ofKinds.isPressed);
  });
  onButton(covered, (own, event) => ofKinds.choose(own, selectMode(event)), signal);
  return el("section.types", { "aria-label": "Error types" }, rule, list, covered, shares(ctx, rows), byClass(ctx));
}

/** The same tone wherever a type is drawn: a shade a type. */
function lookOf(kind: ErrorKind): string {
  return kind === "missed" ? "missed" : `wrong shade-${ERRORS.indexOf(kind)}`;
}

/** By which rule, or why nobody can say more. */
function ruleText({ state: { header, hasObjects } }: Context): string {
  const { matching, iou } = header.value;
  if (matching != null) return `Matched ${RULES[matching] ?? `by “${matching}”`}, IoU ${short(iou ?? Number.NaN)}.`;
  if (hasObjects.value) return "This file does not say how it was matched; evaluate again.";
  return "Reports without boxes say what was mixed up and missed, not why a prediction has no partner.";
}

const HEIGHT = 44;

/** Shares of the types among the errors at each known threshold; the numbers stand in the table. */
function shares(ctx: Context, rows: ReadonlySignal<readonly Row[]>): HTMLElement {
  const { derived, signal } = ctx;
  const areas = svg("svg", { viewBox: "0 0 100 1", height: HEIGHT, preserveAspectRatio: "none" });
  const line = svg("line.line", { y1: 0, y2: HEIGHT });
  const picture = svg("svg.curves", { width: "100%", height: HEIGHT }, areas, line);
  const heading = el("h3", {}, "Share of the errors at every threshold");
  const node = el("div.shares", { "aria-hidden": true }, heading, picture);
  watch(signal, () => {
    const known = derived.known.value;
    node.hidden = known.length < 2 || rows.value.length === 0;
    const { count } = derived.kindCurves.value;
    const below = new Float64Array(PERCENTS);
    const of = (kind: ErrorKind, percent: number) => at(count, PERCENTS * KINDS.indexOf(kind) + percent);
    const sums = known.map((percent) => ERRORS.reduce((sum, kind) => sum + of(kind, percent), 0));
    fill(
      areas,
      ERRORS.map((kind) => {
        const edges = known.map((percent, i) => {
          const start = at(below, percent);
          below[percent] = start + of(kind, percent) / Math.max(1, sums[i] ?? 0);
          return [`${percent},${start.toFixed(3)}`, `${percent},${at(below, percent).toFixed(3)}`] as const;
        });
        const points = [...edges.map(([low]) => low), ...edges.map(([, high]) => high).reverse()].join(" ");
        return svg("polygon", { class: lookOf(kind), points });
      }),
    );
  });
  watch(signal, () => set(line, upright(derived.shown.value.confidence)));
  goByClick(ctx, picture);
  return node;
}

interface ClassRow {
  readonly label: number;
  readonly count: number;
}

/** The classes of the types that are selected; a click selects their cells. */
function byClass(ctx: Context): HTMLElement {
  const { state: shared, derived, actions, signal } = ctx;
  const rows = computed((): readonly ClassRow[] => {
    const { order, background, classes } = shared.header.value;
    const size = classes.length;
    // The matrix counts over the kinds that are selected, whatever its cells are.
    const wrong = (actual: number, predicted: number) =>
      actual === predicted ? 0 : at(derived.matrix.value, actual * size + predicted);
    if (shared.facets.kinds.value.length === 0) return [];
    return order
      .filter((label) => label !== background)
      .map((label) => {
        const predicted = order.reduce((sum, actual) => sum + wrong(actual, label), 0);
        return { label, count: predicted + (background === null ? 0 : wrong(label, background)) };
      })
      .filter(({ count }) => count > 0);
  });
  const chosenCells = ({ value }: HTMLButtonElement) =>
    shared.facets.kinds.peek().flatMap((kind) => cellsOf(kind, Number(value), shared.header.peek()));
  const node = el("div", {}, el("h3", {}, "By class"));
  node.append(
    table({
      label: "By class",
      look: "few",
      columns: [
        namedColumn("Class", rows, howMany, ({ label }) => {
          return { text: isolated(shared.header.value.classes[label] ?? ""), value: label, look: "wrong" };
        }),
        countColumn("Instances", howMany),
      ],
      rows,
      order: state<Order>({ column: 1, isUp: false }),
      signal,
      isPressed: (own) => {
        const cells = new Set(shared.facets.cells.value.map(String));
        return cells.size > 0 && chosenCells(own).every((cell) => cells.has(String(cell)));
      },
      choose: (own, mode) => actions.select("cells", chosenCells(own), mode),
    }),
  );
  watch(signal, () => {
    node.hidden = rows.value.length === 0;
  });
  return node;
}

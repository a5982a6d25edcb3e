/** "Suspect labels": how many there are of each kind, how many of them are judged, and a press that shows them. */

import { computed, type ReadonlySignal, type Signal } from "@preact/signals-core";
import { at, PERCENTS } from "../engine/counts";
import { splitsOf } from "../engine/header";
import { range, whole } from "../engine/numbers";
import { SUSPECTS, type Suspect } from "../engine/suspects";
import { SOME_ROWS } from "../state/away";
import type { Context } from "../state/session";
import { button, el, on, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { countColumn, namedColumn, ofFacet } from "./counting";
import { type Order, table } from "./table";

/** In the order of SUSPECTS; the first is none. */
const MEANINGS = [
  "",
  "A sure prediction where nothing is labelled.",
  "A prediction of another class, and none of its own.",
  "A sure prediction beside a label, and none on it.",
  "No prediction is near.",
  "A second label of the class in the same place.",
] as const;

interface Row {
  /** Place in SUSPECTS. */
  readonly i: number;
  readonly count: number;
  /** Of those how many are judged. */
  readonly judged: number;
}

/** A button a kind shows its instances, the weightiest first. */
export function suspects(ctx: Context, order: Signal<Order>): HTMLElement {
  const { state, derived, actions, signal } = ctx;
  const sumOf = ({ value }: ReadonlySignal<Float64Array>, i: number, percent = derived.shown.value.confidence) =>
    at(value, PERCENTS * i + percent);
  const rows = computed((): readonly Row[] =>
    derived.suspects.value.some(Boolean)
      ? range(1, 5).map((i) => ({ i, count: sumOf(derived.suspects, i), judged: sumOf(derived.judgedSuspects, i) }))
      : [],
  );
  const countOf = ({ count }: Row) => count;
  const list = table<Row>({
    ...ofFacet(ctx, "suspects", (value, mode) => actions.suspect([value as Suspect], mode)),
    ...{ label: "Suspect labels", rows, order },
    columns: [
      namedColumn("Kind", rows, countOf, ({ i }) => {
        const text = SUSPECTS[i] ?? "";
        return { text, value: text, meaning: MEANINGS[i], look: "size" };
      }),
      countColumn("Instances", countOf),
      countColumn("Judged", ({ judged }) => judged),
    ],
  });
  const [words, more, verdicts] = [el("p"), button({ class: "quiet", title: "Show them, too" }), el("p")];
  watch(signal, () => {
    list.hidden = rows.value.length === 0;
    setText(words, wordsOf(ctx, list.hidden));
    const below = rows.value.reduce((sum, { i, count }) => sum + Math.max(0, sumOf(derived.suspects, i, 0) - count), 0);
    more.hidden = below === 0;
    setText(more, `${whole(below)} more below ${derived.shown.value.confidence} %`);
    const { label, model } = state.verdicts.value;
    verdicts.hidden = label.length + model.length === 0;
    setText(verdicts, `Your verdicts: label ${label.length}, model ${model.length}; see Download, or lens.verdicts.`);
  });
  on(more, "click", () => actions.setConfidence(0), signal);
  return el("section.types", { "aria-label": "Suspect labels" }, words, list, more, verdicts);
}

/** What these are, or why there are none. */
function wordsOf({ state: { header, isHere, hasObjects }, derived }: Context, isNone: boolean): string {
  if (!hasObjects.value) return "This needs boxes: labels are held against predictions one by one.";
  if (header.value.matching == null) return "This file does not say how it was matched; evaluate again.";
  if (header.value.rows === "behind") return `Looking for suspect labels ${SOME_ROWS}`;
  if (!isHere.value) return "They are on their way …";
  if (isNone) return "No label of these images is suspect.";
  const { split } = derived.shown.value;
  const isTrained = splitsOf(header.value, split).includes("train") && header.value.splits["train"];
  const hidden = isTrained ? " A model hides the faults of labels that it was trained on, as in train." : "";
  return `Labels and predictions disagree: is the label wrong, or the model? You decide.${hidden}`;
}

/** How good the model is at the threshold, what that counts over, and average precision beside it. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import { RATES } from "../curves/rateCurves";
import { apart, apartWords, heldInAll } from "../engine/apart";
import { meanIou } from "../engine/byClass";
import { intervalText, rateTexts } from "../engine/intervals";
import { rate, whole } from "../engine/numbers";
import { lacksPrecision, SOME_ROWS } from "../state/away";
import type { Context } from "../state/session";
import { el, fill, set, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { type Over, overText, precisionText } from "./sentences";

interface Reading {
  readonly name: string;
  readonly value: string;
  /** What follows in full, for hands that point and for screen readers. */
  readonly more: string;
  /** It belongs to something else than the readings beside it: what, in two words. */
  readonly apart?: string;
  /** How far it is from the baseline. */
  readonly since?: string;
}

/** The readings in one line, and under them what they count over. */
export function rates(ctx: Context): HTMLElement {
  const { state, derived, signal } = ctx;
  const over = overOf(ctx);
  const readings = computed(() => {
    const isOfClasses = state.header.value.task === "classification";
    return [
      ...(isOfClasses ? ofClassification(ctx) : ofInstances(ctx)),
      ...meanOverlap(ctx),
      ...precision(ctx, over.value),
    ];
  });
  const line = el("div.readings");
  const words = el("small.over");
  const node = el("div.metrics", { role: "group" }, line, words);
  watch(signal, () => {
    const said = overText(over.value);
    const compared = readings.value.find(({ since }) => since);
    // Below the line: beside its own reading it would take the room of the curves.
    setText(words, compared ? `${compared.name} ${compared.since}, ${said}` : said);
    fill(
      line,
      readings.value.map((reading) => readingNode(reading, said)),
    );
    set(node, { "aria-label": readings.value.map(({ name }) => name).join(", ") });
  });
  watch(signal, () => {
    node.hidden = derived.splitSize.value === 0;
    node.classList.toggle("stale", derived.stale.value.sums);
  });
  return node;
}

function readingNode({ name, value, more, apart }: Reading, said: string): HTMLElement {
  const full = apart ? more : `${more}, ${said}`;
  return el(
    "span",
    { title: `${name} ${value}${full}`, class: apart && "apart" },
    `${name} `,
    el("b", {}, value),
    apart !== "" && el("small", {}, apart),
    el("span.unseen", {}, full),
  );
}

function overOf({ derived }: Context): ReadonlySignal<Over> {
  return computed(() => ({
    filtered: derived.filteredCount.value,
    size: derived.splitSize.value,
    split: derived.shown.value.split,
    isSized: derived.isRated.value !== undefined,
  }));
}

function ofInstances({ state, derived }: Context): Reading[] {
  const texts = rateTexts(derived.totals.value, state.header.value.unit);
  return RATES.map((key) => {
    const [name, value, more] = texts[key];
    return { name: name.trim(), value, more, ...(key === "f1" && sinceBaseline(key, { state, derived })) };
  });
}

/** How far it is from the baseline, and how sure that is: "+.021, .008 to .034"; nothing where nothing is compared. */
function sinceBaseline(rateName: "f1" | "recall", { state, derived }: Pick<Context, "state" | "derived">) {
  const [two, before] = [state.two.value, derived.talliesBefore.value];
  if (!two || !before || state.header.value.unit === "pixels") return undefined;
  const [found] = apart(heldInAll([before, derived.tallies.value], derived.filtered.value), rateName);
  return found && { since: `${apartWords(found, found.images).filter(Boolean).join(", ")} since ${two.baseline.name}` };
}

/** One image is one answer: right, wrong or none. Precision, recall and F1 would only say that three times. */
function ofClassification({ state, derived }: Context): Reading[] {
  const sums = { correct: 0, wrong: 0, none: 0 };
  for (const { tp, mixedUp, missed } of derived.byClass.value) {
    sums.correct += tp;
    sums.wrong += mixedUp;
    sums.none += missed;
  }
  const { background, unit } = state.header.value;
  const all = sums.correct + sums.wrong + sums.none;
  const sure = intervalText(sums.correct, all, unit);
  const counts = [
    { name: "Correct", value: whole(sums.correct), more: "" },
    { name: "Wrong", value: whole(sums.wrong), more: "" },
    ...(background === null ? [] : [{ name: "No prediction", value: whole(sums.none), more: "" }]),
  ];
  const accuracy = { name: "Accuracy", value: rate(sums.correct / all), more: sure && `, ${sure}` };
  return [{ ...accuracy, ...sinceBaseline("recall", { state, derived }) }, ...counts];
}

/** Where pixels are counted, in place of average precision. */
function meanOverlap({ state, derived }: Context): Reading[] {
  if (state.header.value.unit !== "pixels") return [];
  const more = ", intersection over union of truth and prediction, the mean over the classes that occur";
  return [{ name: "mIoU", value: rate(meanIou(derived.byClass.value)), more }];
}

/** Nothing where there is none, or where Python has not counted it yet. */
function precision({ state, derived }: Context, over: Over): Reading[] {
  if (lacksPrecision(state)) return [{ name: "mAP50", value: "—", more: ` ${SOME_ROWS}`, apart: "only in memory" }];
  const found = derived.precisions.value;
  if (!found || found.map50 === null) return [];
  const isWhole = over.filtered === over.size && !over.isSized;
  const [first = "", ...more] = precisionText(found, over).split("\n");
  const value = rate(found.map50);
  const rest = [first.slice(first.indexOf(",")), ...more].join("\n");
  return [{ name: "mAP50", value, more: rest, apart: isWhole ? "" : "whole split" }];
}

/** "Changes": what the model on show fixes and breaks of what a baseline did, by kind, by class and by image. */

import { computed, type ReadonlySignal, type Signal, signal as state } from "@preact/signals-core";
import { isolated } from "../engine/cellWords";
import { CHANGES, type Change } from "../engine/change";
import { at, grow } from "../engine/counts";
import { CHANGE_LOOKS } from "../engine/facets/change";
import { LOOKS, TRANSITION_WORDS } from "../engine/facets/transition";
import { percent, whole } from "../engine/numbers";
import { isOfTruth, TRANSITIONS, type Transition } from "../engine/transitions";
import type { Context } from "../state/session";
import { el, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { changesByClass } from "./changesByClass";
import { explained, named, pick } from "./parts";
import { type Column, type Order, table } from "./table";

/** What each means, in the order in which one asks. */
const MEANINGS = {
  broken: "Right before, wrong now.",
  fixed: "Wrong before, right now.",
  otherwise: "Wrong in both, each in its own way.",
  alike: "Wrong in both, and the same.",
  both_right: "Nothing changed.",
  new: "The baseline has no such prediction.",
  gone: "The model on show has no such prediction.",
  turned: "One has it on a truth, the other beside it.",
  kept: "The same prediction in both.",
} as const satisfies Readonly<Record<Transition, string>>;

interface Counted {
  readonly word: string;
  readonly count: number;
}

/** A button a transition selects its instances, and one a change its images; below them the classes. */
export function changes(ctx: Context, order: Signal<Order>): HTMLElement {
  const { state: shared, derived, actions, signal } = ctx;
  const isTold = shared.header.peek().unit === "images" || (shared.two.peek()?.baseline.objects.size ?? 0) > 0;
  const sums = computed(() => {
    const counted = derived.transitions.value ?? [];
    return TRANSITIONS.map((_, code) => {
      let sum = 0;
      for (let place = code; place < counted.length; place += TRANSITIONS.length) sum += at(counted, place);
      return sum;
    });
  });
  const countOf = (word: Transition) => at(sums.value, TRANSITIONS.indexOf(word));
  const rows = computed((): readonly (Counted & { readonly word: Transition })[] =>
    (Object.keys(MEANINGS) as Transition[])
      .map((word) => ({ word, count: countOf(word) }))
      .filter(({ word }) => shared.header.value.unit !== "images" || isOfTruth(TRANSITIONS.indexOf(word))),
  );
  const columns = counting("Instances", rows, ({ word, count }, most) => {
    const chosen = pick(TRANSITION_WORDS[word], "Show only these", { name: "word", value: word });
    return explained(MEANINGS[word], chosen, most, word === "both_right" ? [] : [[LOOKS[word] ?? "size", count]]);
  });
  const list = table<(typeof rows.value)[number]>({
    ...{ label: "Changes", look: "few", columns, rows, signal },
    order: state<Order>({ column: -1, isUp: true }),
    isPressed: ({ value }) => shared.facets.transition.value.includes(value as Transition),
    choose: ({ value }, mode) => actions.became(value as Transition, mode),
  });
  const words = el("p");
  watch(signal, () => setText(words, isTold ? churn(ctx, countOf) : untold(ctx)));
  return el(
    ...(["section.types", { "aria-label": "Changes" }, words, isTold && list, ofImages(ctx)] as const),
    changesByClass(ctx, isTold, order),
  );
}

/** What there is of each and how often, over bars that have one measure. */
function counting<Own extends Counted>(
  name: string,
  rows: ReadonlySignal<readonly Own[]>,
  draw: (row: Own, most: number) => HTMLElement,
): Column<Own>[] {
  // What is right in both is so much more that nothing would be seen of the others.
  const most = () => Math.max(1, ...rows.value.map(({ word, count }) => (word === "both_right" ? 0 : count)));
  return [
    { name, draw: (row) => draw(row, most()) },
    { name: "Count", key: ({ count }) => count, draw: ({ count }) => whole(count) },
  ];
}

/** The rates that Python's summary names. */
function churn({ state: { two } }: Context, countOf: (word: Transition) => number): string {
  const [broken, fixed, right] = [countOf("broken"), countOf("fixed"), countOf("both_right")];
  const changed = broken + fixed + countOf("otherwise");
  const truths = changed + right + countOf("alike");
  const { baseline, shown } = two.value ?? {};
  const isApproximate = baseline?.confidence !== shown?.confidence;
  return (
    `From ${isolated(baseline?.name ?? "")} to ${isolated(shown?.name ?? "")} ${percent(changed / truths)} of ` +
    `${whole(truths)} truths changed (churn): ${percent(broken / truths)} broken (negative flips), ` +
    `${percent(fixed / truths)} fixed (positive flips). Of what was right, ` +
    `${percent(right / (right + broken))} stays right (compatibility).` +
    `${isApproximate ? " At two thresholds, false positives are paired approximately." : ""}`
  );
}

function untold({ state: { header } }: Context): string {
  return header.value.unit === "pixels"
    ? "Pixels are no instances: images and classes are compared."
    : "Which instances changed, only boxes would tell: images and classes are compared.";
}

/** By how their errors changed, the images that pass every other filter. */
function ofImages({ state: shared, derived, actions, signal }: Context): HTMLElement {
  const images = derived.visibleBut("change");
  const rows = computed(() => {
    const counts = new Float64Array(CHANGES.length);
    const codes = derived.change.value;
    if (codes) for (const row of images.value.rows) grow(counts, at(codes, row), 1);
    return CHANGES.map((word, i) => ({ word, count: at(counts, i) }));
  });
  return table<(typeof rows.value)[number]>({
    ...{ label: "Images by their errors", look: "few", rows, signal },
    columns: counting("Images", rows, ({ word, count }, most) =>
      named(pick(word, IMAGES[word], { name: "change", value: word }), most, [[CHANGE_LOOKS[word] ?? "size", count]]),
    ),
    order: state<Order>({ column: -1, isUp: true }),
    isPressed: ({ value }) => shared.facets.change.value.includes(value as Change),
    choose: ({ value }, mode) => actions.select("change", [value as Change], mode),
  });
}

const IMAGES: Readonly<Record<Change, string>> = {
  fixed: "Images with errors before, and none now",
  regressed: "Images without errors before, and some now",
  better: "Images with fewer errors",
  worse: "Images with more errors",
  same: "Images with as many errors",
};

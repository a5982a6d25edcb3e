/** "Changes": what the model on show fixes and breaks of what a baseline did, by kind, by class and by image. */

import { computed, type Signal, signal as state } from "@preact/signals-core";
import { isolated } from "../engine/cellWords";
import { CHANGES, type Change, LOOKS } from "../engine/change";
import { at, grow } from "../engine/counts";
import { TRANSITION_WORDS } from "../engine/facets/transition";
import { percent, whole } from "../engine/numbers";
import { isOfTruth, TRANSITIONS, type Transition } from "../engine/transitions";
import type { SelectMode } from "../state/actions";
import type { Context } from "../state/session";
import { el, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { changesByClass } from "./changesByClass";
import { countColumn, namedColumn, ofFacet } from "./counting";
import { type Order, table } from "./table";

/** What each means, in the order in which one asks. */
const OF_INSTANCES: Readonly<Record<Transition, string>> = {
  broken: "Right before, wrong now.",
  fixed: "Wrong before, right now.",
  otherwise: "Wrong in both, each in its own way.",
  alike: "Wrong in both, and the same.",
  both_right: "Nothing changed.",
  new: "The baseline has no such prediction.",
  gone: "The model on show has no such prediction.",
  turned: "One has it on a truth, the other beside it.",
  kept: "The same prediction in both.",
};

const OF_IMAGES: Readonly<Record<Change, string>> = {
  regressed: "No error before, some now.",
  worse: "More errors than before.",
  fixed: "Errors before, none now.",
  better: "Fewer errors than before.",
  same: "As many errors.",
};

/** A button a transition selects its instances, and one a change its images. */
export function changes(ctx: Context, order: Signal<Order>): HTMLElement {
  const { state: shared, derived, actions, signal } = ctx;
  const { unit } = shared.header.peek();
  const isTold = unit === "images" || !shared.isHere.peek() || (shared.two.peek()?.baseline.objects.size ?? 0) > 0;
  const ofInstances = computed(() => {
    const sums = new Float64Array(TRANSITIONS.length);
    for (const [place, count] of (derived.transitions.value ?? []).entries()) grow(sums, place % sums.length, count);
    return sums;
  });
  const images = derived.visibleBut("change");
  const ofImages = computed(() => {
    const counts = new Float64Array(CHANGES.length);
    const codes = derived.change.value;
    if (codes) for (const row of images.value.rows) grow(counts, at(codes, row), 1);
    return counts;
  });
  const countOf = (word: Transition) => at(ofInstances.value, TRANSITIONS.indexOf(word));
  const transitions = () =>
    words(ctx, {
      ...{ label: "Instances", facet: "transition", meanings: OF_INSTANCES, countOf, choose: actions.became },
      // An image that is labelled as a whole has no false positives.
      isThere: (word) => unit !== "images" || isOfTruth(TRANSITIONS.indexOf(word)),
      textOf: (word) => TRANSITION_WORDS[word],
    });
  const line = el("p");
  watch(signal, () => setText(line, isTold ? churn(ctx, countOf) : untold(unit)));
  return el(
    "section.types",
    { "aria-label": "Changes" },
    line,
    isTold && transitions(),
    changesByClass(ctx, isTold, order),
    words<Change>(ctx, {
      ...{ label: "Images", facet: "change", meanings: OF_IMAGES },
      countOf: (word) => at(ofImages.value, CHANGES.indexOf(word)),
      choose: (word, mode) => actions.select("change", [word], mode),
    }),
  );
}

interface Words<Word extends string> {
  readonly label: string;
  readonly meanings: Readonly<Record<Word, string>>;
  readonly isThere?: (word: Word) => boolean;
  readonly textOf?: (word: Word) => string;
  readonly countOf: (word: Word) => number;
  readonly facet: "change" | "transition";
  readonly choose: (word: Word, mode: SelectMode) => void;
}

/** A button a word, with how much there is of it. */
function words<Word extends string>(ctx: Context, settings: Words<Word>): HTMLElement {
  const { label, facet, meanings, isThere = () => true, textOf = String, countOf, choose } = settings;
  const rows = computed(() => {
    const all = (Object.keys(meanings) as Word[]).filter(isThere);
    return all.map((word) => ({ word, count: countOf(word) }));
  });
  // What stays right is so much more that nothing would be seen of the others.
  const lengthOf = ({ word, count }: { word: Word; count: number }) => (word === "both_right" ? 0 : count);
  return table<{ word: Word; count: number }>({
    ...ofFacet(ctx, facet, (value, mode) => choose(value as Word, mode)),
    ...{ label: `${label} by change`, rows, order: state<Order>({ column: -1, isUp: true }) },
    columns: [
      namedColumn(label, rows, lengthOf, ({ word }) => {
        return { text: textOf(word), value: word, meaning: meanings[word], look: LOOKS[word] ?? "size" };
      }),
      countColumn("Count", ({ count }) => count),
    ],
  });
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

function untold(unit: string): string {
  const why = unit === "pixels" ? "Pixels are no instances" : "Which instances changed, only boxes would tell";
  return `${why}: images and classes are compared.`;
}

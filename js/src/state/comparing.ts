/** Which of two models is shown, and which it is compared with: the moves of the toolbar. */

import { isCommon } from "../data/joined";
import type { Objects } from "../data/tables";
import type { Change } from "../engine/change";
import { isSet } from "../engine/facets/facet";
import { isOfTwo } from "../engine/order";
import type { Transition } from "../engine/transitions";
import { partOf } from "./parts";
import type { State } from "./state";
import { verdictsByObject, verdictsOf } from "./verdicts";

const TURNED_CHANGES: Readonly<Record<Change, Change>> = {
  ...{ regressed: "fixed", fixed: "regressed", worse: "better", better: "worse", same: "same" },
};
const TURNED_TRANSITIONS: Readonly<Partial<Record<Transition, Transition>>> = {
  ...{ broken: "fixed", fixed: "broken", new: "gone", gone: "new" },
};

/**
 * Show one of two models. The baseline that is shown changes places with what was shown, each with its own threshold,
 * as in Python's `lens.model`.
 */
export function showModel(state: State, name: string): void {
  const { model, baseline, confidence, baselineConfidence } = state;
  const before = partOf(state.parts.value, model.value).name;
  if (name === before) return;
  exchange(state, partOf(state.parts.value, before).objects, partOf(state.parts.value, name).objects);
  model.value = name;
  // It is an outcome of the other model.
  state.openInstance.value = null;
  if (baseline.value !== name) return;
  baseline.value = before;
  turnWords(state);
  if (baselineConfidence.value === null) return;
  [confidence.value, baselineConfidence.value] = [baselineConfidence.value, confidence.value];
}

/** Marks and verdicts on what one model alone says stay with it; those on truths that both have stay as they are. */
function exchange(state: State, own: Objects, others: Objects): void {
  const { marks, verdicts, elsewhere, images, facets } = state;
  const { marks: marked, ...judged } = elsewhere.value;
  const isKept = (row: number) => isCommon(own, others, images.value.alike, row);
  const said = [...verdictsByObject(verdicts.value)];
  const left = marks.value.objects.filter((row) => !isKept(row));
  const objects = [...marks.value.objects.filter(isKept), ...marked].sort((a, b) => a - b);
  elsewhere.value = { marks: left, ...verdictsOf(new Map(said.filter(([row]) => !isKept(row)))) };
  verdicts.value = verdictsOf(new Map([...said.filter(([row]) => isKept(row)), ...verdictsByObject(judged)]));
  marks.value = { images: marks.value.images, objects };
  if (facets.marked_instances.value) facets.marked_instances.value = { in: objects };
}

/** What was broken from the one to the other is fixed the other way around. */
function turnWords({ facets: { change, transition }, view }: State): void {
  if (isSet(change.value)) change.value = change.value.map((word) => TURNED_CHANGES[word]);
  if (isSet(transition.value)) {
    const turned = (word: Transition) => TURNED_TRANSITIONS[word] ?? word;
    transition.value = transition.value.map((one) => (typeof one === "string" ? turned(one) : [one[1], one[0]]));
  }
  const { sort } = view.value;
  if (isOfTwo(sort)) view.value = { ...view.value, sort: sort === "fixed" ? "regressed" : "fixed" };
}

/** Show what the last model does that the first does not. */
export function showDifference(state: State): void {
  const [first, last] = [state.parts.value[0], state.parts.value.at(-1)];
  if (!first || !last || first === last) return;
  showModel(state, last.name);
  state.baseline.value = first.name;
  state.compared.value = true;
}

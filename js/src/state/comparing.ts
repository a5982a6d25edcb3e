/** Which of two models is shown, and which it is compared with: the moves of the toolbar. */

import { partOf } from "./parts";
import type { State } from "./state";

/**
 * Show one of two models. The baseline that is shown changes places with what was shown, each with its own threshold,
 * as in Python's `lens.model`.
 */
export function showModel(state: State, name: string): void {
  const { model, baseline, confidence, baselineConfidence } = state;
  const before = partOf(state.parts.value, model.value).name;
  if (name === before) return;
  model.value = name;
  // It is an outcome of the other model.
  state.openInstance.value = null;
  if (baseline.value !== name) return;
  baseline.value = before;
  if (baselineConfidence.value === null) return;
  [confidence.value, baselineConfidence.value] = [baselineConfidence.value, confidence.value];
}

/** Show what the last model does that the first does not. */
export function showDifference(state: State): void {
  const [first, last] = [state.parts.value[0], state.parts.value.at(-1)];
  if (!first || !last || first === last) return;
  showModel(state, last.name);
  state.baseline.value = first.name;
  state.compared.value = true;
}

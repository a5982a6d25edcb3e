/** The threshold at which a rate is best: one rule for every curve, of all classes or of one. */

import { at, rates, type Tallies } from "./counts";
import type { RateName } from "./intervals";

/**
 * The percent at which a rate is highest among the `known` ones, ascending; `start` is the row of 0 % in the tallies.
 *
 * Of equal ones it is the lowest. Where that is the lowest known one it is, instead, the highest up to which no count
 * changes: below it lies no prediction, so "0 %" would say nothing. Where no count ever changes it is the lowest.
 * Undefined: above 0 nowhere.
 */
export function peak(tallies: Tallies, name: RateName, known: readonly number[], start = 0): number | undefined {
  let [best, highest] = [-1, 0];
  known.forEach((percent, place) => {
    const value = rates(tallies, start + percent)[name];
    if (value > highest) [best, highest] = [place, value];
  });
  if (best !== 0) return known[best];
  const { tp, fp, fn } = tallies;
  const first = start + (known[0] ?? 0);
  const changed = known.findIndex((percent) =>
    [tp, fp, fn].some((sums) => at(sums, start + percent) !== at(sums, first)),
  );
  return known[Math.max(0, changed - 1)];
}

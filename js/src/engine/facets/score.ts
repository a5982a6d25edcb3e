/** Outcomes by the score of their prediction; on screen it is its confidence, in percent. */

import { ofObject, rangeFacet } from "./range";

export const score = rangeFacet({
  name: "score",
  group: "outcomes",
  title: "confidence",
  measure({ outcomes, objects }) {
    const ofBox = ofObject(outcomes.prediction, objects.score);
    return objects.size > 0 ? ofBox : (row) => outcomes.score[row] ?? Number.NaN;
  },
  precise: Math.fround,
  text: (bound) => String(Number((bound * 100).toFixed(1))),
  unit: " %",
});

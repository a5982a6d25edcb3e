/** Outcomes by the score of their prediction; on screen it is its confidence, in percent. */

import { ofObject, rangeFacet } from "./range";

export const score = rangeFacet({
  name: "score",
  group: "outcomes",
  title: "confidence",
  measure: ({ outcomes, objects }) => ofObject(outcomes.prediction, objects.score),
  precise: Math.fround,
  text: (bound) => String(Number((bound * 100).toFixed(1))),
  unit: " %",
});

/** Outcomes by the score of their prediction, in percent as everywhere on screen. */

import { ofObject, rangeFacet } from "./range";

export const score = rangeFacet({
  name: "score",
  group: "outcomes",
  title: "score",
  measure: ({ outcomes, objects }) => ofObject(outcomes.prediction, objects.score),
  precise: Math.fround,
  text: (bound) => String(Number((bound * 100).toFixed(1))),
  unit: " %",
});

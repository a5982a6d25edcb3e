/** Outcomes by the score of their prediction. */

import { short } from "../numbers";
import { ofObject, rangeFacet } from "./range";

export const score = rangeFacet({
  name: "score",
  group: "outcomes",
  title: "score",
  measure: ({ outcomes, objects }) => ofObject(outcomes.prediction, objects.score),
  precise: Math.fround,
  text: short,
});

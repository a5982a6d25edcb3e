/** Outcomes by how much truth and prediction overlap. */

import { short } from "../numbers";
import { rangeFacet } from "./range";

export const iou = rangeFacet({
  name: "iou",
  group: "outcomes",
  title: "IoU",
  measure:
    ({ outcomes }) =>
    (row) =>
      outcomes.iou[row] ?? Number.NaN,
  precise: Math.fround,
  text: short,
  unit: "",
});

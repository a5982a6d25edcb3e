/** Outcomes by their size: the area of their truth, else of their prediction. */

import { areaOf, NONE } from "../../data/tables";
import { whole } from "../numbers";
import { isNamed, rangeFacet } from "./range";

export const area = rangeFacet({
  name: "area",
  group: "size",
  title: "area",
  measure({ outcomes, objects }) {
    const { truth, prediction } = outcomes;
    return (row) => {
      const object = (isNamed(truth, row) ? truth : prediction)[row] ?? NONE;
      return object === NONE ? Number.NaN : areaOf(objects, object);
    };
  },
  precise: (bound) => bound,
  text: whole,
  unit: " px²",
  isArea: true,
});

/** One row an instance, as Python's `lens.selected_instances` has them, but for the files of pictures. */

import { NONE } from "../data/tables";
import { edgesOf, splitOf } from "./collection";
import { at } from "./counts";
import { type Field, shortest } from "./csv";
import { area } from "./facets/area";
import type { Tables } from "./facets/facet";
import { score } from "./facets/score";
import { KINDS, kindsOf } from "./kinds";

const EDGES = ["x", "y", "w", "h"];

/** The outcomes `rows` in their order; NaN stands for a score, an overlap or a box that an instance has not. */
export function instanceTable(tables: Tables, rows: Iterable<number>): Field[][] {
  const { header, images, outcomes, objects } = tables;
  const kindOf = kindsOf(outcomes, header);
  const [scoreOf, areaOf] = [score.measure(tables), area.measure(tables)];
  const boxes = ["truth", "prediction"] as const;
  return [
    [
      ...["image", "name", "split", "actual", "predicted", "kind", "score", "iou"],
      ...boxes.flatMap((side) => EDGES.map((edge) => `${side}_${edge}`)),
      "area",
    ],
    ...Array.from(rows, (row) => {
      const image = at(outcomes.image, row);
      const classes = [outcomes.actual, outcomes.predicted].map((column) => header.classes[at(column, row)] ?? "");
      const sides = boxes.flatMap((side) => {
        const object = outcomes[side][row] ?? NONE;
        return object === NONE ? EDGES.map(() => Number.NaN) : edgesOf(objects, object);
      });
      return [
        ...[images.id.at(image), images.name.at(image), splitOf(images, image), ...classes],
        KINDS[kindOf(row)] ?? "",
        ...[scoreOf(row), outcomes.iou[row] ?? Number.NaN, ...sides].map(shortest),
        areaOf(row),
      ];
    }),
  ];
}

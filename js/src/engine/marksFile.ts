/** What is marked as it leaves: the file that Python's `load_marks` reads, a collection, and a table. */

import { areaOf } from "../data/tables";
import type { Marks } from "../data/wire";
import { type Collection, edgesOf, rounded, scoreOf, splitOf } from "./collection";
import { at } from "./counts";
import { type Field, shortest } from "./csv";
import type { Tables } from "./facets/facet";

const SIDES = ["truth", "prediction"] as const;

/** The JSON of a file of marks: evallens/marks/file.py says what stands in it. */
export function marksFile({ header, images, objects }: Tables, marks: Marks): unknown {
  const named = (row: number) => ({ name: images.name.at(row), split: splitOf(images, row) });
  return {
    format: "evallens-marks",
    version: 1,
    title: header.title,
    images: marks.images.map((row) => ({ id: images.id.at(row), ...named(row) })),
    instances: marks.objects.map((row) => ({
      image: images.id.at(at(objects.image, row)),
      ...named(at(objects.image, row)),
      side: SIDES[at(objects.side, row)],
      class: header.classes[at(objects.label, row)],
      box: edgesOf(objects, row).map((edge) => rounded(edge, 100)),
      ...scoreOf(objects, row),
    })),
  };
}

/** The images with a mark, with every truth in them, as labels are kept by image, and the marked predictions. */
export function markedCollection(tables: Tables, marks: Marks, sizeOf: Collection["sizeOf"]): Collection {
  const { image, side, size } = tables.objects;
  const shown = new Set([...marks.images, ...Array.from(marks.objects, (row) => at(image, row))]);
  const marked = new Set(marks.objects);
  const boxes: number[] = [];
  for (let row = 0; row < size; row++) {
    if (side[row] === 0 ? shown.has(at(image, row)) : marked.has(row)) boxes.push(row);
  }
  return { ...tables, rows: [...shown], boxes, sizeOf };
}

/** One row a mark, as Python's `lens.marked` has them, but for the files of pictures. */
export function markedRows({ header, images, objects }: Tables, marks: Marks): Field[][] {
  const imageFields = (row: number) => [images.id.at(row), images.name.at(row), splitOf(images, row)];
  return [
    ["kind", "image", "name", "split", "side", "label", "score", "x", "y", "w", "h", "area"],
    ...marks.images.map((row) => ["image", ...imageFields(row), ...Array<string>(8).fill("")]),
    ...marks.objects.map((row) => [
      ...["instance", ...imageFields(at(objects.image, row))],
      ...[SIDES[at(objects.side, row)] ?? "", header.classes[at(objects.label, row)] ?? ""],
      ...[objects.score[row] ?? Number.NaN, ...edgesOf(objects, row)].map(shortest),
      areaOf(objects, row),
    ]),
  ];
}

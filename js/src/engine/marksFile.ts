/** What is marked and judged as it leaves: the file that Python's `load_marks` reads, collections, and tables. */

import { areaOf } from "../data/tables";
import type { Marks, Verdicts } from "../data/wire";
import { type Collection, edgesOf, rounded, scoreOf, splitOf } from "./collection";
import { at } from "./counts";
import { type Field, shortest } from "./csv";
import type { Tables } from "./facets/facet";
import { SUSPECTS } from "./suspects";

const SIDES = ["truth", "prediction"] as const;

/** What a file of marks holds; evallens/marks/file.py says what stands in it. */
export interface MarksFile {
  readonly format: "evallens-marks";
  readonly version: 1;
  readonly title: string;
  readonly images: readonly unknown[];
  readonly instances: readonly unknown[];
  readonly verdicts?: readonly unknown[];
}

/** The JSON of a file of marks. */
export function marksFile({ header, images, objects }: Tables, marks: Marks, verdicts: Verdicts): MarksFile {
  const named = (row: number) => ({ name: images.name.at(row), split: splitOf(images, row) });
  const boxed = (row: number) => ({
    image: images.id.at(at(objects.image, row)),
    ...named(at(objects.image, row)),
    side: SIDES[at(objects.side, row)],
    class: header.classes[at(objects.label, row)],
    box: edgesOf(objects, row).map((edge) => rounded(edge, 100)),
    ...scoreOf(objects, row),
  });
  const judged = judgedOf(verdicts);
  return {
    format: "evallens-marks",
    version: 1,
    title: header.title,
    images: marks.images.map((row) => ({ id: images.id.at(row), ...named(row) })),
    instances: marks.objects.map(boxed),
    ...(judged.length > 0 && {
      verdicts: judged.map(({ row, verdict, time }) => ({ ...boxed(row), verdict, time })),
    }),
  };
}

/** The marks of two models in one file; the images are those of the first. */
export function joinedMarks(one: MarksFile, other: MarksFile): MarksFile {
  const verdicts = [...(one.verdicts ?? []), ...(other.verdicts ?? [])];
  return { ...one, instances: [...one.instances, ...other.instances], ...(verdicts.length > 0 && { verdicts }) };
}

interface Judged {
  /** Of the object. */
  readonly row: number;
  /** What is wrong. */
  readonly verdict: "label" | "model";
  /** When it was said, seconds since 1970. */
  readonly time: number;
}

/** Every verdict, by object row. */
function judgedOf(verdicts: Verdicts): Judged[] {
  const said = (["label", "model"] as const).flatMap((verdict) =>
    verdicts[verdict].map((row, i): Judged => ({ row, verdict, time: verdicts[`${verdict}_times`][i] ?? 0 })),
  );
  return said.sort((a, b) => a.row - b.row);
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

/** The images with a verdict, with every truth in them, and as proposals the predictions whose label is wrong. */
export function judgedCollection(tables: Tables, verdicts: Verdicts, sizeOf: Collection["sizeOf"]): Collection {
  const images = judgedOf(verdicts).map(({ row }) => at(tables.objects.image, row));
  return markedCollection(tables, { images, objects: verdicts.label }, sizeOf);
}

/** One row a mark, as Python's `lens.marked` has them, but for the files of pictures. */
export function markedRows(tables: Tables, marks: Marks): Field[][] {
  return [
    ["kind", ...BOX_FIELDS],
    ...marks.images.map((row) => ["image", ...imageFields(tables, row), ...Array<string>(8).fill("")]),
    ...marks.objects.map((row) => ["instance", ...boxFields(tables, row)]),
  ];
}

/** One row a verdict, as Python's `lens.verdicts` has them, but for the files of pictures. */
export function judgedRows(tables: Tables, verdicts: Verdicts): Field[][] {
  return [
    ["verdict", "time", "kind", ...BOX_FIELDS],
    ...judgedOf(verdicts).map(({ row, verdict, time }) => [
      ...[verdict, new Date(1000 * time).toISOString().replace(".000Z", "+00:00")],
      ...[SUSPECTS[tables.objects.suspect[row] ?? 0] ?? "", ...boxFields(tables, row)],
    ]),
  ];
}

const BOX_FIELDS = ["image", "name", "split", "side", "label", "score", "x", "y", "w", "h", "area"];

function imageFields({ images }: Tables, row: number): string[] {
  return [images.id.at(row), images.name.at(row), splitOf(images, row)];
}

function boxFields(tables: Tables, row: number): Field[] {
  const { header, objects } = tables;
  return [
    ...imageFields(tables, at(objects.image, row)),
    ...[SIDES[at(objects.side, row)] ?? "", header.classes[at(objects.label, row)] ?? ""],
    ...[objects.score[row] ?? Number.NaN, ...edgesOf(objects, row)].map(shortest),
    areaOf(objects, row),
  ];
}

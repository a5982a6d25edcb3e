/** What leaves for labelling tools, and the file of marks: as brute force has them, and as Python writes them. */

import { describe, expect, it } from "vitest";
import { MARKS_DEFAULT, type Marks, VERDICTS_DEFAULT, type Verdicts } from "../../src/data/wire";
import { type Collection, coco, labelStudio } from "../../src/engine/collection";
import { csv } from "../../src/engine/csv";
import { instanceTable } from "../../src/engine/instanceTable";
import { judgedCollection, judgedRows, markedCollection, markedRows, marksFile } from "../../src/engine/marksFile";
import { headerOf, readVector, type Vector, vectorImages, vectorObjects, vectorOutcomes } from "./vectors";

interface Case {
  readonly instances?: readonly number[];
  readonly side?: "both" | "truth" | "prediction";
  readonly marks: Marks;
  readonly file: unknown;
  readonly ids: readonly string[];
  readonly coco: unknown;
  readonly label_studio: unknown;
}
type Collected = Vector & {
  readonly sizes: readonly (readonly [number, number])[];
  readonly cases: readonly Case[];
  readonly marked: readonly Case[];
  readonly judged: readonly (Omit<Case, "marks"> & { readonly verdicts: Verdicts })[];
};

const vector = readVector("collections/boxes") as Collected;
const header = { ...headerOf(vector), title: "golden" };
const [images, outcomes, sent] = [vectorImages(vector), vectorOutcomes(vector), vectorObjects(vector)];
/** Areas as Python sends them: those that float32 cannot tell from the box's are the box's. */
const area = Float64Array.from(sent.area, (own, row) => {
  const ofBox = (sent.w[row] as number) * (sent.h[row] as number);
  return Math.abs(own - ofBox) <= 2 ** -22 * ofBox ? ofBox : own;
});
const objects = { ...sent, area };
const tables = { header, images, outcomes, objects };
const sizeOf: Collection["sizeOf"] = (row) => vector.sizes[row] ?? [0, 0];
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

describe("instances", () => {
  const cases = vector.cases.filter(({ instances }) => instances);
  it.each(cases)("$instances, $side, are written as brute force has them", ({ instances = [], side, ...expected }) => {
    const own = [outcomes.truth, outcomes.prediction].filter(
      (_, i) => side === "both" || (side === "truth") === (i === 0),
    );
    const boxes = [...new Set(instances.flatMap((row) => own.map((column) => column[row] as number)))];
    const found = boxes.filter((box) => box < objects.size);
    const rows = [...new Set(instances.map((row) => outcomes.image[row] as number))];
    const collection = { ...tables, rows, boxes: found, sizeOf };
    expect(plain(coco(collection))).toEqual(expected.coco);
    expect(plain(labelStudio(collection))).toEqual(expected.label_studio);
  });
});

describe("marks", () => {
  it.each(vector.marked)("$marks are written as brute force has them", ({ marks, ...expected }) => {
    expect(plain(marksFile(tables, marks, VERDICTS_DEFAULT))).toEqual(expected.file);
    const collection = markedCollection(tables, marks, sizeOf);
    expect(collection.rows.map((row) => images.id.at(row))).toEqual(expected.ids);
    expect(plain(coco(collection))).toEqual(expected.coco);
    expect(plain(labelStudio(collection))).toEqual(expected.label_studio);
  });

  it("are a table with the digits that a float32 has", () => {
    const lines = csv(markedRows(tables, { images: [2], objects: [4] })).split("\r\n");
    expect(lines).toEqual([
      "kind,image,name,split,side,label,score,x,y,w,h,area",
      "image,id-2,c.jpg,train,,,,,,,,",
      `instance,id-0,a.jpg,test,prediction,cat,0.6,12.1,19.9,99.95,51.05,${area[4]}`,
      "",
    ]);
  });
});

describe("verdicts", () => {
  it.each(vector.judged)("$verdicts are written as brute force has them", ({ verdicts, ...expected }) => {
    expect(plain(marksFile(tables, MARKS_DEFAULT, verdicts))).toMatchObject({ instances: [], verdicts: expected.file });
    const collection = judgedCollection(tables, verdicts, sizeOf);
    expect(collection.rows.map((row) => images.id.at(row))).toEqual(expected.ids);
    expect(plain(coco(collection))).toEqual(expected.coco);
    expect(plain(labelStudio(collection))).toEqual(expected.label_studio);
  });

  it("are a table with what is wrong, when it was said and what was suspected", () => {
    const suspect = Uint8Array.from({ length: objects.size }, (_, row) => (row === 4 ? 2 : 0));
    const verdicts = { label: [4], model: [1], label_times: [1_700_000_000], model_times: [0] };
    expect(csv(judgedRows({ ...tables, objects: { ...objects, suspect } }, verdicts)).split("\r\n")).toEqual([
      "verdict,time,kind,image,name,split,side,label,score,x,y,w,h,area",
      `model,1970-01-01T00:00:00+00:00,,id-1,sub/Ä \u{1f600}.jpg,,truth,dog,,-5,-5,50,60,3000`,
      `label,2023-11-14T22:13:20+00:00,wrong label,id-0,a.jpg,test,prediction,cat,0.6,12.1,19.9,99.95,51.05,${area[4]}`,
      "",
    ]);
  });
});

it("lists instances as Python's table does, but for the pictures' files", () => {
  const [head = "", ...lines] = csv(instanceTable(tables, [0, 2, 4]))
    .trimEnd()
    .split("\r\n");
  const boxes = ["truth", "prediction"].flatMap((side) => ["x", "y", "w", "h"].map((edge) => `${side}_${edge}`));
  const names = ["image", "name", "split", "actual", "predicted", "kind", "score", "iou", ...boxes, "area"];
  expect(head.split(",")).toEqual(names);
  expect(lines).toEqual([
    "id-0,a.jpg,test,cat,cat,correct,0.6,0.5,10.5,20.25,100,50,12.1,19.9,99.95,51.05,5000",
    "id-0,a.jpg,test,nothing,dog,unknown,0.33333334,,,,,,600,400,80,100,8000",
    `id-1,sub/Ä 😀.jpg,,dog,nothing,missed,,,33.333,6.66,66.667,43.34,,,,,${area[2]}`,
  ]);
});

/** Images and boxes for labelling tools, as Python's `exchange` writes them, but for masks. */

import { areaOf, SPLITS } from "../data/tables";
import { at } from "./counts";
import type { Tables } from "./facets/facet";

/** Rows of what was collected. */
export interface Collection extends Tables {
  readonly rows: readonly number[];
  /** Rows of the boxes, all of them in these images. */
  readonly boxes: readonly number[];
  /** Width and height of the picture of an image row; 0: unknown. */
  sizeOf(row: number): readonly [width: number, height: number];
}

type Json = Readonly<Record<string, unknown>>;

/** COCO: ids from 1, boxes in pixels; an annotation with a score is a prediction. */
export function coco({ header, images, objects, rows, boxes, sizeOf }: Collection): Json {
  const labels = header.classes.map((_, label) => label).filter((label) => label !== header.background);
  return {
    info: { description: header.title },
    licenses: [],
    images: rows.map((row, place) => {
      const [width, height] = sizeOf(row);
      const size = width && height ? { width, height } : {};
      const extra = { id: images.id.at(row), split: splitOf(images, row) };
      return { id: place + 1, file_name: images.name.at(row), ...size, extra };
    }),
    categories: labels.map((label, place) => ({ id: place + 1, name: header.classes[label], supercategory: "" })),
    annotations: boxes.map((box, place) => ({
      id: place + 1,
      image_id: rows.indexOf(at(objects.image, box)) + 1,
      category_id: labels.indexOf(at(objects.label, box)) + 1,
      bbox: edgesOf(objects, box).map((edge) => rounded(edge, 1000)),
      area: rounded(areaOf(objects, box), 1000),
      iscrowd: 0,
      segmentation: [],
      ...scoreOf(objects, box),
    })),
  };
}

/** Tasks of Label Studio: boxes in percent, truths as annotations, predictions beside them; pictures by their names. */
export function labelStudio({ header, images, objects, rows, boxes, sizeOf }: Collection): Json[] {
  const region = (box: number, place: number) => {
    const sides = sizeOf(at(objects.image, box));
    const [x = 0, y = 0, w = 0, h = 0] = edgesOf(objects, box);
    // Label Studio draws nothing beyond the picture.
    const spans = [[x, w] as const, [y, h] as const].map(([edge, length], i) => {
      const whole = sides[i] as number;
      const [start, end] = [edge, edge + length].map((value) => Math.min(Math.max(value, 0), whole)) as [
        number,
        number,
      ];
      return [start, end - start].map((part) => rounded((100 * part) / whole, 10_000));
    });
    const [[left, width] = [], [top, height] = []] = spans;
    return {
      id: `box-${place + 1}`,
      from_name: "label",
      to_name: "image",
      type: "rectanglelabels",
      original_width: sides[0],
      original_height: sides[1],
      image_rotation: 0,
      value: { x: left, y: top, width, height, rotation: 0, rectanglelabels: [header.classes[at(objects.label, box)]] },
      ...scoreOf(objects, box),
    };
  };
  return rows.map((row) => {
    const results = (side: number) =>
      boxes.flatMap((box, place) =>
        at(objects.image, box) === row && at(objects.side, box) === side ? [region(box, place)] : [],
      );
    const [truths, answers] = [results(0), results(1)];
    const name = images.name.at(row);
    const scores = answers.flatMap(({ score }) => score ?? []);
    const overall = scores.length > 0 ? { score: Math.max(...scores) } : {};
    return {
      data: { image: name, id: images.id.at(row), name, split: splitOf(images, row) },
      ...(truths.length > 0 && { annotations: [{ result: truths }] }),
      ...(answers.length > 0 && { predictions: [{ model_version: header.title, result: answers, ...overall }] }),
    };
  });
}

/** Its name; "": none. */
export function splitOf({ split }: Tables["images"], row: number): string {
  return SPLITS[at(split, row)] ?? "";
}

/** A number to one in `parts`, halves up. */
export function rounded(value: number, parts: number): number {
  return Math.floor(value * parts + 0.5) / parts;
}

/** Left, top, width and height. */
export function edgesOf({ x, y, w, h }: Tables["objects"], row: number): number[] {
  return [x, y, w, h].map((column) => at(column, row));
}

/** Nothing where there is none. */
export function scoreOf({ score }: Tables["objects"], row: number): { readonly score?: number } {
  const own = score[row] ?? Number.NaN;
  return Number.isNaN(own) ? {} : { score: rounded(own, 1_000_000) };
}

/** The golden vectors, as tests/vectors/*.json hold them, and the columns they stand for. */

import { readdirSync, readFileSync } from "node:fs";
import type { WireBlock } from "../../src/data/columns";
import { type Images, imagesOf, NONE, type Objects, type Outcomes, objectsOf, outcomesOf } from "../../src/data/tables";
import { type Header, SCHEMA_VERSION } from "../../src/data/wire";
import type { InstanceSort } from "../../src/engine/instanceOrder";
import type { RateName } from "../../src/engine/intervals";
import type { Sort } from "../../src/engine/order";
import type { Asked } from "./asked";
import { namesBlock, wireColumn } from "./blocks";

const FOLDER = new URL("../../../tests/vectors/", import.meta.url);

export interface Vector {
  readonly header: Pick<Header, "task" | "classes" | "background" | "mixups">;
  readonly images: {
    readonly id: readonly string[];
    readonly name: readonly string[];
    readonly split: readonly string[];
    readonly x: readonly (number | null)[];
    readonly y: readonly (number | null)[];
    readonly cluster: readonly number[];
  };
  readonly outcomes: Readonly<Record<OutcomeColumn, readonly number[]>> &
    Partial<Readonly<Record<PairColumn, readonly (number | null)[]>>>;
  readonly objects?: Readonly<Record<ObjectColumn, readonly (number | null)[]>> &
    Partial<Readonly<Record<"suspect" | "weight", readonly (number | null)[]>>>;
  readonly order: readonly number[];
  readonly words: readonly string[];
  readonly queries: readonly { readonly asked: Asked; readonly answer: Answer }[];
}

type PairColumn = "truth" | "prediction" | "iou" | "kind";
type ObjectColumn = "image" | "side" | "label" | "x" | "y" | "w" | "h" | "score" | "area";
type OutcomeColumn = "image" | "actual" | "predicted" | "count" | "first" | "last";

type Totals = Readonly<Record<"tp" | "fp" | "fn" | "precision" | "recall" | "f1", number | null>>;

type ClassColumn = "index" | "support" | "predicted" | "missed" | "mixed_up" | "on_background" | "iou" | keyof Totals;

export interface Answer {
  readonly rows: Readonly<Record<Sort, readonly number[]>>;
  readonly tallies: readonly (readonly [number, number, number])[];
  readonly f1: readonly (number | null)[];
  readonly instances: number;
  readonly matrix: readonly (readonly number[])[];
  readonly shares: Readonly<Record<"actual" | "predicted" | "all", readonly (readonly (number | null)[])[]>>;
  readonly totals: Totals;
  /** Over the classes that occur. */
  readonly mean_iou: number | null;
  readonly by_class: Readonly<Record<ClassColumn, readonly (number | null)[]>>;
  /** [percent, tp, fp, fn] wherever it changes; only with the first query of the same filters. */
  readonly curve?: readonly (readonly [number, number, number, number])[];
  /** The percent at which each rate is best, null: above 0 nowhere; with the curve. */
  readonly best?: Readonly<Record<RateName, number | null>>;
  /** That of F1 for each class in display order. */
  readonly best_by_class?: readonly (number | null)[];
  readonly worst: readonly (readonly [number, number])[];
  /** Outcome rows of the visible instances; with the vectors of facets. */
  readonly visible?: readonly number[];
  /** The same in the order of their cards. */
  readonly instance_rows?: Readonly<Record<InstanceSort, readonly number[]>>;
  /** [class, kind, instances] over every facet but the kinds; with the vectors of facets. */
  readonly kinds?: readonly (readonly [number, number, number])[];
  /** [number, suspects] of each kind over every facet but the suspects; with the vectors of facets. */
  readonly suspects?: readonly (readonly [number, number])[];
  /** F1 without the errors of each kind, by the number of the kind; with the vectors of facets. */
  readonly f1_without?: readonly (number | null)[];
  /** [cluster, images, tp, fp, fn] by id, counted over every facet but the clusters; with the vectors of facets. */
  readonly clusters?: readonly (readonly [number, number, number, number, number])[];
}

/** Vectors of something else than an evaluation. */
const APART = ["intervals", "masks", "pages", "scores"];

export interface Intervals {
  readonly part: readonly number[];
  readonly whole: readonly number[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

export function readIntervals(): Intervals {
  return JSON.parse(readFileSync(new URL("intervals.json", FOLDER), "utf8"));
}

/** Boxes [x, y, w, h], the size of their picture, and the part of it that a card shows. */
export interface Regions {
  readonly cases: readonly {
    readonly boxes: readonly (readonly [number, number, number, number])[];
    readonly picture: readonly [width: number, height: number];
    readonly region: readonly [x: number, y: number, w: number, h: number] | null;
  }[];
}

/** The histograms of some questions, and ends of bins alone. */
export interface HistogramVectors {
  readonly cases: readonly {
    readonly evaluation: string;
    readonly asked: Asked;
    readonly histograms: Readonly<Record<"area" | "score" | "iou", HistogramVector>>;
  }[];
  readonly bins: readonly {
    readonly values: readonly number[];
    readonly edges: Readonly<Record<"area" | "score", readonly number[]>>;
  }[];
}

export interface HistogramVector {
  readonly edges: readonly number[];
  readonly instances: readonly number[];
  readonly unknown: number;
}

export function readHistograms(): HistogramVectors {
  return JSON.parse(readFileSync(new URL("histograms/ranges.json", FOLDER), "utf8"));
}

/** What is known of suspect objects, and the words that say why. */
export interface Reasons {
  readonly classes: string[];
  readonly cases: readonly (Readonly<Record<"suspect" | "label" | "other" | "tb" | "overlap" | "weight", number>> & {
    readonly score: number | null;
    readonly reason: string;
  })[];
}

export function readReasons(): Reasons {
  return JSON.parse(readFileSync(new URL("reasons/suspects.json", FOLDER), "utf8"));
}

export function readRegions(): Regions {
  return JSON.parse(readFileSync(new URL("pictures/regions.json", FOLDER), "utf8"));
}

/** What a user does to the gallery of an evaluation, one step after the other, and the page then on show. */
export interface Pages {
  readonly page_size: number;
  /** What the evaluation is read as, in the order of the pages of a step. */
  readonly tasks: readonly Header["task"][];
  readonly steps: readonly { readonly set: Readonly<Record<string, unknown>>; readonly pages: readonly number[] }[];
}

export function readPages(): Pages {
  return JSON.parse(readFileSync(new URL("pages.json", FOLDER), "utf8"));
}

/** Every evaluation of the vectors: those of the facets lie in a folder of their own. */
export function vectorNames(): string[] {
  const files = ["", "facets/"].flatMap((folder) =>
    readdirSync(new URL(folder, FOLDER)).map((file) => `${folder}${file}`),
  );
  const names = files.filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -".json".length));
  return names.filter((name) => !APART.includes(name));
}

export function readVector(name: string): Vector {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8"));
}

export function headerOf(
  vector: Pick<Vector, "header" | "order"> & { readonly images: Pick<Vector["images"], "split"> },
): Header {
  return {
    version: SCHEMA_VERSION,
    title: "golden",
    order: vector.order,
    splits: Object.fromEntries(vector.images.split.filter(Boolean).map((split) => [split, 1])),
    unsplit: vector.images.split.filter((split) => split === "").length,
    thresholds: [],
    coverage: {},
    unit: vector.header.task === "classification" ? "images" : "instances",
    matching: null,
    iou: null,
    tb: null,
    projection: "",
    notices: [],
    facets: [],
    blocks: { places: [], images: [], cubes: [], outcomes: [], objects: [], masks: [] },
    rows: "here",
    models: [],
    ...vector.header,
  };
}

/** The images as Python would send them: decoded from bytes, in as many blocks as asked for. */
export function vectorImages({ images }: Vector, blocks = 2): Images {
  const splits = ["train", "valid", "test", ""];
  return imagesOf(
    parts(images.name.length, blocks).map(([start, end]): WireBlock => {
      const floats = (values: readonly (number | null)[]) =>
        wireColumn(
          "float32",
          values.slice(start, end).map((value) => value ?? Number.NaN),
        );
      return {
        ...namesBlock("id", images.id.slice(start, end)),
        ...namesBlock("name", images.name.slice(start, end)),
        split: wireColumn(
          "uint8",
          images.split.slice(start, end).map((split) => splits.indexOf(split)),
        ),
        x: floats(images.x),
        y: floats(images.y),
        cluster: wireColumn("int32", images.cluster.slice(start, end)),
      };
    }),
  );
}

/** The outcomes as Python would send them. */
export function vectorOutcomes({ outcomes }: Vector, blocks = 2): Outcomes {
  const types = {
    image: "uint32",
    actual: "uint16",
    predicted: "uint16",
    count: "float64",
    first: "uint8",
    last: "uint8",
    truth: "uint32",
    prediction: "uint32",
    iou: "float32",
    kind: "uint8",
  } as const;
  return outcomesOf(
    parts(outcomes.image.length, blocks).map(([start, end]) => tableBlock(outcomes, types, start, end)),
  );
}

/** The objects, where there are any. */
export function vectorObjects({ objects }: Vector): Objects {
  const floats = { x: "float32", y: "float32", w: "float32", h: "float32", score: "float32", area: "float64" } as const;
  const types = { image: "uint32", side: "uint8", label: "uint16", ...floats } as const;
  if (!objects) return objectsOf([]);
  return objectsOf([{ ...tableBlock(objects, types, 0, objects.image.length), ...suspectsBlock(objects) }]);
}

/** Of the suspects alone, with their rows. */
function suspectsBlock({ suspect, weight }: NonNullable<Vector["objects"]>): WireBlock {
  const rows = (suspect ?? []).flatMap((code, row) => (code ? [row] : []));
  if (rows.length === 0) return {};
  const column = (name: string, type: Parameters<typeof wireColumn>[0], of: (row: number) => number) => [
    `suspect.${name}`,
    wireColumn(type, rows.map(of)),
  ];
  return Object.fromEntries([
    column("row", "uint32", (row) => row),
    column("suspect", "uint8", (row) => suspect?.[row] ?? 0),
    column("weight", "float32", (row) => weight?.[row] ?? Number.NaN),
    column("against", "uint32", () => NONE),
    column("overlap", "float32", () => Number.NaN),
  ]);
}

type Values = readonly (number | null)[];

/** Those of the columns that there are; null is NaN, or no row. */
function tableBlock<Name extends string>(
  columns: Partial<Readonly<Record<NoInfer<Name>, Values>>>,
  types: Readonly<Record<Name, Parameters<typeof wireColumn>[0]>>,
  start: number,
  end: number,
): WireBlock {
  const names = (Object.keys(types) as Name[]).filter((name) => columns[name]);
  return Object.fromEntries(
    names.map((name) => {
      const nothing = types[name].startsWith("float") ? Number.NaN : NONE;
      const values = (columns[name] ?? []).slice(start, end).map((value) => value ?? nothing);
      return [name, wireColumn(types[name], values)];
    }),
  );
}

function parts(size: number, blocks: number): [start: number, end: number][] {
  const edge = (block: number) => Math.floor((block * size) / blocks);
  return Array.from({ length: blocks }, (_, block) => [edge(block), edge(block + 1)]);
}

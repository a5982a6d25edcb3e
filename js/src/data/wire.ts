/** What crosses between Python and the browser. Made from lens/wire by scripts/generate_types.py. */

/** Goes up when older front ends would misread what is sent: they then say so instead of drawing. */
export const SCHEMA_VERSION = 2;

/** Every facet there is. A header names those that its evaluation has. */
export const FACETS = [
  "clusters",
  "lasso",
  "query",
  "picked",
  "marked_images",
  "change",
  "cells",
  "kinds",
  "suspects",
  "area",
  "score",
  "iou",
  "marked_instances",
  "transition",
] as const;

/** The traits that hold the facets: one each, but for those that are entries of `where`. */
export const FACET_TRAITS = [
  "clusters",
  "lasso",
  "query",
  "picked",
  "change",
  "cells",
  "kinds",
  "suspects",
  "transition",
  "where",
] as const;

/** The traits that both sides write. */
export const BOTH_WRITE = [
  "split",
  "confidence",
  "model",
  "baseline",
  "baseline_confidence",
  "compared",
  "clusters",
  "lasso",
  "query",
  "picked",
  "change",
  "cells",
  "kinds",
  "suspects",
  "transition",
  "where",
  "page",
  "page_size",
  "view",
  "marks",
  "verdicts",
  "elsewhere",
  "open",
  "open_pixels",
] as const;

/** The traits that stand for rows which the browser lacks; empty where it has them all. */
export const STAND_INS = ["counted", "page_rows", "tallies", "left", "raster", "dust", "hovered", "levels"] as const;

/** The traits that only Python writes, besides those that `header.blocks` names. */
export const PYTHON_WRITES = [
  "header",
  "status",
  "reported",
  "precisions",
  "assets",
  "page_assets",
  "open_assets",
  "crops",
  "page_crops",
  "segmentations",
  "page_segmentations",
  "open_segmentation",
  "counted",
  "page_rows",
  "tallies",
  "left",
  "raster",
  "dust",
  "hovered",
  "levels",
  "report",
  "uid",
] as const;

/** The traits that only the browser writes. */
export const BROWSER_WRITES = ["report_asked", "map_box", "map_row", "levels_asked"] as const;

/** Images that can be picked. */
export const MAX_PICKED = 10000;

/** Images and objects that can be marked, together. */
export const MAX_MARKS = 10000;

/** Images, or instances, in a table that the browser asks Python for. */
export const MAX_FILE_ROWS = 10000;

/** Objects that can be judged. */
export const MAX_VERDICTS = 10000;

/** Vertices that a lasso may have. */
export const MAX_VERTICES = 200;

/** Images on a page of the gallery, where nothing else is asked for. */
export const DEFAULT_PAGE_SIZE = 24;

/** Images on a page of the gallery, at most. */
export const MAX_PAGE_SIZE = 500;

/** The settings of the view that decide what stands on a page: a change of one returns to the first. */
export const ORDERING = ["face", "sort", "instance_sort"] as const;

/** What each setting of the view may be. */
export const VIEW_CHOICES = {
  sort: ["errors", "f1", "name", "regressed", "fixed"],
  face: ["images", "instances"],
  instance_sort: ["score", "iou", "size", "weight"],
  colour: ["f1", "errors", "change", "cluster", "split"],
  normalize: ["count", "actual", "predicted", "all"],
  diagonal: [true, false],
  order: ["given", "name", "frequency", "errors", "similar"],
  overlay: ["errors", "truth", "prediction", "none"],
  panel: ["changes", "confused", "classes", "thresholds", "clusters", "types", "suspects", "service"],
  map: [true, false],
} as const;

/** The settings of the view that are numbers: the least and the most of each. */
export const VIEW_RANGES = {
  matrix_share: [0.25, 0.75],
  map_share: [0.25, 0.75],
} as const;

export const VIEW_DEFAULT = {
  sort: "errors",
  face: "images",
  instance_sort: "score",
  colour: "f1",
  normalize: "count",
  diagonal: true,
  order: "given",
  matrix_share: 0.44,
  map_share: 0.32,
  overlay: "errors",
  panel: "confused",
  map: true,
} as const;

/** Nothing marked. */
export const MARKS_DEFAULT = {
  images: [],
  objects: [],
} as const;

/** Nothing judged. */
export const VERDICTS_DEFAULT = {
  label: [],
  model: [],
  label_times: [],
  model_times: [],
} as const;

/** Nothing marked or judged of the other model. */
export const ELSEWHERE_DEFAULT = {
  label: [],
  model: [],
  label_times: [],
  model_times: [],
  marks: [],
} as const;

/** For each table the traits that carry its blocks, in the order of their rows. */
export interface Blocks {
  /** The columns of images that the map needs; a state saved before they were blocks of their own has none here, and its blocks of images hold them. */
  readonly places: readonly string[];
  /** The other columns of images. */
  readonly images: readonly string[];
  /** One for each block of outcomes: see `evaluation/columns/cube.py`. */
  readonly cubes: readonly string[];
  readonly outcomes: readonly string[];
  readonly objects: readonly string[];
  readonly masks: readonly string[];
}

/** For each table of a model the traits that carry its blocks, in the order of their rows. */
export interface ModelBlocks {
  readonly cubes: readonly string[];
  readonly outcomes: readonly string[];
  readonly objects: readonly string[];
  readonly masks: readonly string[];
}

/** What a header says of one of several models, in place of what it says of the evaluation. */
export interface Model {
  /** By which the traits `model` and `baseline` know it. */
  readonly name: string;
  readonly title: string;
  /** Have its predictions a confidence? If not, its numbers are the same at every threshold. */
  readonly scored: boolean;
  readonly thresholds: readonly number[];
  readonly coverage: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly mixups: "both" | "fn" | "fp" | "none";
  readonly matching: string | null;
  readonly iou: number | null;
  readonly tb: number | null;
  readonly facets: readonly string[];
  readonly blocks: ModelBlocks;
}

/** Everything about an evaluation but its columns; of two models what is said here of one is said of the last. */
export interface Header {
  /** The `SCHEMA_VERSION` of the Python that wrote it. */
  readonly version: number;
  readonly title: string;
  readonly task: "classification" | "instance-segmentation" | "object-detection" | "semantic-segmentation";
  readonly classes: readonly string[];
  /** The class that stands for "nothing there"; null: there is none. */
  readonly background: number | null;
  /** Class indices in the order views draw them: background last. */
  readonly order: readonly number[];
  /** Images in each split that has any. */
  readonly splits: Readonly<Record<string, number>>;
  /** Images in no split: they count under "all" alone. */
  readonly unsplit: number;
  /** Thresholds known to be stored, integer percent; empty without scores. */
  readonly thresholds: readonly number[];
  /** Thresholds that the columns answer: inclusive [first, last] ranges for each split. */
  readonly coverage: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly mixups: "both" | "fn" | "fp" | "none";
  readonly unit: "images" | "instances" | "pixels";
  /** The rule by which predictions were given to ground truths; null: nobody says. */
  readonly matching: string | null;
  /** The level that the IoU of a pair had to pass. */
  readonly iou: number | null;
  /** The IoU up to which a prediction lies on nothing. */
  readonly tb: number | null;
  readonly projection: string;
  readonly notices: readonly string[];
  /** The facets that may be set. A front end that lacks one says so: it would show too many images. */
  readonly facets: readonly string[];
  readonly blocks: Blocks;
  /** All that `blocks` names is all there is; Python sends the rest at once, unasked; or rows stay with Python. */
  readonly rows: "behind" | "coming" | "here";
  /** Of several models each, in order; empty where there is one. */
  readonly models: readonly Model[];
  /** Where the state was saved, such as "report"; left out: in a notebook. */
  readonly savedIn?: string;
}

/** How things look; never changes which images are shown. */
export interface View {
  /** Of the images in the gallery. */
  readonly sort: "errors" | "f1" | "fixed" | "name" | "regressed";
  /** What the gallery shows: an image a card, or an instance. */
  readonly face: "images" | "instances";
  /** Of the instances in the gallery: high first, what has no value last. */
  readonly instance_sort: "iou" | "score" | "size" | "weight";
  /** Of the points of the map. */
  readonly colour: "change" | "cluster" | "errors" | "f1" | "split";
  /** What the cells of the matrix are shares of. */
  readonly normalize: "count" | "actual" | "all" | "predicted";
  /** Is the diagonal of the matrix drawn? */
  readonly diagonal: boolean;
  /** Of the classes in the matrix. */
  readonly order: "errors" | "frequency" | "given" | "name" | "similar";
  /** Of the width, for the matrix and the panels below it, where the gallery stands beside them. */
  readonly matrix_share: number;
  /** Of the height of the gallery's column, for the map below it; that is taken as 0.62 of the widget's width. */
  readonly map_share: number;
  /** What lies over pictures whose pixels are counted. */
  readonly overlay: "errors" | "none" | "prediction" | "truth";
  /** The tab of numbers on show. */
  readonly panel: "changes" | "classes" | "clusters" | "confused" | "service" | "suspects" | "thresholds" | "types";
  /** Is the map unfolded? */
  readonly map: boolean;
}

/** What a user has marked. An instance is marked when one of its objects is; in classification when its image is. */
export interface Marks {
  /** Rows of images, ascending. */
  readonly images: readonly number[];
  /** Rows of objects, ascending. */
  readonly objects: readonly number[];
}

/** Of which objects a user said that the label is wrong, and of which the model; none is in both. */
export interface Verdicts {
  /** Rows of objects, ascending. */
  readonly label: readonly number[];
  /** Rows of objects, ascending. */
  readonly model: readonly number[];
  /** When each of `label` was said, seconds since 1970, UTC. */
  readonly label_times: readonly number[];
  /** When each of `model` was said. */
  readonly model_times: readonly number[];
}

/** The same of the model that is not on show: its own objects, for truths that both have stay with the other. */
export interface Elsewhere {
  readonly label: readonly number[];
  readonly model: readonly number[];
  readonly label_times: readonly number[];
  readonly model_times: readonly number[];
  /** Rows of its objects, ascending. */
  readonly marks: readonly number[];
}

/** What the status line says. */
export interface Status {
  readonly state: "error" | "idle" | "loading";
  readonly message: string;
  readonly done: number;
  /** 0: unknown. */
  readonly total: number;
}

/** A remark of the service. */
export interface Note {
  readonly title: string;
  readonly text: string;
}

/** Numbers of the service, as text. */
export interface Table {
  readonly title: string;
  /** The first row names the columns. */
  readonly rows: readonly (readonly string[])[];
}

/** What a service says in its own words and numbers; texts as they are shown. */
export interface Reported {
  /** The evaluation's page at the service; empty: none. */
  readonly url: string;
  readonly notes: readonly Note[];
  readonly tables: readonly Table[];
}

/** Average precision over a whole split, whatever is filtered; COCO's rules. `None`: no such objects. */
export interface Precisions {
  /** The mean over the classes that occur, at an IoU of .5. */
  readonly map50: number | null;
  /** The mean of the means at .5, .55 .. .95. */
  readonly map50_95: number | null;
  /** The lowest score of a prediction: average precision lacks what lay below it. */
  readonly lowest: number | null;
  /** Of each class, by class index, at an IoU of .5. */
  readonly ap50: readonly (number | null)[];
}

/** A file that the browser asked for; its bytes come with it, as `data`, and are taken back at once. */
export interface Report {
  /** The value of `report_asked` that this answers. */
  readonly asked: string;
  /** Of the file; empty: it could not be written, and the status says why. */
  readonly name: string;
}

/** How many are visible; the browser counts itself once it has all rows. */
export interface Counted {
  readonly for: Readonly<Record<string, unknown>>;
  readonly images: number;
  /** The sum of their counts, which pixels may be. */
  readonly instances: number;
  /** Images of the split. */
  readonly of_images: number;
  /** What the gallery has cards of: images, or instances one by one. */
  readonly cards: number;
}

/** Rows that are looked at: the browser looks here for what it has no rows of. Beside it `images` (names, ids, places, tallies), `outcomes` and `objects` of these: blocks with a column `row` each. */
export interface PageRows {
  readonly for: Readonly<Record<string, unknown>>;
  /** Of the images that are the cards of the page, and of pages after it, in their order; empty where cards are instances. */
  readonly rows: readonly number[];
  /** Of the outcomes that are the cards of these pages, in their order; empty where cards are images. */
  readonly instances: readonly number[];
  /** Of the image shown large, which is among them. */
  readonly open: number | null;
  /** The integer percent whose stored errors or F1 sort the page; null: it is sorted as it says. */
  readonly sorted_at: number | null;
}

/** What colours the map: beside it `columns`, a block of `tp`, `fp` and `fn` with one row an image. */
export interface Tallies {
  readonly for: Readonly<Record<string, unknown>>;
}

/** What facets leave of an evaluation in tables: beside it `cube`, a block as those that the header names. And `rated`, where facets of outcomes are set: what those of images and sizes alone leave, which rates count. */
export interface Left {
  readonly for: Readonly<Record<string, unknown>>;
}

/** What there is to choose of a facet of an evaluation in tables, over every other one. Beside it `columns`, a block: of levels `values`, `images`, `tp`, `fp` and `fn`, a row a level; of a range `edges` and `instances`, a histogram. */
export interface Levels {
  readonly for: Readonly<Record<string, unknown>>;
  /** Has the split more than one of them? */
  readonly is_spread: boolean;
}

/** The map of an evaluation in tables, `n` by `n` pixels. Beside it `columns`, a block of `counts` and `errors` row by row, and where the map is coloured by it the `cluster` of most images in each; or, where `n` is 0, of points: `row`, `x`, `y`, `cluster`, `split`, `tp`, `fp`, `fn`. `dust` is the same over no facets, with `counts` alone, or `row`, `x`, `y` and `split`. */
export interface Raster {
  readonly for: Readonly<Record<string, unknown>>;
  /** What it shows: x0, y0, x1, y1; of no width where no image of the split has a place. */
  readonly box: readonly [number, number, number, number];
  readonly n: number;
  /** The threshold of its errors, the nearest that is stored, integer percent. */
  readonly confidence: number;
  /** Do filters hide any image? `dust` is then what they hide. */
  readonly filtered: boolean;
}

/** The image under the pointer on the map; beside it a block with its picture, as `page_assets` has them. */
export interface Hovered {
  readonly for: Readonly<Record<string, unknown>>;
  readonly name: string;
}

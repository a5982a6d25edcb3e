/**
 * The state of one Lens. Everything in `State` is synced with Python through traits; what only one
 * display needs (camera, hover, focus) lives in the views.
 */

import { type Signal, signal } from "@preact/signals-core";
import type { Column } from "../data/columns";
import { Masks } from "../data/masks";
import { type Images, imagesOf, type Objects, type Outcomes, objectsOf, outcomesOf } from "../data/tables";
import type { CellIndex } from "../engine/cells";
import type { ClassOrder } from "../engine/classOrder";
import type { Header } from "../engine/header";
import type { Sort } from "../engine/order";
import type { Polygon } from "../engine/polygon";

export type Colour = "f1" | "errors" | "cluster" | "split";
export type Shares = "count" | "actual" | "predicted" | "all";

/** How things look; never changes which images are shown. */
export interface View {
  readonly sort: Sort;
  readonly colour: Colour;
  readonly normalize: Shares;
  /** Is the diagonal of the matrix drawn? */
  readonly diagonal: boolean;
  /** Of the classes in the matrix. */
  readonly order: ClassOrder;
}

export interface Status {
  readonly state: "idle" | "loading" | "error";
  readonly message: string;
  readonly done: number;
  readonly total: number;
}

/** What a service says in its own words and numbers; texts as they are shown. */
export interface Reported {
  /** The evaluation's page at the service. */
  readonly url?: string;
  readonly notes?: readonly { readonly title: string; readonly text: string }[];
  /** The first of the rows names the columns. */
  readonly tables?: readonly { readonly title: string; readonly rows: readonly (readonly string[])[] }[];
}

/** Encoded pictures of some images, with the pixel size of the originals (0: unknown). */
export interface PictureBlock {
  readonly row: Column;
  readonly offsets: Column;
  readonly data: Column;
  readonly width: Column;
  readonly height: Column;
}

export interface State {
  readonly header: Signal<Header>;
  readonly images: Signal<Images>;
  readonly outcomes: Signal<Outcomes>;
  readonly objects: Signal<Objects>;
  /** Of all objects, else of those of the images that were shown large. */
  readonly masks: Signal<Masks>;
  readonly split: Signal<string>;
  readonly confidence: Signal<number>;
  readonly page: Signal<number>;
  readonly pageSize: Signal<number>;
  readonly cells: Signal<readonly CellIndex[]>;
  readonly clusters: Signal<readonly number[]>;
  readonly picked: Signal<readonly number[]>;
  readonly lasso: Signal<Polygon>;
  readonly query: Signal<string>;
  readonly open: Signal<number | null>;
  readonly view: Signal<View>;
  readonly status: Signal<Status>;
  readonly reported: Signal<Reported>;
  /** False where nobody will ever answer: then a split or threshold that is not loaded cannot be had. */
  readonly hasKernel: Signal<boolean>;
  /** Pictures sent ahead, then those of the page on show. */
  readonly thumbnails: Signal<readonly PictureBlock[]>;
  /** The picture of the image shown large. */
  readonly large: Signal<readonly PictureBlock[]>;
}

const EMPTY: Header = {
  title: "",
  task: "",
  classes: [],
  background: null,
  order: [],
  splits: {},
  thresholds: [],
  coverage: {},
  mixups: "both",
  unit: "instances",
  projection: "",
  notices: [],
};

export function createState(): State {
  return {
    header: signal(EMPTY),
    images: signal(imagesOf([])),
    outcomes: signal(outcomesOf([])),
    objects: signal(objectsOf([])),
    masks: signal(new Masks([])),
    split: signal("test"),
    confidence: signal(20),
    page: signal(1),
    pageSize: signal(24),
    cells: signal([]),
    clusters: signal([]),
    picked: signal([]),
    lasso: signal([]),
    query: signal(""),
    open: signal(null),
    view: signal({ sort: "errors", colour: "f1", normalize: "count", diagonal: true, order: "given" }),
    hasKernel: signal(true),
    status: signal({ state: "idle", message: "", done: 0, total: 0 }),
    reported: signal({}),
    thumbnails: signal([]),
    large: signal([]),
  };
}

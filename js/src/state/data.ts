/** What Python sends: one evaluation, its pictures, and how far the work is. Views read it and never write it. */

import { type Signal, signal } from "@preact/signals-core";
import type { Column } from "../data/columns";
import { Masks } from "../data/masks";
import { type Images, imagesOf, objectsOf, outcomesOf } from "../data/tables";
import { type Header, type Precisions, type Reported, SCHEMA_VERSION, type Status } from "../data/wire";
import type { Part } from "../engine/two";
import type { Encoded } from "./pictureStore";
import { createSent, type Sent } from "./sent";

/** Encoded pictures of some images, with the pixel size of the originals (0: unknown). */
export interface PictureBlock extends Encoded {
  readonly row: Column;
  readonly width: Column;
  readonly height: Column;
}

/** Encoded parts of pictures around some instances: rows of their objects (or NONE), and which pixels of the original. */
export interface CropBlock extends Encoded {
  readonly truth: Column;
  readonly prediction: Column;
  readonly x: Column;
  readonly y: Column;
  readonly w: Column;
  readonly h: Column;
}

export interface Data extends Sent {
  readonly images: Signal<Images>;
  /** Every model over them, one at least. */
  readonly parts: Signal<readonly Part[]>;
  readonly status: Signal<Status>;
  readonly reported: Signal<Reported>;
  /** Average precision of those splits that Python has counted, of several models by "split name". */
  readonly precisions: Signal<Readonly<Record<string, Precisions>>>;
  /** False where nobody will ever answer: then a split or threshold that is not loaded cannot be had. */
  readonly hasKernel: Signal<boolean>;
  /** Pictures sent ahead, then those of the page on show. */
  readonly thumbnails: Signal<readonly PictureBlock[]>;
  /** Crops sent ahead, then those of the page of instances on show. */
  readonly crops: Signal<readonly CropBlock[]>;
  /** The picture of the image shown large. */
  readonly large: Signal<readonly PictureBlock[]>;
  /** Segmentations sent ahead, then those of the page on show. */
  readonly segmentations: Signal<readonly PictureBlock[]>;
  /** That of the image shown large. */
  readonly largeSegmentations: Signal<readonly PictureBlock[]>;
}

/** The header before the first one arrives. */
const EMPTY: Header = {
  version: SCHEMA_VERSION,
  title: "",
  task: "object-detection",
  classes: [],
  background: null,
  order: [],
  splits: {},
  unsplit: 0,
  thresholds: [],
  coverage: {},
  mixups: "both",
  unit: "instances",
  matching: null,
  iou: null,
  tb: null,
  projection: "",
  notices: [],
  facets: [],
  blocks: { places: [], images: [], cubes: [], outcomes: [], objects: [], masks: [] },
  rows: "here",
  models: [],
};

const NOTHING: Part = {
  name: "",
  header: EMPTY,
  outcomes: outcomesOf([]),
  objects: objectsOf([]),
  masks: new Masks([]),
};

/** No evaluation yet. */
export function createData(): Data {
  return {
    images: signal(imagesOf([])),
    parts: signal([NOTHING]),
    status: signal({ state: "idle", message: "", done: 0, total: 0 }),
    reported: signal({ url: "", notes: [], tables: [] }),
    precisions: signal({}),
    hasKernel: signal(true),
    thumbnails: signal([]),
    crops: signal([]),
    large: signal([]),
    segmentations: signal([]),
    largeSegmentations: signal([]),
    ...createSent(),
  };
}

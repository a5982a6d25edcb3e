/** Addresses of the pictures that are held, for `<img src>`; given back when they go, and when the session ends. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import type { Column } from "../data/columns";
import { type Segmentation, segmentationOf } from "../data/segmentation";
import { NONE } from "../data/tables";
import { at } from "../engine/counts";
import type { CropBlock, PictureBlock } from "./data";
import { partOf } from "./parts";
import { PictureStore } from "./pictureStore";
import type { State } from "./state";

export interface Picture {
  readonly url: string;
  /** Pixel size of the original, in which boxes are measured; 0: unknown. */
  readonly width: number;
  readonly height: number;
  /** Is it the best there is? False: a better one may be had. */
  readonly isBest: boolean;
}

/** A part of a picture. */
export interface Crop {
  readonly url: string;
  /** Which part: pixels of the original. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A segmentation of a whole image. */
export interface Whole extends Segmentation {
  /** Pixel size of the masks. */
  readonly of: { readonly width: number; readonly height: number };
}

export interface Pictures {
  /** Changes whenever pictures arrive; read it in an effect, then ask. */
  readonly version: ReadonlySignal<number>;
  /** The same for crops. */
  readonly cropVersion: ReadonlySignal<number>;
  thumbnail(row: number): Picture | undefined;
  /** The large picture, else the thumbnail. */
  large(row: number): Picture | undefined;
  /** What Python cut out around an instance, by the rows of its objects (NONE: it has none of the two). */
  crop(truth: number, prediction: number): Crop | undefined;
  /** Changes whenever segmentations arrive. */
  readonly segmentationVersion: ReadonlySignal<number>;
  segmentation(row: number): Whole | undefined;
  /** The large one, else the small one. */
  largeSegmentation(row: number): Whole | undefined;
}

/** The pictures that `state` holds; their addresses end with `signal`. */
export function createPictures(state: State, signal: AbortSignal): Pictures {
  const [thumbnails, larges] = [whole(signal), whole(signal)];
  const crops = new PictureStore(signal, cropKeys, cropAt);
  const [small, detailed] = [segmentations(signal), segmentations(signal)];
  let changes = 0;
  const version = computed(() => {
    thumbnails.hold(state.thumbnails.value);
    larges.hold(state.large.value);
    changes += 1;
    return changes;
  });
  const cropVersion = computed(() => {
    crops.hold(state.crops.value);
    changes += 1;
    return changes;
  });
  const segmentationVersion = computed(() => {
    small.hold(state.segmentations.value);
    detailed.hold(state.largeSegmentations.value);
    changes += 1;
    return changes;
  });
  const place = computed(() => state.parts.value.indexOf(partOf(state.parts.value, state.shown.value.model)));
  /** Each model has pictures of its own of what it says: those of the second are numbered from 2^30 on. */
  const numberOf = (row: number, other = false) => row + (other ? 1 - place.value : place.value) * 2 ** 30;
  const objectOf = (row: number) => {
    const size = state.two.value ? state.objects.value.size : Number.POSITIVE_INFINITY;
    return row === NONE ? row : row < size ? numberOf(row) : numberOf(row - size, true);
  };
  return {
    version,
    cropVersion,
    segmentationVersion,
    segmentation: (row) => small.get(numberOf(row)),
    largeSegmentation: (row) => detailed.get(numberOf(row)) ?? small.get(numberOf(row)),
    thumbnail: (row) => thumbnails.get(row),
    large: (row) => larges.get(row) ?? thumbnails.get(row),
    crop: (truth, prediction) => crops.get(cropKey(objectOf(truth), objectOf(prediction))),
  };
}

function whole(signal: AbortSignal): PictureStore<number, PictureBlock, Picture> {
  const pictureAt = ({ width, height, wanted }: PictureBlock, index: number, bytes: Column) => ({
    url: urlOf(bytes),
    width: at(width, index),
    height: at(height, index),
    isBest: Boolean(wanted),
  });
  return new PictureStore(signal, pictureKeys, pictureAt);
}

function segmentations(signal: AbortSignal): PictureStore<number, PictureBlock, Whole> {
  return new PictureStore(signal, pictureKeys, ({ width, height }, index, bytes) => ({
    ...segmentationOf(bytes),
    of: { width: at(width, index), height: at(height, index) },
  }));
}

function urlOf(bytes: Column): string {
  return URL.createObjectURL(new Blob([bytes]));
}

/** By what the pictures of a block are asked for: image rows. */
export function pictureKeys({ row }: PictureBlock): Iterable<number> {
  return row;
}

/** By what the crops of a block are asked for. */
export function cropKeys({ truth, prediction }: CropBlock): string[] {
  return Array.from(truth, (row, index) => cropKey(row, at(prediction, index)));
}

function cropKey(truth: number, prediction: number): string {
  return `${truth},${prediction}`;
}

function cropAt({ x, y, w, h }: CropBlock, index: number, bytes: Column): Crop {
  return { url: urlOf(bytes), x: at(x, index), y: at(y, index), width: at(w, index), height: at(h, index) };
}

/** Which model is on show, at which split and threshold, and which stands beside it. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import { joinedTables } from "../data/joined";
import type { Images, Objects, Outcomes } from "../data/tables";
import { covers } from "../engine/header";
import type { Mask } from "../engine/mask";
import { inSplit } from "../engine/scope";
import type { Part, Side, Two } from "../engine/two";
import type { Data } from "./data";
import type { Selection } from "./selection";

/** The split, threshold and model that the numbers on screen belong to. */
export interface Shown {
  readonly split: string;
  readonly confidence: number;
  /** Its name; empty where there is one model. */
  readonly model: string;
}

/** The tables of the model on show: what counts one model reads these and knows of no other. */
export type ShownTables = { readonly [Table in Exclude<keyof Part, "name">]: ReadonlySignal<Part[Table]> };

/** The tables that rows of instances are of. */
export interface Listed {
  readonly outcomes: Outcomes;
  readonly objects: Objects;
  /** SVG path around the mask of an object; empty: it has none. */
  outline(object: number): string;
}

export interface Parts extends ShownTables {
  /** Are rows here to count and to look up? Else there are those alone that Python sent of a page. */
  readonly isHere: ReadonlySignal<boolean>;
  /** Have outcomes boxes of their own, and predictions a score? Without rows the facets tell that there are. */
  readonly hasObjects: ReadonlySignal<boolean>;
  readonly hasScores: ReadonlySignal<boolean>;
  /** What the choices ask for. */
  readonly asked: ReadonlySignal<Shown>;
  /** What is asked for where the columns answer it, else what was last shown. */
  readonly shown: ReadonlySignal<Shown>;
  /** Which splits are shown, by their codes: the images of a cube. */
  readonly splits: ReadonlySignal<Mask>;
  /** Is it not yet, or never, what is asked for? */
  readonly isWaiting: ReadonlySignal<boolean>;
  /** The model on show beside the baseline; null: nothing is compared, or the baseline has no numbers here. */
  readonly two: ReadonlySignal<Two | null>;
  /** Those of the model on show, beside a baseline followed by those of the baseline. */
  readonly listed: ReadonlySignal<Listed>;
}

const SPLIT_IMAGES = { size: 4, split: Uint8Array.of(0, 1, 2, 3) } as const;

export function partsOf(data: Data, selection: Selection): Parts {
  const { parts } = data;
  const asked = askedOf(data, selection);
  const shown = rememberShown(data, asked);
  const model = computed(() => shown.value.model);
  const part = computed(() => partOf(parts.value, model.value));
  const beside = computed(() => {
    const found = parts.value.find(({ name }) => name === selection.baseline.value);
    return found === part.value ? undefined : found;
  });
  const two = computed((): Two | null => {
    const { split, confidence } = shown.value;
    const side = (own: Part, percent: number): Side => ({ ...own, confidence: percent });
    const percent = selection.baselineConfidence.value ?? confidence;
    const other = beside.value;
    if (!other || !covers(other.header, split, percent)) return null;
    return { split, images: data.images.value, shown: side(part.value, confidence), baseline: side(other, percent) };
  });
  const isHere = computed(() => part.value.header.rows === "here");
  const isToCome = (facet: string) => !isHere.value && part.value.header.facets.includes(facet);
  const isTwo = computed(() => two.value !== null && isHere.value);
  // By itself: it is the same at whatever threshold.
  const split = computed(() => shown.value.split);
  return {
    header: computed(() => part.value.header),
    isHere,
    hasObjects: computed(() => part.value.objects.size > 0 || isToCome("area")),
    hasScores: computed(() => part.value.objects.size + part.value.outcomes.score.length > 0 || isToCome("score")),
    outcomes: computed(() => part.value.outcomes),
    cube: computed(() => part.value.cube),
    objects: computed(() => part.value.objects),
    masks: computed(() => part.value.masks),
    ...{ asked, shown, two },
    splits: computed(() => inSplit(SPLIT_IMAGES, split.value)),
    listed: computed(() => listedOf(part.value, isTwo.value ? beside.value : undefined, data.images.value)),
    isWaiting: computed(() => asked.value !== shown.value),
  };
}

function listedOf(own: Part, baseline: Part | undefined, images: Images): Listed {
  const { outcomes, objects, masks } = own;
  if (!baseline) return { outcomes, objects, outline: (object) => masks.outline(object) };
  const outline = (object: number) =>
    object < objects.size ? masks.outline(object) : baseline.masks.outline(object - objects.size);
  return { ...joinedTables(own, baseline, images), outline };
}

/** The part of that name; the last where there is none, as before the first header. */
export function partOf(parts: readonly Part[], name: string | null): Part {
  return parts.find((part) => part.name === name) ?? (parts.at(-1) as Part);
}

/** The same object until something about it changes. */
function askedOf({ parts }: Data, { split, confidence, model }: Selection): ReadonlySignal<Shown> {
  let last: Shown | undefined;
  return computed(() => {
    const now = { split: split.value, confidence: confidence.value, model: partOf(parts.value, model.value).name };
    if (last?.split !== now.split || last.confidence !== now.confidence || last.model !== now.model) last = now;
    return last;
  });
}

/** While a report is on its way (or cannot be had) the last one shown stays on screen. */
function rememberShown({ parts }: Data, asked: ReadonlySignal<Shown>): ReadonlySignal<Shown> {
  let last: Shown | undefined;
  return computed(() => {
    const { split, confidence, model } = asked.value;
    if (!last || covers(partOf(parts.value, model).header, split, confidence)) last = asked.value;
    return last;
  });
}

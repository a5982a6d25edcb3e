/** Which model is on show, at which split and threshold, and which stands beside it. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import { covers } from "../engine/header";
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

export interface Parts extends ShownTables {
  /** What the choices ask for. */
  readonly asked: ReadonlySignal<Shown>;
  /** What is asked for where the columns answer it, else what was last shown. */
  readonly shown: ReadonlySignal<Shown>;
  /** Is it not yet, or never, what is asked for? */
  readonly isWaiting: ReadonlySignal<boolean>;
  /** The model on show beside the baseline; null: nothing is compared, or the baseline has no numbers here. */
  readonly two: ReadonlySignal<Two | null>;
}

export function partsOf(data: Data, selection: Selection): Parts {
  const { parts } = data;
  const asked = askedOf(data, selection);
  const shown = rememberShown(data, asked);
  const model = computed(() => shown.value.model);
  const part = computed(() => partOf(parts.value, model.value));
  const two = computed((): Two | null => {
    const { split, confidence } = shown.value;
    const { baseline, baselineConfidence } = selection;
    const other = parts.value.find(({ name }) => name === baseline.value);
    const side = (own: Part, percent: number): Side => ({ ...own, confidence: percent });
    const percent = baselineConfidence.value ?? confidence;
    if (!other || other === part.value || !covers(other.header, split, percent)) return null;
    return { split, images: data.images.value, shown: side(part.value, confidence), baseline: side(other, percent) };
  });
  return {
    header: computed(() => part.value.header),
    outcomes: computed(() => part.value.outcomes),
    objects: computed(() => part.value.objects),
    masks: computed(() => part.value.masks),
    ...{ asked, shown, two },
    isWaiting: computed(() => asked.value !== shown.value),
  };
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

/** The two faces of the gallery, images and instances: which one is on show, in which order, and its pages. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import type { View } from "../data/wire";
import { area } from "../engine/facets/area";
import { iou } from "../engine/facets/iou";
import { score } from "../engine/facets/score";
import { type InstanceSort, instancesBetween, orderedInstances } from "../engine/instanceOrder";
import { clamped } from "../engine/numbers";
import { type Ordered, pageOf, type Rows } from "../engine/ordered";
import { weightOf } from "../engine/suspects";
import { visibleInstances } from "./instanceRows";
import type { Shown } from "./parts";
import type { Scoped } from "./scoped";
import type { SentPage } from "./sent";
import type { State } from "./state";

export type Face = View["face"];

export interface Faces {
  /** The face on show: images, where there are no instances. */
  readonly face: ReadonlySignal<Face>;
  /** Are there instances to show? Pixels are none, and counts without boxes. */
  readonly hasInstances: ReadonlySignal<boolean>;
  /** That of the cards: the one before, until Python has sent those of the face on show. */
  readonly cardFace: ReadonlySignal<Face>;
  /** Outcome rows of the visible instances in the order of their cards; none while the other face is on show. */
  readonly instanceRows: ReadonlySignal<Ordered>;
  /** Cards of the face on show, on all pages. */
  readonly cardCount: ReadonlySignal<number>;
  /** Pages of the face on show. */
  readonly pageCount: ReadonlySignal<number>;
  /** The page on show: the asked one, clamped. */
  readonly page: ReadonlySignal<number>;
  /** Image rows on the page, or none while the other face is on show. */
  readonly pageRows: ReadonlySignal<Rows>;
  /** Outcome rows on the page, or none while the other face is on show. */
  readonly pageInstances: ReadonlySignal<Rows>;
}

/** Can instances be shown one by one? Those of a service are counts without boxes; in classification one is its image. */
function canList({ header, hasObjects }: State): boolean {
  const { unit } = header.value;
  return unit === "images" || (unit === "instances" && hasObjects.value);
}

/** What each order goes by. */
const MEASURES = { score, iou, size: area, weight: { measure: weightOf } } as const satisfies Readonly<
  Record<InstanceSort, unknown>
>;

const NO_ROWS = new Uint32Array(0);

/** Of what Python sent, of one page or of several, the place of the first card. */
export function firstOf({ for: asked }: SentPage): number {
  return ((asked["page"] as number) - 1) * (asked["page_size"] as number);
}

/** `rows`: the visible images in gallery order; `signal` is the lifetime of the model. */
export function facesOf(
  state: State,
  scoped: Scoped,
  shown: ReadonlySignal<Shown>,
  rows: ReadonlySignal<Ordered>,
  signal: AbortSignal,
): Faces {
  const hasInstances = computed(() => canList(state));
  const face = computed<Face>(() =>
    hasInstances.value && state.view.value.face === "instances" ? "instances" : "images",
  );
  const sent = computed(() => (state.isHere.value ? undefined : state.sentPage.value));
  // Nothing is looked up or sorted before the face is on show.
  const isWanted = computed(() => face.value === "instances" && state.isHere.value);
  const ofOne = visibleInstances(state, scoped, shown, scoped.isSelected, isWanted, signal);
  const visible = computed(() => (isWanted.value && scoped.visible.value.outcomes) || ofOne.value);
  const sort = computed(() => state.view.value.instance_sort);
  const measure = computed(() => MEASURES[sort.value].measure(state.listed.value));
  const cardCount = computed(() => {
    if (!state.isHere.value) return state.counted.value?.cards ?? 0;
    return (face.value === "images" ? rows.value : visible.value).length;
  });
  const pageCount = computed(() => Math.max(1, Math.ceil(cardCount.value / state.pageSize.value)));
  const page = computed(() => clamped(state.page.value, 1, pageCount.value));
  /** The page of a face as places among its cards; none while the other face is on show. */
  const placesOf = (own: Face): readonly [first: number, last: number] => {
    if (face.value !== own) return [0, 0];
    const first = (page.value - 1) * state.pageSize.value;
    return [first, Math.min(first + state.pageSize.value, cardCount.value)];
  };
  const instanceRows = computed((): Ordered => {
    const own = sent.value;
    if (own) return pageOf(own.instances, firstOf(own), cardCount.value);
    return orderedInstances(visible.value, measure.value);
  });
  /** The page of `all` cards; where it is not among those that Python `sent`, the first of them stay. */
  const onPage = (own: Face, all: Ordered, cards?: readonly number[]): Rows => {
    const part = all.subarray(...placesOf(own));
    return part.length === 0 && cards ? cards.slice(0, state.pageSize.value) : part;
  };
  return {
    ...{ face, hasInstances, cardCount, pageCount, page },
    cardFace: computed(() => (sent.value?.for["face"] as Face | undefined) ?? face.value),
    instanceRows,
    pageRows: computed(() => onPage("images", rows.value, sent.value?.rows)),
    pageInstances: computed(() => {
      if (sent.value) return onPage("instances", instanceRows.value, sent.value.instances);
      const [first, last] = placesOf("instances");
      return first < last ? instancesBetween(visible.value, measure.value, first, last) : NO_ROWS;
    }),
  };
}

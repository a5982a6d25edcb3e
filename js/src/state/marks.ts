/** What a user has marked: images, and instances by their objects. It stays whatever is shown. */

import { batch, computed, type ReadonlySignal } from "@preact/signals-core";
import { NONE, objectsAt } from "../data/tables";
import { MAX_MARKS, type Marks } from "../data/wire";
import type { RowTest } from "../engine/facets/facet";
import type { Ordered } from "../engine/ordered";
import type { Face } from "./faces";
import type { State } from "./state";

export interface Marked {
  readonly markedImages: ReadonlySignal<ReadonlySet<number>>;
  /** Is an instance (an outcome row) marked: one of its objects, or in classification its image? */
  readonly isMarked: ReadonlySignal<RowTest>;
}

export function markedOf(state: State): Marked {
  const markedImages = computed(() => new Set(state.marks.value.images));
  const objects = computed(() => new Set(state.marks.value.objects));
  const isMarked = computed((): RowTest => {
    const { truth, prediction } = state.outcomes.value;
    const { image } = state.listed.value.outcomes;
    const [own, images] = [objects.value, markedImages.value];
    if (isImageAlone(state)) return (row) => images.has(image[row] as number);
    return (row) => own.has(truth[row] ?? NONE) || own.has(prediction[row] ?? NONE);
  });
  return { markedImages, isMarked };
}

export interface Marking {
  /**
   * Mark images (image rows) or instances (outcome rows), or take their marks away; `on` left out: take them away
   * where all of them are marked. No more than 10,000 are marked; what is beyond is left as it is.
   */
  mark(face: Face, rows: readonly number[], on?: boolean): void;
  /** Do to everything on show from the one marked last to this one what was done to that one. */
  markTo(face: Face, row: number): void;
  /** Show the marked images or instances alone; once more: show the others again. */
  showMarked(face: Face): void;
  /** Take all marks away. */
  unmark(): void;
}

/** The rows of the cards of a face, in gallery order. */
type RowsOf = (face: Face) => Ordered;

export function createMarking(state: State, marked: Marked, rowsOf: RowsOf): Marking {
  let last: { readonly face: Face; readonly row: number; readonly on: boolean } | undefined;
  const put = (marks: Marks) =>
    batch(() => {
      state.marks.value = marks;
      follow(state);
    });
  const mark = (face: Face, rows: readonly number[], on?: boolean) => {
    const isMarked = face === "images" ? (row: number) => marked.markedImages.peek().has(row) : marked.isMarked.peek();
    const isOn = on ?? !rows.every(isMarked);
    const changed = rows.filter((row) => isMarked(row) !== isOn);
    const row = rows.at(-1);
    if (row !== undefined) last = { face, row, on: isOn };
    if (changed.length > 0) put(changedMarks(state, face, changed, isOn));
  };
  return {
    mark,
    markTo(face, row) {
      const shown = rowsOf(face);
      const [from, to] = [last?.face === face ? shown.indexOf(last.row) : -1, shown.indexOf(row)];
      if (!last || from < 0 || to < 0) return mark(face, [row]);
      const between = Array.from(shown.subarray(Math.min(from, to), Math.max(from, to) + 1));
      mark(face, from < to ? between : between.reverse(), last.on);
    },
    showMarked: (face) =>
      batch(() => {
        const [own, other] = facetsOf(state, face === "instances" && isImageAlone(state) ? "images" : face);
        const isShown = own.value !== null;
        own.value = null;
        other.value = null;
        state.page.value = 1;
        if (isShown) return;
        own.value = among(own === state.facets.marked_images ? state.marks.value.images : state.marks.value.objects);
        if (state.view.value.face !== face) state.view.value = { ...state.view.value, face };
      }),
    unmark: () => put({ images: [], objects: [] }),
  };
}

/** In classification an instance is its image. */
function isImageAlone({ header }: State): boolean {
  return header.value.unit === "images";
}

/** A filter of marks keeps to what is marked; with the last mark it goes. */
function follow({ marks, facets }: State): void {
  const { images, objects } = marks.value;
  if (facets.marked_images.value) facets.marked_images.value = among(images);
  if (facets.marked_instances.value) facets.marked_instances.value = among(objects);
}

function among(rows: readonly number[]) {
  return rows.length > 0 ? { in: rows } : null;
}

function facetsOf({ facets }: State, face: Face) {
  const both = [facets.marked_images, facets.marked_instances] as const;
  return face === "images" ? both : ([both[1], both[0]] as const);
}

function changedMarks(state: State, face: Face, rows: readonly number[], on: boolean): Marks {
  const { images, objects } = state.marks.value;
  if (face === "images") return { images: changed(images, rows, on, objects.length), objects };
  if (isImageAlone(state)) {
    const image = (row: number) => state.listed.value.outcomes.image[row] as number;
    return { images: changed(images, rows.map(image), on, objects.length), objects };
  }
  return {
    images,
    objects: changed(
      objects,
      rows.flatMap((row) => objectsOf(state, row, on)),
      on,
      images.length,
    ),
  };
}

/** A mark goes to the prediction, else to the truth; it is taken from both. */
function objectsOf({ outcomes }: State, row: number, on: boolean): number[] {
  return objectsAt(outcomes.value, row).slice(0, on ? 1 : 2);
}

/** `others`: how many marks there are of the other kind. */
function changed(before: readonly number[], rows: readonly number[], on: boolean, others: number): number[] {
  const set = new Set(before);
  for (const row of rows) {
    if (!on) set.delete(row);
    else if (set.size + others < MAX_MARKS) set.add(row);
  }
  return [...set].sort((a, b) => a - b);
}

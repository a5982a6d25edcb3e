/** What one display of the matrix remembers of pointer and focus. */

import { type Signal, signal } from "@preact/signals-core";
import { FIRST, type Place } from "./table";

/** Two opposite corners. */
export type Block = readonly [from: Place, to: Place];

export interface Interaction {
  /** The one place that the tab key leads to. */
  readonly tabStop: Signal<Place>;
  /** The other corner of a block that shift extends. */
  readonly anchor: Signal<Place>;
  /** Under the pointer. */
  readonly hovered: Signal<Place | null>;
  /** A block while it is dragged. */
  readonly draggedBlock: Signal<Block | null>;
  /** Does the tab stop have the focus, put there by keys? */
  readonly isFocusVisible: Signal<boolean>;
  /** The index of the class that was searched; -1: none. */
  readonly searchedClass: Signal<number>;
}

export function createInteraction(): Interaction {
  return {
    tabStop: signal(FIRST),
    anchor: signal(FIRST),
    hovered: signal<Place | null>(null),
    draggedBlock: signal<Block | null>(null),
    isFocusVisible: signal(false),
    searchedClass: signal(-1),
  };
}

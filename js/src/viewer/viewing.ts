/** What the parts of the large view share. */

import type { ReadonlySignal, Signal } from "@preact/signals-core";
import type { Instance } from "../pictures/instances";

/** What is open, and what of it is drawn. */
export interface ViewerState {
  /** The open image; undefined: none. */
  readonly row: ReadonlySignal<number | undefined>;
  readonly name: ReadonlySignal<string>;
  /** Outcome rows of the image that hold at the threshold. */
  readonly outcomes: ReadonlySignal<readonly number[]>;
  readonly instances: ReadonlySignal<readonly Instance[]>;
  readonly isTruth: Signal<boolean>;
  readonly isPrediction: Signal<boolean>;
  /** The instance pointed at in the list. */
  readonly highlighted: Signal<Instance | undefined>;
}

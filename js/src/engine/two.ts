/**
 * Two models over the same images: what every sum of a comparison is over.
 *
 * The images are the same rows, the class indices mean the same, and the truths stand first among the objects and
 * alike: an object row of a truth means the same in both, but for the images outside `images.alike` (empty: all are
 * in it), where the models were judged by different truths. A prediction's `objects.twin` is the object row of its
 * partner in the other model, or NONE; the column is empty where nobody looked for twins.
 *
 * Functions over both take a `Two`; what they count is `shown - baseline`, each side at its own `confidence`.
 */

import type { Masks } from "../data/masks";
import type { Images, Objects, Outcomes } from "../data/tables";
import type { Header } from "../data/wire";

/** One model of an evaluation; of an evaluation of one model, all of it but its images. */
export interface Part {
  /** Empty where there is one model. */
  readonly name: string;
  /** That of the evaluation, with what is said of this model. */
  readonly header: Header;
  readonly outcomes: Outcomes;
  /** Of all its outcomes what begins and ends, as outcomes of the splits; undefined: nobody sent it. */
  readonly cube?: Outcomes | undefined;
  readonly objects: Objects;
  /** Of all objects, else of those of the images that were shown large. */
  readonly masks: Masks;
}

/** A model at a threshold that its columns answer. */
export interface Side extends Part {
  /** Integer percent. */
  readonly confidence: number;
}

/** The model on show, and the one that it is compared with. */
export interface Two {
  readonly split: string;
  readonly images: Images;
  readonly shown: Side;
  readonly baseline: Side;
}

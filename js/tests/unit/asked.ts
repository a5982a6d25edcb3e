/** A session over one evaluation of the vectors, asked as a user or Python would. */

import { batch } from "@preact/signals-core";
import type { Header } from "../../src/data/wire";
import type { CellIndex } from "../../src/engine/cells";
import type { Range } from "../../src/engine/facets/range";
import type { Polygon } from "../../src/engine/polygon";
import { signalOf } from "../../src/state/selection";
import { createSession, type Session } from "../../src/state/session";
import { cubeOf } from "./cubes";
import { put } from "./put";
import { headerOf, type Vector, vectorImages, vectorObjects, vectorOutcomes } from "./vectors";

/** A question as the vectors write it: split, threshold and facets, by the names of their traits. */
export interface Asked {
  readonly split: string;
  readonly confidence: number;
  readonly cells: readonly CellIndex[];
  readonly clusters: readonly number[];
  /** Vertices in embedding space; empty: none. */
  readonly lasso: Polygon;
  readonly query: string;
  /** Image rows. */
  readonly picked: readonly number[];
  readonly kinds?: readonly string[];
  readonly suspects?: readonly string[];
  readonly where?: Readonly<Record<string, Range>>;
}

const EVERYWHERE = { test: [[0, 100]], valid: [[0, 100]], train: [[0, 100]] } as const;

/** A session over an evaluation that answers every split at every threshold; with its cube, where that was sent. */
export function sessionOver(
  vector: Vector,
  { blocks = 2, header = {} as Partial<Header>, hasCube = false } = {},
): Session {
  const session = createSession(new AbortController().signal);
  const { state } = session;
  batch(() => {
    put(state, { header: { ...headerOf(vector), coverage: EVERYWHERE, ...header } });
    state.images.value = vectorImages(vector, blocks);
    put(state, { outcomes: vectorOutcomes(vector, blocks) });
    put(state, { objects: vectorObjects(vector) });
    if (hasCube) put(state, { cube: cubeOf(state.outcomes.value, state.images.value) });
  });
  return session;
}

/** Ask everything at once. */
export function ask({ state }: Session, { split, confidence, where = {}, ...facets }: Asked): void {
  batch(() => {
    state.split.value = split;
    state.confidence.value = confidence;
    for (const { name, trait, empty } of state.registry) {
      const values: Readonly<Record<string, unknown>> = trait === "where" ? where : { ...facets };
      signalOf(state, name).value = values[name] ?? empty;
    }
  });
}

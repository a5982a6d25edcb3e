/** The golden vectors of two models, and the tables they stand for. */

import { readdirSync, readFileSync } from "node:fs";
import { batch } from "@preact/signals-core";
import { Masks } from "../../src/data/masks";
import { NONE } from "../../src/data/tables";
import type { CellIndex } from "../../src/engine/cells";
import type { Change } from "../../src/engine/change";
import type { Transition } from "../../src/engine/transitions";
import type { Side, Two } from "../../src/engine/two";
import { createSession, type Session } from "../../src/state/session";
import { type Asked, ask } from "./asked";
import { headerOf, type Vector, vectorImages, vectorObjects, vectorOutcomes } from "./vectors";

const FOLDER = new URL("../../../tests/vectors/two/", import.meta.url);

export interface AskedOfTwo extends Asked {
  readonly baseline_confidence: number | null;
  readonly compared: boolean;
  readonly change: readonly Change[];
  readonly transition: readonly (Transition | CellIndex)[];
}

export interface AnswerOfTwo {
  readonly baseline: readonly (readonly number[])[];
  readonly shown: readonly (readonly number[])[];
  readonly difference: readonly (readonly number[])[];
  /** Of each image, by number. */
  readonly change: readonly number[];
  /** [class, transition, instances]. */
  readonly transitions: readonly (readonly [number, number, number])[];
  /** [outcome, transition] of the baseline, and of the model on show. */
  readonly codes: readonly [readonly (readonly [number, number])[], readonly (readonly [number, number])[]];
  readonly rows: Readonly<Record<"errors" | "regressed" | "fixed", readonly number[]>>;
  readonly instance_rows: readonly number[];
}

export interface VectorOfTwo extends Pick<Vector, "images" | "order"> {
  /** Of which images both models have the same truths; null: of all. */
  readonly alike: readonly boolean[] | null;
  /** The baseline, and the model on show. */
  readonly models: readonly [Part, Part];
  readonly queries: readonly { readonly asked: AskedOfTwo; readonly answer: AnswerOfTwo }[];
}

type Part = Pick<Vector, "header" | "outcomes"> & {
  readonly objects?: NonNullable<Vector["objects"]> & { readonly twin: readonly (number | null)[] };
};

export function namesOfTwo(): string[] {
  return readdirSync(FOLDER).map((file) => file.slice(0, -".json".length));
}

export function readTwo(name: string): VectorOfTwo {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8"));
}

/** Both models at the thresholds of a question. */
export function twoOf(vector: VectorOfTwo, { split, confidence, baseline_confidence }: AskedOfTwo): Two {
  const alike = vector.alike ? Uint8Array.from(vector.alike, Number) : new Uint8Array(0);
  const side = (part: Part, name: string, percent: number): Side => {
    const own = { ...vector, ...part } as unknown as Vector;
    return {
      name,
      header: headerOf(own),
      outcomes: vectorOutcomes(own),
      objects: { ...vectorObjects(own), twin: Uint32Array.from(part.objects?.twin ?? [], (row) => row ?? NONE) },
      masks: new Masks([]),
      confidence: percent,
    };
  };
  const [first, last] = vector.models;
  return {
    split,
    images: { ...vectorImages(vector as unknown as Vector), alike },
    baseline: side(first, "v1", baseline_confidence ?? confidence),
    shown: side(last, "v2", confidence),
  };
}

const EVERYWHERE = { test: [[0, 100]], valid: [[0, 100]], train: [[0, 100]] } as const;

/** A session over both models, that answers every split at every threshold. */
export function sessionOfTwo(vector: VectorOfTwo): Session {
  const session = createSession(new AbortController().signal);
  const [{ asked }] = vector.queries as [VectorOfTwo["queries"][number]];
  const { images, baseline, shown } = twoOf(vector, asked);
  batch(() => {
    session.state.images.value = images;
    session.state.parts.value = [baseline, shown].map(({ confidence: _, ...part }) => ({
      ...part,
      header: { ...part.header, coverage: EVERYWHERE },
    }));
    session.state.baseline.value = baseline.name;
  });
  return session;
}

/** Ask everything at once. */
export function askOfTwo(session: Session, asked: AskedOfTwo): void {
  batch(() => {
    session.state.baselineConfidence.value = asked.baseline_confidence;
    // A session asks about both where the difference is on show: which changes nothing else while no cell is selected.
    session.state.compared.value = asked.compared || asked.cells.length === 0;
    ask(session, asked);
  });
}

/** Is it the model, or the label? What a user decides of objects. It stays whatever is shown. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import { NONE, objectsAt } from "../data/tables";
import { MAX_VERDICTS, VERDICTS_DEFAULT, type Verdicts } from "../data/wire";
import { at } from "../engine/counts";
import { reasonOf, SUSPECTS, suspectCurves, suspectsOf } from "../engine/suspects";
import type { Faces } from "./faces";
import type { History } from "./history";
import type { Scoped } from "./scoped";
import type { State } from "./state";

/** What is wrong. */
export type Verdict = "label" | "model";

export interface Judged {
  /** Is that what the cards are there for: instances of chosen kinds of error, or suspects? */
  readonly isJudging: ReadonlySignal<boolean>;
  /** What was said of an instance (an outcome row): of one of its objects. */
  readonly verdictOf: ReadonlySignal<(outcome: number) => Verdict | undefined>;
  /** The object of an instance that is in question: a suspect of a chosen kind, else its prediction, else its truth. */
  readonly accusedOf: ReadonlySignal<(outcome: number) => number | undefined>;
  /** Why an instance is suspect, in words, while instances are judged; undefined: it is not. */
  readonly reasonOf: ReadonlySignal<(outcome: number) => string | undefined>;
  /** As `suspects`, of those that are judged. */
  readonly judgedSuspects: ReadonlySignal<Float64Array>;
  /** Instances on show, and how many of them are judged; none while `isJudging` is false. */
  readonly progress: ReadonlySignal<{ readonly judged: number; readonly of: number }>;
}

type Shown = Pick<Faces, "face" | "instanceRows"> & Pick<Scoped, "isSuspectShown">;

export function judgedOf(state: State, { face, instanceRows, isSuspectShown }: Shown): Judged {
  const { suspects, kinds } = state.facets;
  const isJudging = computed(
    () => face.value === "instances" && state.hasObjects.value && suspects.value.length + kinds.value.length > 0,
  );
  const said = computed(() => verdictsByObject(state.verdicts.value));
  const verdictOf = computed(() => {
    const verdicts = said.value;
    return (row: number) =>
      objectsAt(state.outcomes.value, row)
        .map((object) => verdicts.get(object)?.[0])
        .find(Boolean);
  });
  const accusedOf = computed(() => {
    const [outcomes, objects] = [state.outcomes.value, state.objects.value];
    const suspected = suspectsOf({ outcomes, objects });
    const names: readonly string[] = suspects.value;
    const isChosen = (object: number) => names.includes(SUSPECTS[at(objects.suspect, object)] ?? "");
    return (row: number) => {
      const own = suspected(row);
      return own.find(isChosen) ?? own[0] ?? objectsAt(outcomes, row)[0];
    };
  });
  return {
    ...{ isJudging, verdictOf, accusedOf },
    reasonOf: computed((): ((row: number) => string | undefined) => {
      const [accused, objects, header] = [accusedOf.value, state.objects.value, state.header.value];
      if (!isJudging.value) return () => undefined;
      return (row) => {
        const object = accused(row) ?? NONE;
        return objects.suspect[object] ? reasonOf(objects, object, header) : undefined;
      };
    }),
    judgedSuspects: computed(() => {
      const [verdict, isShown] = [verdictOf.value, isSuspectShown.value];
      const tables = { outcomes: state.outcomes.value, objects: state.objects.value };
      return suspectCurves(tables, (row) => verdict(row) !== undefined && isShown(row));
    }),
    progress: computed(() => {
      // Of all pages nobody tells before their rows are here.
      if (!isJudging.value || !state.isHere.value) return { judged: 0, of: 0 };
      const [rows, verdict] = [instanceRows.value, verdictOf.value];
      let judged = 0;
      for (const row of rows) if (verdict(row)) judged++;
      return { judged, of: rows.length };
    }),
  };
}

export interface Judging {
  /**
   * Say what is wrong with an instance on show, or take that back where it is said already; the place of the next one
   * that nobody has judged, else its own.
   */
  judge(row: number, verdict: Verdict): number;
  /** Undo, where that takes a verdict back; the place of its instance, -1 where there is none. */
  takeBack(): number;
}

export function createJudging(
  state: State,
  { instanceRows, verdictOf, accusedOf }: Judged & Pick<Faces, "instanceRows">,
  history: History,
): Judging {
  return {
    judge(row, verdict) {
      const rows = instanceRows.peek();
      const here = rows.indexOf(row);
      const isBack = verdictOf.peek()(row) === verdict;
      const said = verdictsByObject(state.verdicts.peek());
      for (const object of objectsAt(state.outcomes.peek(), row)) said.delete(object);
      const accused = accusedOf.peek()(row);
      const time = Math.floor(Date.now() / 1000);
      if (!isBack && accused !== undefined && said.size < MAX_VERDICTS) said.set(accused, [verdict, time]);
      state.verdicts.value = verdictsOf(said);
      if (isBack) return here;
      const isJudged = verdictOf.peek();
      const ahead = rows.findIndex((own, i) => i > here && !isJudged(own));
      const next = ahead < 0 ? rows.findIndex((own) => !isJudged(own)) : ahead;
      return next < 0 ? here : next;
    },
    takeBack() {
      const before = verdictOf.peek();
      if (!history.undoes(state.verdicts)) return -1;
      history.undo();
      const after = verdictOf.peek();
      return instanceRows.peek().findIndex((row) => before(row) !== after(row));
    },
  };
}

type Said = Map<number, readonly [verdict: Verdict, time: number]>;

export function verdictsByObject(verdicts: Verdicts): Said {
  const of = (verdict: Verdict) =>
    verdicts[verdict].map((row, i) => [row, [verdict, verdicts[`${verdict}_times`][i] ?? 0]] as const);
  return new Map([...of("label"), ...of("model")]);
}

export function verdictsOf(said: Said): Verdicts {
  const made = structuredClone(VERDICTS_DEFAULT) as unknown as { [key in keyof Verdicts]: number[] };
  for (const [row, [verdict, time]] of [...said].sort(([a], [b]) => a - b)) {
    made[verdict].push(row);
    made[`${verdict}_times`].push(time);
  }
  return made;
}

/** What was chosen before, to go back to: by anybody, in any display, in Python too. */

import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { covers } from "../engine/header";
import { partOf } from "./parts";
import { signalOf } from "./selection";
import type { State } from "./state";

export interface History {
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  undo(): void;
  redo(): void;
  /** Would undo change this part of the state? */
  undoes(part: Signal<unknown>): boolean;
  /** All changes until the answer is called are one step: a drag, a key that is held down. */
  hold(): () => void;
  /** Remember from now on; what is set before the first display has nothing to go back to. */
  begin(): void;
}

/** Steps that can be taken back. */
const MOST = 100;

/** One value a part, in the order of the parts. */
type Step = readonly unknown[];

/** `lifetime` is that of the model. */
export function createHistory(state: State, lifetime: AbortSignal): History {
  const query = state.facets.query as Signal<unknown>;
  const facets = state.registry.map(({ name }) => signalOf(state, name));
  // Split, threshold and model first, the page last: they have rules of their own.
  const parts = [
    ...[state.split, state.confidence, state.model, state.baseline, state.baselineConfidence, state.compared],
    ...facets,
    state.unknown,
    state.view,
    state.marks,
    state.verdicts,
    state.elsewhere,
    state.page,
  ] as const;
  const [PAGE, QUERY] = [parts.length - 1, parts.indexOf(query)];
  const steps = signal<readonly Step[]>([]);
  const at = signal(0);
  /** The step that a drag began at. */
  let held: number | undefined;

  const changes = (a: Step, b: Step) =>
    parts.flatMap((_, i) => (i === PAGE || a[i] === b[i] || JSON.stringify(a[i]) === JSON.stringify(b[i]) ? [] : [i]));
  const keep = (kept: readonly Step[]) => {
    const lost = Math.max(0, kept.length - MOST - 1);
    steps.value = kept.slice(lost);
    at.value = steps.value.length - 1;
    if (held !== undefined) held -= lost;
  };
  /** Is the difference a name that goes on being typed, however many letters it has by now? */
  const isTyped = (a: Step, b: Step) => changes(a, b).every((part) => part === QUERY);
  /** The step that `now` follows on; what came after it is replaced. */
  const before = (now: Step): number => {
    const [last, here] = [at.peek(), steps.peek()];
    if (held !== undefined) return Math.min(held, last);
    const [own, earlier] = [here[last] as Step, here[last - 1]];
    if (!earlier) return last;
    // A question that was never answered is no step: it was superseded, or cannot be answered.
    const [split, confidence, model] = own as [string, number, string | null];
    const isAsked = split !== now[0] || confidence !== now[1] || model !== now[2];
    if (isAsked && !covers(partOf(state.parts.peek(), model).header, split, confidence)) return last - 1;
    return own[QUERY] && now[QUERY] && isTyped(earlier, own) && isTyped(own, now) ? last - 1 : last;
  };
  const remember = (now: Step) => {
    const [last, here] = [at.peek(), steps.peek()];
    const own = here[last];
    if (!own) return keep([now]);
    if (changes(own, now).length === 0) {
      // A turned page is no step: going back leads to the page that one left.
      if (own[PAGE] !== now[PAGE]) steps.value = here.map((step, i) => (i === last ? now : step));
      return;
    }
    const from = before(now);
    const kept = here.slice(0, from + 1);
    keep(changes(here[from] as Step, now).length === 0 ? kept : [...kept, now]);
  };
  const go = (to: number) => {
    const step = steps.peek()[to];
    if (!step) return;
    at.value = to;
    batch(() => {
      for (const [i, part] of parts.entries()) (part as Signal<unknown>).value = step[i];
    });
  };
  let stop: (() => void) | undefined;
  lifetime.addEventListener("abort", () => stop?.());
  return {
    canUndo: computed(() => at.value > 0),
    canRedo: computed(() => at.value < steps.value.length - 1),
    undo: () => go(at.peek() - 1),
    redo: () => go(at.peek() + 1),
    undoes(part) {
      const [own, earlier] = [steps.peek()[at.peek()], steps.peek()[at.peek() - 1]];
      const index = (parts as readonly unknown[]).indexOf(part);
      return own !== undefined && earlier !== undefined && changes(earlier, own).includes(index);
    },
    hold() {
      held = at.peek();
      return () => {
        held = undefined;
      };
    },
    begin() {
      stop ??= effect(() => remember(parts.map(({ value }) => value)));
    },
  };
}

/** Asking for what Python sent and this page lacks: anywidget drops what comes while a module loads for over two seconds. */

import { PYTHON_WRITES } from "../data/wire";
import type { State } from "../state/state";
import { regainHearing } from "./hearing";
import type { Model } from "./model";

const PATIENCE_MS = 2000;

export interface Lacking {
  /** Ask for these traits, each once however many displays there are. */
  ask(traits: readonly string[]): void;
  /** The model is displayed: what was said to be coming should be there soon. */
  displayed(): void;
}

export function lackingOf(model: Model, state: State, signal: AbortSignal): Lacking {
  const asked = new Set<string>();
  const ask = (traits: readonly string[]) => {
    const missing = traits.filter((trait) => !asked.has(trait));
    for (const trait of missing) asked.add(trait);
    if (missing.length > 0 && !signal.aborted) model.send?.({ type: "lacking", traits: missing });
  };
  regainHearing(model).then((wasDeaf) => wasDeaf && ask(PYTHON_WRITES));
  return {
    ask,
    displayed() {
      // The header comes after the rows that it names: where these are on their way, nothing is sent twice.
      const timer = setTimeout(() => state.header.peek().rows === "coming" && ask(["header"]), PATIENCE_MS);
      signal.addEventListener("abort", () => clearTimeout(timer));
    },
  };
}

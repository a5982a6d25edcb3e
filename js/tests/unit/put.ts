/** Tables of the one model of a test, as the host would put them. */

import type { Part } from "../../src/engine/two";
import { partOf } from "../../src/state/parts";
import type { State } from "../../src/state/state";

/** Give the model on show these in place of its own; the others stay as they are. */
export function put(state: State, tables: Partial<Part>): void {
  const own = partOf(state.parts.peek(), state.shown.peek().model);
  state.parts.value = state.parts.peek().map((part) => (part === own ? { ...own, ...tables } : part));
}

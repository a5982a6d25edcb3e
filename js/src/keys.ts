/** The keys that belong to no view: undo, the list of keys, and Escape, one thing a press. */

import { ESCAPE } from "./state/keys";
import { choicesOf } from "./state/selection";
import type { Context } from "./state/session";
import { watch } from "./ui/effect";
import { type KeyList, keyList } from "./ui/keyList";
import { holdFocus, listenToKeys } from "./ui/keymap";

/** Listen in `root`, whose one child is `lens`, until the display ends. */
export function mountKeys(root: ShadowRoot, lens: HTMLElement, ctx: Context): void {
  const { keys, state, actions, history, signal } = ctx;
  const closed = () => {
    keys.isListed.value = false;
  };
  let list: KeyList | undefined;
  watch(signal, () => {
    if (!keys.isListed.value) return list?.close();
    // Made when it is first asked for, in front of everything.
    list ??= keyList(lens, closed, signal);
    list.open(keys.bindings.peek());
  });
  const toggle = () => {
    keys.isListed.value = !keys.isListed.value;
  };
  const onEscape = { keys: ["Escape"], words: "Close what is open, else take the latest filter away" };
  keys.add(
    [
      { keys: ["?"], words: "List of keys", run: toggle },
      { ...onEscape, rank: ESCAPE.menu, run: toggle, when: () => keys.isListed.peek() },
      { ...onEscape, rank: ESCAPE.large, run: () => actions.open(null), when: () => state.open.peek() !== null },
      { ...onEscape, rank: ESCAPE.facet, run: actions.clearLatest, when: () => hasFacet(ctx) },
      { keys: ["Ctrl+Z"], words: "Undo", run: history.undo, when: () => history.canUndo.peek() },
      { keys: ["Ctrl+Shift+Z", "Ctrl+Y"], words: "Redo", run: history.redo, when: () => history.canRedo.peek() },
    ],
    signal,
  );
  listenToKeys(root, keys.find, signal);
  holdFocus(lens, signal);
  history.begin();
  holdWhilePressed(root, history.hold, signal);
}

function hasFacet({ state }: Context): boolean {
  return choicesOf(state, state.registry).length > 0;
}

/** What a drag changes on its way is one step, and so is what a key does that is held down. */
function holdWhilePressed(root: ShadowRoot, hold: () => () => void, signal: AbortSignal): void {
  let release: (() => void) | undefined;
  const end = () => {
    release?.();
    release = undefined;
  };
  const begin = () => {
    end();
    release = hold();
  };
  const repeat = (event: Event) => (event as KeyboardEvent).repeat && !release && begin();
  root.addEventListener("pointerdown", begin, { signal, capture: true });
  root.addEventListener("keydown", repeat, { signal, capture: true });
  // The view that drags hears of it before the window does.
  for (const type of ["pointerup", "pointercancel", "keyup"]) window.addEventListener(type, end, { signal });
}

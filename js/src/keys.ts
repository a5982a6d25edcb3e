/** The keys that belong to no view: the list of keys, and what Escape undoes. */

import { ESCAPE } from "./state/keys";
import type { Context } from "./state/session";
import { watch } from "./ui/effect";
import { type KeyList, keyList } from "./ui/keyList";
import { listenToKeys, takeFocusOnPress } from "./ui/keymap";

/** Listen in `root`, whose one child is `lens`, until the display ends. */
export function mountKeys(root: ShadowRoot, lens: HTMLElement, ctx: Context): void {
  const { keys, state, actions, signal } = ctx;
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
    ],
    signal,
  );
  listenToKeys(root, keys.find, signal);
  takeFocusOnPress(lens, signal);
}

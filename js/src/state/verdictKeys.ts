/** The keys that judge, the same wherever instances are judged. */

import type { Actions } from "./actions";
import type { Derived } from "./derived";
import type { KeyBinding } from "./keys";

/** The heading of these keys. */
export const JUDGING = "While suspects or types of error are chosen";

/**
 * L, M and U, which act within an element while instances are judged, on the instance (an outcome row) that `current`
 * names; `go` is told the place of the next one. To be added after the other keys there: the latest wins.
 */
export function verdictKeys(
  { derived, actions }: { readonly derived: Derived; readonly actions: Actions },
  within: Element,
  current: () => number | undefined,
  go: (place: number) => void,
): KeyBinding[] {
  const bind = (key: string, words: string, act: (row: number) => number): KeyBinding => ({
    ...{ keys: [key], words, within },
    place: JUDGING,
    when: () => derived.isJudging.peek() && current() !== undefined,
    run: ({ repeat }) => {
      const row = current();
      // A key that is held down would judge what nobody has looked at.
      const place = repeat || row === undefined ? -1 : act(row);
      if (place >= 0) go(place);
    },
  });
  return [
    bind("L", "The label is wrong; on to the next instance", (row) => actions.judge(row, "label")),
    bind("M", "The model is wrong; on to the next instance", (row) => actions.judge(row, "model")),
    bind("U", "Take the verdict back", actions.takeBack),
  ];
}

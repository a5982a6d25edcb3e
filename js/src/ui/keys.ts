/** What keys mean, the same in every view. */

type Held = Pick<MouseEvent, "ctrlKey" | "metaKey">;

/** Is ctrl held, or cmd, which takes its place on a Mac? */
export function isCtrl({ ctrlKey, metaKey }: Held): boolean {
  return ctrlKey || metaKey;
}

/** How a click joins what is already selected. */
export function selectMode(event: MouseEvent): "toggle" | "add" | "replace" {
  return isCtrl(event) ? "toggle" : event.shiftKey ? "add" : "replace";
}

/**
 * The index that a key leads to from `here` among `count` in rows of `perRow`; undefined: the key
 * does not move. It may lie beyond the ends: whether these meet is for the caller to say.
 */
export function movedIndex(key: string, here: number, count: number, perRow = 1): number | undefined {
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: here - 1,
    ArrowRight: here + 1,
    ArrowUp: here - perRow,
    ArrowDown: here + perRow,
    Home: 0,
    End: count - 1,
  };
  return targets[key];
}

/**
 * Move the focus among the buttons in `node`, `perRow` of them in a row, as a key says; in a ring its ends meet.
 * Returns the button that has it now; undefined: the key does not move, or there is none that way.
 */
export function moveAmong(
  node: Element,
  event: KeyboardEvent,
  { perRow = 1, isRing = false } = {},
): HTMLButtonElement | undefined {
  const all = [...node.querySelectorAll<HTMLButtonElement>("button:enabled")];
  const to = movedIndex(event.key, all.indexOf(event.target as HTMLButtonElement), all.length, perRow);
  if (to === undefined || event.altKey || isCtrl(event)) return undefined;
  const next = isRing ? all.at(to % all.length) : all[to];
  event.preventDefault();
  next?.focus();
  return next;
}

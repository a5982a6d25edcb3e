/** Which Lenses are alive in a page: a widget says so, and what a notebook keeps for lack of one listens. */

const EVENT = "evallens-alive";
const KEY = Symbol.for(EVENT);

function alive(): Map<string, number> {
  const page = globalThis as unknown as Record<symbol, Map<string, number> | undefined>;
  page[KEY] ??= new Map();
  return page[KEY];
}

/** Say that a Lens is displayed, until `signal` aborts: the displays of one are counted. */
export function announce(uid: string, signal: AbortSignal): void {
  const count = (by: number) => alive().set(uid, (alive().get(uid) ?? 0) + by);
  count(1);
  signal.addEventListener("abort", () => count(-1));
  window.dispatchEvent(new CustomEvent(EVENT, { detail: uid }));
}

/** Is it displayed now? */
export function isAlive(uid: string): boolean {
  return (alive().get(uid) ?? 0) > 0;
}

/** Call `handler` whenever a display of it begins. */
export function onAlive(uid: string, handler: () => void): void {
  window.addEventListener(EVENT, (event) => (event as CustomEvent<string>).detail === uid && handler());
}

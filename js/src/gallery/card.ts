/** What the cards of both faces have in common. */

import { isBehind } from "../state/away";
import type { Context } from "../state/session";

export interface Card {
  readonly node: HTMLLIElement;
  /** Draw what the state says now; called within an effect. */
  update(): void;
}

/** Those whose rows stay with Python, which fetches them again and again, and that came to rest without a picture. */
const BARE = new WeakSet<Context["state"]>();

/** Where no image has a picture, and none is on the way, no card keeps room for one. */
export function hasRoomForPictures({ state }: Context): boolean {
  const isLoading = state.status.value.state === "loading";
  const isAny = state.thumbnails.value.some(({ row }) => row.length > 0);
  if (isBehind(state) && !isLoading && !isAny) BARE.add(state);
  return isAny || (isLoading && !BARE.has(state));
}

/** What the cards of both faces have in common. */

import type { Context } from "../state/session";

export interface Card {
  readonly node: HTMLLIElement;
  /** Draw what the state says now; called within an effect. */
  update(): void;
}

/** Where no image has a picture, and none is on the way, no card keeps room for one. */
export function hasRoomForPictures({ state }: Context): boolean {
  return state.status.value.state === "loading" || state.thumbnails.value.some(({ row }) => row.length > 0);
}

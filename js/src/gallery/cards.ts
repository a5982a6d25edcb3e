/** The cards of the page on show, of whichever face: what is not on show is not built. */

import type { Face } from "../state/faces";
import type { Context } from "../state/session";
import { watch, watchSize } from "../ui/effect";
import { hasFocus, refill } from "../ui/focus";
import type { Card } from "./card";
import { createImageCard } from "./imageCard";
import { createInstanceCard } from "./instanceCard";

const CREATE = { images: createImageCard, instances: createInstanceCard } as const satisfies Readonly<
  Record<Face, (ctx: Context, row: number, signal: AbortSignal) => Card>
>;

interface Living extends Card {
  readonly end: () => void;
}

/** Fill the list whenever the page changes; a card that stays keeps its nodes, and the focus its place. */
export function showCards(list: HTMLElement, ctx: Context, filled: () => void): void {
  const { state, derived, signal } = ctx;
  let cards = new Map<string, Living>();
  const create = (face: Face, row: number): Living => {
    const life = new AbortController();
    signal.addEventListener("abort", () => life.abort(), { once: true, signal: life.signal });
    return { ...CREATE[face](ctx, row, life.signal), end: () => life.abort() };
  };
  watch(signal, () => {
    // The last picture stays while another is on its way.
    if (derived.stale.value.cards && state.hasKernel.value) return;
    const before = cards;
    const face = derived.cardFace.value;
    const { name } = state.images.value;
    const { image } = state.listed.value.outcomes;
    const rows = face === "images" ? derived.pageRows.value : derived.pageInstances.value;
    const keyed = Array.from(rows, (row): [string, Living] => {
      // Other images may stand under the same row numbers: nothing of the old cards holds then.
      const key = `${face} ${row} ${name.at(face === "images" ? row : (image[row] as number))}`;
      return [key, before.get(key) ?? create(face, row)];
    });
    cards = new Map(keyed);
    for (const [key, card] of before) if (cards.get(key) !== card) card.end();
    for (const card of cards.values()) card.update();
    const hadFocus = hasFocus(list);
    refill(
      list,
      [...cards.values()].map(({ node }) => node),
    );
    filled();
    if (hadFocus && !hasFocus(list)) list.querySelector("button")?.focus({ preventScroll: true });
  });
}

/** A short last page keeps the height of a full one: the buttons must not move away from under the pointer. */
export function keepHeight(list: HTMLElement, { derived, signal }: Context): void {
  let width = 0;
  const keep = () => {
    if (derived.pageCount.value > 1) list.style.minHeight = `${list.offsetHeight}px`;
  };
  const release = () => {
    list.style.minHeight = "";
  };
  watchSize(list, signal, (now) => {
    if (width > 0 && now !== width) release();
    width = now;
    keep();
  });
  watch(signal, () => {
    // Of images what is in order, which follows matrix and counts: the height of what is on show would be kept before.
    void (derived.face.value === "images" ? derived.rows.value : derived.counts.value);
    release();
    // The new cards are laid out by then; a list that is gone by then has no height to keep.
    requestAnimationFrame(keep);
  });
}

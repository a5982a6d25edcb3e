/** Pointer and keys on the matrix: which cells they select. */

import { batch, type Signal, signal } from "@preact/signals-core";
import type { CellIndex } from "../engine/cells";
import { rowsIn } from "../engine/groups";
import type { SelectMode } from "../state/actions";
import type { Context } from "../state/session";
import { on } from "../ui/dom";
import { isCtrl } from "../ui/keys";
import { type Geometry, placeAt, scrolled } from "./geometry";
import { moved } from "./keys";
import type { Painter } from "./painter";
import { isPan } from "./pan";
import { blockOf, FIRST, isSamePlace, type Place, type Table } from "./table";

/** What one display of the matrix remembers: pointer and focus. */
export interface Hand {
  /** The tab stop. */
  readonly active: Signal<Place>;
  /** The other corner of a block that shift extends. */
  readonly anchor: Signal<Place>;
  /** Under the pointer. */
  readonly near: Signal<Place | null>;
  /** A block while it is dragged. */
  readonly block: Signal<readonly [Place, Place] | null>;
  /** Does the tab stop have the focus, put there by keys? */
  readonly isKeyed: Signal<boolean>;
  /** The index of the class that was searched; -1: none. */
  readonly found: Signal<number>;
}

export interface Field {
  readonly scroller: HTMLElement;
  readonly table: () => Table;
  readonly geometry: () => Geometry;
  readonly painter: () => Painter;
}

export function createHand(): Hand {
  return {
    active: signal(FIRST),
    anchor: signal(FIRST),
    near: signal<Place | null>(null),
    block: signal<readonly [Place, Place] | null>(null),
    isKeyed: signal(false),
    found: signal(-1),
  };
}

export function gestures(field: Field, hand: Hand, ctx: Context): void {
  const isEver = (actual: number, predicted: number) => {
    const cell = actual * ctx.state.header.peek().classes.length + predicted;
    return rowsIn(ctx.derived.cellIndex.peek(), cell).length > 0;
  };
  const block = (from: Place, to: Place) => blockOf(field.table(), from, to, isEver);
  const select = (from: Place, to: Place, mode: SelectMode) => ctx.actions.select("cells", block(from, to), mode);
  pointer(field, hand, select, ctx.signal);
  keys(field, hand, select, block, ctx);
}

type Select = (from: Place, to: Place, mode: SelectMode) => void;
type Held = Pick<MouseEvent, "ctrlKey" | "metaKey" | "shiftKey">;

function pointer(field: Field, hand: Hand, select: Select, lifetime: AbortSignal): void {
  const { scroller } = field;
  let from: Place | undefined;
  const click = (place: Place, held: Held) => {
    if (held.shiftKey) select(within(place, hand.anchor.peek()), hand.anchor.peek(), isCtrl(held) ? "add" : "replace");
    else select(place, place, isCtrl(held) ? "toggle" : "replace");
    if (!held.shiftKey) hand.anchor.value = place;
  };
  const release = () => {
    from = undefined;
    batch(() => {
      hand.block.value = null;
      hand.near.value = null;
    });
  };
  const down = (event: PointerEvent) => {
    const place = under(event, field);
    // A second finger ends what the first one began: it pinches.
    if (event.pointerType === "touch" && !event.isPrimary) return release();
    if (event.button !== 0 || isPan(event) || !place) return;
    from = place;
    hand.isKeyed.value = false;
    // A finger scrolls the page; only a mouse or a pen drags a block.
    if (event.pointerType !== "touch") scroller.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    const place = under(event, field);
    hand.near.value = place ?? null;
    if (!from || !place || event.pointerType === "touch") return;
    const to = within(place, from);
    hand.block.value = !isSamePlace(to, from) || hand.block.peek() ? [from, to] : null;
  };
  const up = (event: PointerEvent) => {
    const block = hand.block.peek();
    const place = from;
    from = undefined;
    hand.block.value = null;
    if (!place) return;
    const end = block?.[1] ?? place;
    hand.active.value = end;
    // A ring around what a pointer left would look like a selection.
    scroller.classList.add("pointed");
    field.painter().stop(end, true);
    if (!block) return click(place, event);
    hand.anchor.value = block[0];
    select(block[0], block[1], isCtrl(event) ? "add" : "replace");
  };
  // Assistive tools click an element without a pointer.
  const plainClick = (event: MouseEvent) => {
    const place = event.detail === 0 ? field.painter().placeOf(event.target as Element) : undefined;
    if (!place) return;
    hand.active.value = place;
    click(place, event);
  };
  const leave = ({ relatedTarget }: FocusEvent) => {
    if (!scroller.contains(relatedTarget as Node | null)) scroller.classList.remove("pointed");
  };
  on(scroller, "pointerdown", down, lifetime);
  on(scroller, "focusout", leave, lifetime);
  on(scroller, "pointermove", move, lifetime);
  on(scroller, "pointerup", up, lifetime);
  on(scroller, "pointercancel", release, lifetime);
  on(scroller, "pointerleave", release, lifetime);
  on(scroller, "click", plainClick, lifetime);
}

function under(event: MouseEvent, { scroller, geometry }: Field): Place | undefined {
  const box = scroller.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  if (x >= scroller.clientWidth || y >= scroller.clientHeight) return undefined;
  return placeAt(geometry(), x, y, scrolled(scroller));
}

/** A block that begins at a cell stays among cells; one that begins at a name stays among names. */
function within(place: Place, from: Place): Place {
  return {
    row: from.row < 0 ? -1 : Math.max(0, place.row),
    column: from.column < 0 ? -1 : Math.max(0, place.column),
  };
}

function keys(
  field: Field,
  hand: Hand,
  select: Select,
  block: (from: Place, to: Place) => CellIndex[],
  { state, actions, signal: lifetime }: Context,
): void {
  const go = (place: Place) => {
    hand.active.value = place;
    hand.isKeyed.value = true;
    field.painter().stop(place, true);
  };
  const extend = (place: Place) => {
    const anchor = hand.anchor.peek();
    const to = within(place, anchor);
    if (isSamePlace(to, hand.active.peek())) return;
    go(to);
    // Replacing a selection by itself would clear it.
    if (!isSelected(block(anchor, to), state.facets.cells.peek())) select(anchor, to, "replace");
  };
  const press = (event: KeyboardEvent): boolean => {
    const active = hand.active.peek();
    const next = moved(event, active, field.table().size);
    if (next && event.shiftKey) extend(next);
    else if (next) {
      hand.anchor.value = next;
      go(next);
    } else if (event.key === "Enter" || event.key === " ") {
      hand.anchor.value = active;
      select(active, active, isCtrl(event) ? "toggle" : "replace");
    } else if (event.key === "Escape" && state.facets.cells.peek().length > 0) actions.clear("cells");
    else return false;
    return true;
  };
  const handle = (event: KeyboardEvent) => {
    if (event.altKey || !press(event)) return;
    field.scroller.classList.remove("pointed");
    event.preventDefault();
    event.stopPropagation();
  };
  on(field.scroller, "keydown", handle, lifetime);
}

function isSelected(block: readonly CellIndex[], cells: readonly CellIndex[]): boolean {
  const had = new Set(cells.map(String));
  return block.length === had.size && block.every((cell) => had.has(String(cell)));
}

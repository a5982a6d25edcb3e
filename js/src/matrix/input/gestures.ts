/** Pointer and keys on the matrix: which cells they select. */

import { batch } from "@preact/signals-core";
import type { CellIndex } from "../../engine/cells";
import { rowsIn } from "../../engine/groups";
import type { SelectMode } from "../../state/actions";
import type { Context } from "../../state/session";
import { on } from "../../ui/dom";
import { pixelOf } from "../../ui/hands";
import { isCtrl } from "../../ui/keys";
import type { Grid } from "../draw/grid";
import { type Geometry, isZoomed, nearestPlace, placeAt, scrolled } from "../model/geometry";
import type { Interaction } from "../model/interaction";
import { blockOf, isSamePlace, type Place, type Table } from "../model/table";
import { placeAfterKey } from "./navigation";
import { isPanned } from "./pan";

/** What gestures are made on, as it is now. */
export interface Surface {
  readonly scroller: HTMLElement;
  readonly table: () => Table;
  readonly geometry: () => Geometry;
  readonly grid: Grid;
}

export function listenToGestures(surface: Surface, interaction: Interaction, ctx: Context): void {
  const isEver = (actual: number, predicted: number) => {
    const cell = actual * ctx.state.header.peek().classes.length + predicted;
    return rowsIn(ctx.derived.cellIndex.peek(), cell).length > 0;
  };
  const block = (from: Place, to: Place) => blockOf(surface.table(), from, to, isEver);
  const select = (from: Place, to: Place, mode: SelectMode) => ctx.actions.select("cells", block(from, to), mode);
  const click = (place: Place, held: Held) => clickAt(place, held, interaction, select);
  listenToPointers(surface, interaction, select, click, ctx.signal);
  listenToAssistiveTools(surface, interaction, click, ctx.signal);
  listenToKeys(surface, interaction, select, block, ctx);
}

type Select = (from: Place, to: Place, mode: SelectMode) => void;
type Held = Pick<MouseEvent, "ctrlKey" | "metaKey" | "shiftKey">;
type Click = (place: Place, held: Held) => void;

function clickAt(place: Place, held: Held, { anchor }: Interaction, select: Select): void {
  if (held.shiftKey) {
    select(within(place, anchor.peek()), anchor.peek(), isCtrl(held) ? "add" : "replace");
    return;
  }
  select(place, place, isCtrl(held) ? "toggle" : "replace");
  anchor.value = place;
}

function listenToPointers(
  surface: Surface,
  interaction: Interaction,
  select: Select,
  click: Click,
  lifetime: AbortSignal,
): void {
  const { scroller } = surface;
  const { draggedBlock, hovered, isFocusVisible, tabStop, anchor } = interaction;
  /** Would this drag move the matrix, once it is no click? */
  const isMovable = (event: PointerEvent, place: Place) =>
    isZoomed(surface.geometry()) && !event.shiftKey && !isCtrl(event) && place.row >= 0 && place.column >= 0;
  let from: Place | undefined;
  const release = () => {
    from = undefined;
    batch(() => {
      draggedBlock.value = null;
      hovered.value = null;
    });
  };
  const down = (event: PointerEvent) => {
    const place = under(event, surface);
    // A second finger ends what the first one began: it pinches.
    if (event.pointerType === "touch" && !event.isPrimary) return release();
    if (event.button !== 0 || event.altKey || !place) return;
    from = place;
    isFocusVisible.value = false;
    // A finger scrolls the page; only a mouse or a pen drags a block.
    if (event.pointerType !== "touch") scroller.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    const place = under(event, surface);
    // What moves under the pointer is not looked at, and a hand that moves it selects nothing.
    const isMoved = isPanned(scroller);
    if (isMoved) from = undefined;
    hovered.value = isMoved ? null : (place ?? null);
    if (!from || event.pointerType === "touch") return;
    const to = within(place ?? nearest(event, surface), from);
    if (isMovable(event, from)) return;
    draggedBlock.value = !isSamePlace(to, from) || draggedBlock.peek() ? [from, to] : null;
  };
  const up = (event: PointerEvent) => {
    const block = draggedBlock.peek();
    const place = from;
    from = undefined;
    draggedBlock.value = null;
    if (!place) return;
    const end = block?.[1] ?? place;
    tabStop.value = end;
    // A ring around what a pointer left would look like a selection.
    scroller.classList.add("pointed");
    surface.grid.setTabStop(end, true);
    if (!block) return click(place, event);
    anchor.value = block[0];
    select(...block, isCtrl(event) ? "add" : "replace");
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
}

/** They click an element without a pointer. */
function listenToAssistiveTools(
  { scroller, grid }: Surface,
  { tabStop }: Interaction,
  click: Click,
  lifetime: AbortSignal,
): void {
  const plainClick = (event: MouseEvent) => {
    const place = event.detail === 0 ? grid.placeOf(event.target as Element) : undefined;
    if (!place) return;
    tabStop.value = place;
    click(place, event);
  };
  on(scroller, "click", plainClick, lifetime);
}

export function under(
  event: MouseEvent,
  { scroller, geometry }: Pick<Surface, "scroller" | "geometry">,
): Place | undefined {
  return placeAt(geometry(), ...pixelOf(scroller, event), scrolled(scroller));
}

function nearest(event: MouseEvent, { scroller, geometry }: Surface): Place {
  return nearestPlace(geometry(), ...pixelOf(scroller, event), scrolled(scroller));
}

/** A block that begins at a cell stays among cells; one that begins at a name stays among names. */
function within(place: Place, from: Place): Place {
  return {
    row: from.row < 0 ? -1 : Math.max(0, place.row),
    column: from.column < 0 ? -1 : Math.max(0, place.column),
  };
}

function listenToKeys(
  surface: Surface,
  interaction: Interaction,
  select: Select,
  block: (from: Place, to: Place) => CellIndex[],
  { state, signal: lifetime }: Context,
): void {
  const { tabStop, anchor, isFocusVisible } = interaction;
  const go = (place: Place) => {
    tabStop.value = place;
    isFocusVisible.value = true;
    surface.grid.setTabStop(place, true);
  };
  const extend = (place: Place) => {
    const corner = anchor.peek();
    const to = within(place, corner);
    if (isSamePlace(to, tabStop.peek())) return;
    go(to);
    // Replacing a selection by itself would clear it.
    if (!isSelected(block(corner, to), state.facets.cells.peek())) select(corner, to, "replace");
  };
  const press = (event: KeyboardEvent): boolean => {
    const active = tabStop.peek();
    const next = placeAfterKey(event, active, surface.table().size);
    if (next && event.shiftKey) extend(next);
    else if (next) {
      anchor.value = next;
      go(next);
    } else if (event.key === "Enter" || event.key === " ") {
      anchor.value = active;
      select(active, active, isCtrl(event) ? "toggle" : "replace");
    } else return false;
    return true;
  };
  const handle = (event: KeyboardEvent) => {
    if (event.altKey || !press(event)) return;
    surface.scroller.classList.remove("pointed");
    event.preventDefault();
    event.stopPropagation();
  };
  on(surface.scroller, "keydown", handle, lifetime);
}

function isSelected(block: readonly CellIndex[], cells: readonly CellIndex[]): boolean {
  const had = new Set(cells.map(String));
  return block.length === had.size && block.every((cell) => had.has(String(cell)));
}

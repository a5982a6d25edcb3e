/** Keeps the grid on screen, drawn as the model says. */

import type { ReadonlySignal } from "@preact/signals-core";
import type { CellIndex } from "../../engine/cells";
import type { Header } from "../../engine/header";
import type { Context } from "../../state/session";
import { el, on, set, style } from "../../ui/dom";
import { watch } from "../../ui/effect";
import { boxOf, boxStyle, type Geometry, isZoomed, scrolled, scrollTo } from "../model/geometry";
import type { Block, Interaction } from "../model/interaction";
import type { Model } from "../model/model";
import { FIRST, isSamePlace, type Place, placeOf, span } from "../model/table";
import { createGrid, type Grid } from "./grid";

interface Parts {
  /** Holds the scroller and the names of the axes. */
  readonly frame: HTMLElement;
  readonly scroller: HTMLElement;
}

export function showGrid({ frame, scroller }: Parts, model: Model, interaction: Interaction, ctx: Context): Grid {
  const { signal } = ctx;
  const grid = createGrid(scroller, signal);
  const blockMark = el("div.block", { hidden: true });
  scroller.replaceChildren(grid.node, blockMark);
  let before = model.header.peek();
  watch(signal, () => {
    const now = model.header.value;
    for (const place of [interaction.tabStop, interaction.anchor]) place.value = moved(place.peek(), before, now);
    before = now;
  });
  watch(signal, () => fitFrame(frame, model.geometry.value));
  keepDrawn(grid, model, signal);
  keepTabStop(grid, scroller, model, interaction, ctx.state.facets.cells, signal);
  const drawDragged = () => drawBlock(blockMark, interaction.draggedBlock.value, model.geometry.value, scroller);
  watch(signal, drawDragged);
  const scroll = () => {
    grid.scroll();
    drawDragged();
  };
  on(scroller, "scroll", scroll, signal, { passive: true });
  return grid;
}

/** Where the same classes stand in another order; other classes begin at the first. */
function moved(place: Place, before: Header, now: Header): Place {
  if (String(now.classes) !== String(before.classes)) return FIRST;
  // The header also changes when a report arrives.
  if (String(now.order) === String(before.order)) return place;
  const line = (at: number) => now.order.indexOf(before.order[at] ?? -1);
  return { row: line(place.row), column: line(place.column) };
}

function fitFrame(frame: HTMLElement, geometry: Geometry): void {
  const { width, height, gutter, overhang } = geometry;
  set(frame, { "data-zoomed": isZoomed(geometry) });
  style(frame, {
    "--width": `${width}px`,
    "--height": `${height}px`,
    "--gutter": `${gutter}px`,
    "--overhang": `${overhang}px`,
  });
}

function keepDrawn(grid: Grid, model: Model, lifetime: AbortSignal): void {
  const { width, table, geometry, numbers, palette, marks } = model;
  watch(lifetime, () => {
    if (width.value === 0) return;
    grid.draw({ table: table.value, geometry: geometry.value, numbers: numbers.value, palette: palette.value });
  });
  watch(lifetime, () => grid.mark(marks.value));
}

function keepTabStop(
  grid: Grid,
  scroller: HTMLElement,
  { table, geometry }: Model,
  { tabStop }: Interaction,
  selected: ReadonlySignal<readonly CellIndex[]>,
  lifetime: AbortSignal,
): void {
  watch(lifetime, () => grid.setTabStop(tabStop.value, false));
  // A single cell selected anywhere becomes the tab stop, and is scrolled to.
  watch(lifetime, () => {
    const [cell, another] = selected.value;
    if (!cell || another) return;
    const place = placeOf(table.peek(), cell);
    if (!isSamePlace(place, tabStop.peek())) tabStop.value = place;
  });
  watch(lifetime, () => {
    scroller.scrollTo(scrollTo(geometry.value, tabStop.value, scrolled(scroller)));
  });
}

/** Around both corners, wherever they are scrolled to; a name stands for its whole line. */
function drawBlock(mark: HTMLElement, block: Block | null, geometry: Geometry, scroller: HTMLElement): void {
  mark.hidden = block === null;
  if (!block) return;
  const scroll = scrolled(scroller);
  const rows = span(block[0].row, block[1].row, geometry.size);
  const columns = span(block[0].column, block[1].column, geometry.size);
  const first = boxOf(geometry, { row: rows[0] ?? 0, column: columns[0] ?? 0 }, scroll);
  const last = boxOf(geometry, { row: rows.at(-1) ?? 0, column: columns.at(-1) ?? 0 }, scroll);
  const [width, height] = [last.left + last.width - first.left, last.top + last.height - first.top];
  // The mark scrolls with the cells.
  mark.style.cssText = boxStyle({ left: first.left + scroll.left, top: first.top + scroll.top, width, height });
}

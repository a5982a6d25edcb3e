/** Keeps the grid on screen: one that suits the number of classes, drawn as the model says. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import type { CellIndex } from "../../engine/cells";
import type { Header } from "../../engine/header";
import type { Context } from "../../state/session";
import { el, on, set, style } from "../../ui/dom";
import { successive, watch } from "../../ui/effect";
import { boxOf, boxStyle, type Geometry, isZoomed, scrolled, scrollTo } from "../model/geometry";
import type { Block, Interaction } from "../model/interaction";
import type { Model } from "../model/model";
import { FIRST, isSamePlace, type Place, placeOf, span } from "../model/table";
import { canvasGrid } from "./canvasGrid";
import { elementGrid } from "./elementGrid";
import type { Grid } from "./grid";

interface Parts {
  /** Holds the scroller and the names of the axes. */
  readonly frame: HTMLElement;
  readonly scroller: HTMLElement;
}

/** The function returned says which grid there is now. */
export function showGrid({ frame, scroller }: Parts, model: Model, interaction: Interaction, ctx: Context): () => Grid {
  const blockMark = el("div.block", { hidden: true });
  const next = successive(ctx.signal);
  // The header also changes when a report arrives; only other classes, or another order, need another grid.
  const classes = computed(() => JSON.stringify(model.names.value));
  let grid = elementGrid([], scroller);
  let before = model.header.peek();
  watch(ctx.signal, () => {
    const lifetime = next();
    grid =
      classes.value && model.isCanvas.value
        ? canvasGrid(scroller, lifetime)
        : elementGrid(model.names.peek(), scroller);
    const now = model.header.peek();
    for (const place of [interaction.tabStop, interaction.anchor]) place.value = moved(place.peek(), before, now);
    before = now;
    scroller.replaceChildren(grid.node, blockMark);
    watch(lifetime, () => fitFrame(frame, model.geometry.value));
    on(scroller, "scroll", () => grid.scroll(), lifetime, { passive: true });
    keepDrawn(grid, model, lifetime);
    keepTabStop(grid, scroller, model, interaction, ctx.state.facets.cells, lifetime);
    const drawDragged = () => drawBlock(blockMark, interaction.draggedBlock.value, model.geometry.value, scroller);
    watch(lifetime, drawDragged);
    on(scroller, "scroll", drawDragged, lifetime, { passive: true });
  });
  return () => grid;
}

/** Where the same classes stand in another order; other classes begin at the first. */
function moved({ row, column }: Place, before: Header, now: Header): Place {
  if (String(now.classes) !== String(before.classes)) return FIRST;
  const line = (at: number) => now.order.indexOf(before.order[at] ?? -1);
  return { row: line(row), column: line(column) };
}

function fitFrame(frame: HTMLElement, geometry: Geometry): void {
  const { width, height, gutter, head, overhang } = geometry;
  set(frame, { "data-zoomed": isZoomed(geometry) });
  style(frame, {
    "--head": `${head}px`,
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

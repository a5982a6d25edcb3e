/** The confusion matrix: a recount of what the filters leave, and a filter itself. */

import { computed, signal } from "@preact/signals-core";
import type { Context } from "../state/session";
import type { Shares } from "../state/state";
import { el, on, set } from "../ui/dom";
import { watch, watchSize, watchTheme } from "../ui/effect";
import { menu } from "../ui/menu";
import { segmented } from "../ui/segmented";
import { adopt } from "../ui/styles";
import { type Tooltip, tooltip } from "../ui/tooltip";
import { matrixItems } from "./exports";
import { type Geometry, layOut, scrollTo } from "./geometry";
import { createHand, gestures, type Hand } from "./gestures";
import { gridPainter } from "./grid";
import { marksOf } from "./marks";
import css from "./matrix.css";
import type { Painter } from "./painter";
import { readPalette } from "./palette";
import { type Place, placeOf, span, tableOf, tipOf } from "./table";
import { canvasPainter } from "./wide";
import { zoomControl } from "./zoom";

/** More elements than this many squared make a recount stutter. */
const MOST_ELEMENTS = 64;
const AXIS_WIDTH = 18;

export function mount(node: HTMLElement, ctx: Context): void {
  adopt(node, css);
  const scroller = el("div", { class: "scroller" });
  const blockMark = el("div", { class: "block", hidden: true });
  const frame = el(
    "div",
    { class: "frame" },
    el("div", { class: "axis predicted", "aria-hidden": true }, "Predicted"),
    el("div", { class: "axis actual", "aria-hidden": true }, "Actual"),
    scroller,
  );
  const plot = el("div", { class: "plot" }, frame);
  const hand = createHand();
  const { state, derived } = ctx;
  const width = signal(0);
  const zoom = signal(0);
  const palette = signal(readPalette(node));
  const table = computed(() => tableOf(derived.matrix.value, state.header.value, state.view.value));
  const selection = computed(() => marksOf(table.value, state.cells.value));
  const names = computed(() => state.header.value.order.map((i) => state.header.value.classes[i] ?? ""));
  // The header also changes when a report arrives; only other classes need another grid.
  const classes = computed(() => JSON.stringify(names.value));
  const isCanvas = computed(() => names.value.length > MOST_ELEMENTS);
  const widths = computed(() => widthsOf(node, names.value));
  const geometry = computed(() =>
    layOut({
      size: names.value.length,
      width: width.value,
      names: widths.value,
      zoom: zoom.value,
      isCanvas: isCanvas.value,
    }),
  );
  let painter: Painter = gridPainter([]);
  const sceneNow = () => ({
    table: table.peek(),
    geometry: geometry.peek(),
    palette: palette.peek(),
    marks: { ...selection.peek(), near: null },
    font: getComputedStyle(node).fontFamily,
  });

  node.append(head(ctx, sceneNow), plot);
  plot.append(zoomControl(geometry, zoom, scroller, ctx.signal));
  watchSize(plot, ctx.signal, (available) => {
    width.value = Math.max(0, available - AXIS_WIDTH);
  });
  watchTheme(node, ctx.signal, () => {
    palette.value = readPalette(node);
  });
  watchPainter();
  gestures({ scroller, table: () => table.peek(), geometry: () => geometry.peek(), painter: () => painter }, hand, ctx);
  tips(node, scroller, hand, { table: () => table.peek(), geometry: () => geometry.peek() }, ctx.signal);

  function watchPainter(): void {
    let end = new AbortController();
    ctx.signal.addEventListener("abort", () => end.abort());
    watch(ctx.signal, () => {
      end.abort();
      end = new AbortController();
      painter = classes.value && isCanvas.value ? canvasPainter(scroller, end.signal) : gridPainter(names.peek());
      hand.active.value = { row: 0, column: 0 };
      hand.anchor.value = { row: 0, column: 0 };
      scroller.replaceChildren(painter.node, blockMark);
      keepDrawn(end.signal, painter);
    });
  }

  function keepDrawn(lifetime: AbortSignal, own: Painter): void {
    watch(lifetime, () => {
      frame.style.setProperty("--width", `${geometry.value.width}px`);
      frame.style.setProperty("--height", `${geometry.value.height}px`);
      frame.style.setProperty("--gutter", `${geometry.value.gutter}px`);
      if (width.value > 0) own.cells(table.value, geometry.value, palette.value);
    });
    watch(lifetime, () => own.marks({ ...selection.value, near: hand.near.value }));
    watch(lifetime, () => own.stop(hand.active.value, false));
    // A single cell selected anywhere becomes the tab stop, and is scrolled to.
    watch(lifetime, () => {
      const [cell] = state.cells.value;
      if (cell && state.cells.value.length === 1) stopAt(hand.active, placeOf(table.peek(), cell));
    });
    watch(lifetime, () => drawBlock(blockMark, hand.block.value, geometry.value));
    watch(lifetime, () => {
      const to = scrollTo(geometry.value, hand.active.value, { left: scroller.scrollLeft, top: scroller.scrollTop });
      scroller.scrollTo(to);
    });
  }
}

function stopAt(active: Hand["active"], place: Place): void {
  const { row, column } = active.peek();
  if (row !== place.row || column !== place.column) active.value = place;
}

function head(ctx: Context, sceneNow: Parameters<typeof matrixItems>[1]): HTMLElement {
  const { state, actions, signal: lifetime } = ctx;
  const shares = segmented<Shares>({
    label: "Numbers",
    look: "line",
    signal: lifetime,
    choose: (normalize) => actions.setView({ normalize }),
  });
  const options = [
    { value: "count", text: "count", title: "How many" },
    { value: "actual", text: "of actual", title: "Percent of the actual class (rows add up to 100)" },
    { value: "predicted", text: "of predicted", title: "Percent of the predicted class (columns add up to 100)" },
    { value: "all", text: "of all", title: "Percent of everything" },
  ] as const;
  const diagonal = el("button", { type: "button", class: "switch", title: "Show what is right" }, "diagonal");
  watch(lifetime, () => {
    shares.update(options, state.view.value.normalize);
    set(diagonal, { "aria-pressed": state.view.value.diagonal });
  });
  on(diagonal, "click", () => actions.setView({ diagonal: !state.view.peek().diagonal }), lifetime);
  const save = menu("Export", "Export the matrix", () => matrixItems(ctx, sceneNow), lifetime);
  return el(
    "header",
    { class: "view-head" },
    el("h2", {}, "Confusion matrix"),
    el("div", { class: "end" }, shares.node, diagonal),
    save,
  );
}

interface Laid {
  readonly table: () => ReturnType<typeof tableOf>;
  readonly geometry: () => Geometry;
}

/** The card beside the pointer, or beside the cell that keys have reached. */
function tips(node: HTMLElement, scroller: HTMLElement, hand: Hand, laid: Laid, lifetime: AbortSignal): void {
  const tip: Tooltip = tooltip(node);
  let pointer = { x: 0, y: 0 };
  const show = (place: Place, x: number, y: number) => {
    const [words, numbers] = tipOf(laid.table(), place);
    tip.show(x, y, el("b", {}, words), el("div", {}, numbers));
  };
  const track = (event: PointerEvent) => {
    pointer = { x: event.clientX, y: event.clientY };
    const near = hand.near.peek();
    if (near) show(near, pointer.x, pointer.y);
  };
  on(scroller, "pointermove", track, lifetime);
  on(scroller, "focusout", () => (hand.isKeyed.value = false), lifetime);
  watch(lifetime, () => {
    const near = hand.near.value;
    const { row, column } = hand.active.value;
    if (near) return;
    if (!hand.isKeyed.value) return tip.hide();
    const { cell, gutter, head: top } = laid.geometry();
    const box = scroller.getBoundingClientRect();
    const x = box.left + gutter + (column + 1) * cell - scroller.scrollLeft - 8;
    const y = box.top + top + (row + 1) * cell - scroller.scrollTop - 8;
    show(hand.active.value, x, y);
  });
}

function drawBlock(mark: HTMLElement, block: readonly [Place, Place] | null, geometry: Geometry): void {
  mark.hidden = block === null;
  if (!block) return;
  const { cell, gutter, head: top, size } = geometry;
  const rows = span(block[0].row, block[1].row, size);
  const columns = span(block[0].column, block[1].column, size);
  const left = gutter + (columns[0] ?? 0) * cell;
  const place = `left:${left}px;top:${top + (rows[0] ?? 0) * cell}px`;
  mark.style.cssText = `${place};width:${columns.length * cell}px;height:${rows.length * cell}px`;
}

/** Pixel widths of names at the size they are drawn. */
function widthsOf(node: Element, names: readonly string[]): number[] {
  const pen = document.createElement("canvas").getContext("2d");
  if (!pen) return names.map((name) => name.length * 6.2);
  pen.font = `600 11px ${getComputedStyle(node).fontFamily}`;
  return names.map((name) => Math.ceil(pen.measureText(name).width));
}

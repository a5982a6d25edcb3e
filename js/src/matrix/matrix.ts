/** The confusion matrix: a recount of what the filters leave, and a filter itself. */

import { computed, signal } from "@preact/signals-core";
import type { Shares } from "../engine/counts";
import { type Header, namesOf } from "../engine/header";
import type { Context } from "../state/session";
import { button, el, on, set, style } from "../ui/dom";
import { successive, watch, watchSize, watchTheme } from "../ui/effect";
import { menu } from "../ui/menu";
import { segmented } from "../ui/segmented";
import { adopt } from "../ui/styles";
import { type Tooltip, tooltip } from "../ui/tooltip";
import { matrixItems } from "./exports";
import { boxStyle, type Geometry, layOut, scrolled, scrollTo } from "./geometry";
import { createHand, type Field, gestures, type Hand } from "./gestures";
import { gridPainter } from "./grid";
import { marksOf } from "./marks";
import css from "./matrix.css";
import { arrangedHeader, orderControl } from "./order";
import { widthsOf } from "./paint";
import { fontOf, type Painter } from "./painter";
import { readPalette } from "./palette";
import { pan } from "./pan";
import { classSearch } from "./search";
import { FIRST, isSamePlace, type Place, placeOf, span, tableOf, tipOf } from "./table";
import { canvasPainter } from "./wide";
import { zoomControl } from "./zoom";

/** More elements than this many squared make a recount stutter. */
const MOST_ELEMENTS = 64;
/** So many names are found faster by eye. */
const FEW_CLASSES = 20;
const AXIS_WIDTH = 18;

export function mount(node: HTMLElement, ctx: Context): void {
  adopt(node, css);
  const scroller = el("div.scroller");
  const blockMark = el("div.block", { hidden: true });
  const frame = el(
    "div.frame",
    {},
    el("div.axis.predicted", { "aria-hidden": true }, "Predicted"),
    el("div.axis.actual", { "aria-hidden": true }, "Actual"),
    scroller,
  );
  const plot = el("div.plot", {}, frame);
  const hand = createHand();
  const { state, derived } = ctx;
  const width = signal(0);
  const zoom = signal(0);
  const palette = signal(readPalette(node));
  const arranged = arrangedHeader(ctx);
  const table = computed(() => tableOf(derived.matrix.value, arranged.value, state.view.value));
  const names = computed(() => namesOf(arranged.value));
  const selection = computed(() => marksOf(arranged.value.order, state.facets.cells.value));
  const marks = computed(() => {
    const { selected, rows, columns } = selection.value;
    const found = arranged.value.order.indexOf(hand.found.value);
    const stand = (lines: ReadonlySet<number>) => new Set([found, ...lines]);
    return { selected, rows: stand(rows), columns: stand(columns), near: hand.near.value, found };
  });
  // The header also changes when a report arrives; only other classes, or another order, need another grid.
  const classes = computed(() => JSON.stringify(names.value));
  const isCanvas = computed(() => names.value.length > MOST_ELEMENTS);
  const widths = computed(() => widthsOf(names.value, fontOf(node)));
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
    marks: { ...marks.peek(), near: null },
    font: fontOf(node),
  });

  const zooming = zoomControl(geometry, zoom, scroller, ctx.signal);
  const find = (line: number) => {
    hand.found.value = table.peek().order[line] ?? -1;
    if (line < 0) return;
    hand.near.value = null;
    hand.active.value = { row: line, column: line };
    hand.anchor.value = hand.active.value;
    zooming.show(line);
  };
  const search = classSearch(() => table.peek(), find, ctx.signal);
  watch(ctx.signal, () => {
    search.hidden = names.value.length <= FEW_CLASSES;
  });
  node.append(head(ctx, search, sceneNow), plot);
  plot.append(zooming.node);
  pan(scroller, zooming, ctx.signal);
  watchSize(plot, ctx.signal, (available) => {
    width.value = Math.max(0, available - AXIS_WIDTH);
  });
  watchTheme(node, ctx.signal, () => {
    palette.value = readPalette(node);
  });
  watchPainter();
  const field = { scroller, table: () => table.peek(), geometry: () => geometry.peek(), painter: () => painter };
  gestures(field, hand, ctx);
  tips(tooltip(node), field, hand, ctx.signal);

  function watchPainter(): void {
    const next = successive(ctx.signal);
    let before = arranged.peek();
    watch(ctx.signal, () => {
      const lifetime = next();
      painter = classes.value && isCanvas.value ? canvasPainter(scroller, lifetime) : gridPainter(names.peek());
      const now = arranged.peek();
      const isSame = String(now.classes) === String(before.classes);
      for (const place of [hand.active, hand.anchor]) place.value = isSame ? moved(place.peek(), before, now) : FIRST;
      before = now;
      scroller.replaceChildren(painter.node, blockMark);
      keepDrawn(lifetime, painter);
    });
  }

  function keepDrawn(lifetime: AbortSignal, own: Painter): void {
    watch(lifetime, () => {
      const { width: across, height, gutter, overhang } = geometry.value;
      style(frame, {
        "--width": `${across}px`,
        "--height": `${height}px`,
        "--gutter": `${gutter}px`,
        "--overhang": `${overhang}px`,
      });
      if (width.value > 0) own.cells(table.value, geometry.value, palette.value);
    });
    watch(lifetime, () => own.marks(marks.value));
    watch(lifetime, () => own.stop(hand.active.value, false));
    // A single cell selected anywhere becomes the tab stop, and is scrolled to.
    watch(lifetime, () => {
      const [cell] = state.facets.cells.value;
      if (!cell || state.facets.cells.value.length > 1) return;
      const place = placeOf(table.peek(), cell);
      if (!isSamePlace(place, hand.active.peek())) hand.active.value = place;
    });
    watch(lifetime, () => drawBlock(blockMark, hand.block.value, geometry.value));
    watch(lifetime, () => {
      scroller.scrollTo(scrollTo(geometry.value, hand.active.value, scrolled(scroller)));
    });
  }
}

/** Where the same classes stand in another order. */
function moved({ row, column }: Place, before: Header, now: Header): Place {
  const line = (at: number) => now.order.indexOf(before.order[at] ?? -1);
  return { row: line(row), column: line(column) };
}

function head(ctx: Context, search: HTMLElement, sceneNow: Parameters<typeof matrixItems>[1]): HTMLElement {
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
  const diagonal = button({ class: "switch", title: "Show what is right" }, "diagonal");
  watch(lifetime, () => {
    shares.update(options, state.view.value.normalize);
    set(diagonal, { "aria-pressed": state.view.value.diagonal });
  });
  on(diagonal, "click", () => actions.setView({ diagonal: !state.view.peek().diagonal }), lifetime);
  const save = menu("Export", "Export the matrix", () => matrixItems(ctx, sceneNow), lifetime);
  return el(
    "header.view-head",
    {},
    el("h2", {}, "Confusion matrix"),
    el("div.end", {}, shares.node, diagonal, orderControl(ctx), search),
    save,
  );
}

/** The card beside the pointer, or beside the cell that keys have reached. */
function tips(tip: Tooltip, { scroller, table, geometry }: Field, hand: Hand, lifetime: AbortSignal): void {
  const show = (place: Place, x: number, y: number) => {
    const [words, ...numbers] = tipOf(table(), place);
    tip.show(x, y, el("b", {}, words), ...numbers.map((line) => el("div", {}, line)));
  };
  const track = ({ clientX, clientY }: PointerEvent) => {
    const near = hand.near.peek();
    if (near) show(near, clientX, clientY);
  };
  on(scroller, "pointermove", track, lifetime);
  on(scroller, "focusout", () => (hand.isKeyed.value = false), lifetime);
  watch(lifetime, () => {
    const { row, column } = hand.active.value;
    if (hand.near.value) return;
    if (!hand.isKeyed.value) return tip.hide();
    const { cell, gutter, head: top } = geometry();
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
  mark.style.cssText = boxStyle(left, top + (rows[0] ?? 0) * cell, columns.length * cell, rows.length * cell);
}

/** What one display of the matrix shows: signals that follow from the state. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { type Header, namesOf } from "../../engine/header";
import type { Context } from "../../state/session";
import { type Geometry, layOut } from "./geometry";
import type { Interaction } from "./interaction";
import { type Marks, marksOf } from "./marks";
import { fontOf, widthsOf } from "./measure";
import { arrangedHeader } from "./order";
import { type Palette, readPalette } from "./palette";
import { type Table, tableOf } from "./table";

/** More elements than this many squared make a recount stutter. */
const MOST_ELEMENTS = 64;

export interface Model {
  /** Pixels to live in. */
  readonly width: Signal<number>;
  /** Cell edge asked for by zooming; 0: fit. */
  readonly zoom: Signal<number>;
  readonly palette: Signal<Palette>;
  /** The classes in the order that was chosen. */
  readonly header: ReadonlySignal<Header>;
  /** The class names in that order. */
  readonly names: ReadonlySignal<readonly string[]>;
  readonly table: ReadonlySignal<Table>;
  readonly marks: ReadonlySignal<Marks>;
  readonly geometry: ReadonlySignal<Geometry>;
  /** Too many classes for an element a cell. */
  readonly isCanvas: ReadonlySignal<boolean>;
}

export function createModel(node: HTMLElement, ctx: Context, interaction: Interaction): Model {
  const { state, derived } = ctx;
  const width = signal(0);
  const zoom = signal(0);
  const header = arrangedHeader(ctx);
  const names = computed(() => namesOf(header.value));
  const isCanvas = computed(() => names.value.length > MOST_ELEMENTS);
  const nameWidths = computed(() => widthsOf(names.value, fontOf(node)));
  const geometry = computed(() =>
    layOut({
      size: names.value.length,
      width: width.value,
      names: nameWidths.value,
      zoom: zoom.value,
      isCanvas: isCanvas.value,
    }),
  );
  return {
    ...{ width, zoom, header, names, isCanvas, geometry },
    palette: signal(readPalette(node)),
    table: computed(() => tableOf(derived.matrix.value, header.value, state.view.value)),
    marks: createMarks(header, ctx, interaction),
  };
}

function createMarks(
  header: ReadonlySignal<Header>,
  { state }: Context,
  { searchedClass, hovered }: Interaction,
): ReadonlySignal<Marks> {
  const selection = computed(() => marksOf(header.value.order, state.facets.cells.value));
  return computed(() => {
    const { selected, rows, columns } = selection.value;
    const searched = header.value.order.indexOf(searchedClass.value);
    const bold = (lines: ReadonlySet<number>) => new Set([searched, ...lines]);
    return { selected, rows: bold(rows), columns: bold(columns), hovered: hovered.value, searched };
  });
}

/** What is on screen, wherever it is scrolled to. */
export interface StillScene {
  readonly table: Table;
  readonly geometry: Geometry;
  readonly palette: Palette;
  readonly marks: Marks;
  readonly font: string;
}

/** The matrix as it is now, without the pointer. */
export function stillScene(node: HTMLElement, { table, geometry, palette, marks }: Model): StillScene {
  return {
    table: table.peek(),
    geometry: geometry.peek(),
    palette: palette.peek(),
    marks: { ...marks.peek(), hovered: null },
    font: fontOf(node),
  };
}

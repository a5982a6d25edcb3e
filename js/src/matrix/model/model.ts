/** What one display of the matrix shows: signals that follow from the state. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import type { Header } from "../../engine/header";
import type { Context } from "../../state/session";
import { MATRIX_HEIGHT } from "./frame";
import { type Geometry, layOut } from "./geometry";
import type { Interaction } from "./interaction";
import { type Marks, marksOf } from "./marks";
import { fontOf, widthsOf } from "./measure";
import { digitWidths, type Numbers, numbersIn } from "./numbers";
import { arrangedHeader } from "./order";
import { type Palette, readPalette } from "./palette";
import { shownNames, type Table, tableOf } from "./table";

export interface Model {
  /** Pixels to live in. */
  readonly width: Signal<number>;
  /** Cell edge asked for by zooming; 0: fit. */
  readonly zoom: Signal<number>;
  readonly palette: Signal<Palette>;
  /** The classes in the order that was chosen. */
  readonly header: ReadonlySignal<Header>;
  /** The class names in that order, as they are written. */
  readonly names: ReadonlySignal<readonly string[]>;
  readonly table: ReadonlySignal<Table>;
  readonly marks: ReadonlySignal<Marks>;
  readonly geometry: ReadonlySignal<Geometry>;
  /** How numbers stand in the cells. */
  readonly numbers: ReadonlySignal<Numbers>;
}

export function createModel(node: HTMLElement, ctx: Context, interaction: Interaction): Model {
  const { state, derived } = ctx;
  const width = signal(0);
  const zoom = signal(0);
  const header = arrangedHeader(ctx);
  const names = computed(() => shownNames(header.value));
  const nameWidths = computed(() => widthsOf(names.value, fontOf(node)));
  const table = computed(() =>
    tableOf(derived.matrix.value, header.value, state.view.value, derived.matrixBefore.value),
  );
  const geometry = computed(() =>
    layOut({
      names: nameWidths.value,
      hasBackground: header.value.background !== null,
      width: width.value,
      height: MATRIX_HEIGHT,
      zoom: zoom.value,
    }),
  );
  const digits = computed(() => digitWidths(fontOf(node)));
  return {
    ...{ width, zoom, header, names, table, geometry },
    numbers: computed(() => numbersIn(table.value, geometry.value.cell, digits.value)),
    palette: signal(readPalette(node)),
    marks: createMarks(header, ctx, interaction),
  };
}

function createMarks(
  header: ReadonlySignal<Header>,
  { state }: Context,
  { searchedClass, hovered, tabStop, isFocusVisible }: Interaction,
): ReadonlySignal<Marks> {
  const selection = computed(() => marksOf(header.value.order, state.facets.cells.value));
  return computed(() => {
    const { selected, rows, columns } = selection.value;
    const searched = header.value.order.indexOf(searchedClass.value);
    const bold = (lines: ReadonlySet<number>) => new Set([searched, ...lines]);
    const seen = hovered.value ?? (isFocusVisible.value ? tabStop.value : null);
    return { selected, rows: bold(rows), columns: bold(columns), seen, searched };
  });
}

/** What is on screen, wherever it is scrolled to. */
export interface StillScene {
  readonly table: Table;
  readonly geometry: Geometry;
  readonly numbers: Numbers;
  readonly palette: Palette;
  readonly marks: Marks;
  readonly font: string;
}

/** The matrix as it is now, without the pointer. */
export function stillScene(node: HTMLElement, { table, geometry, numbers, palette, marks }: Model): StillScene {
  return {
    table: table.peek(),
    geometry: geometry.peek(),
    numbers: numbers.peek(),
    palette: palette.peek(),
    marks: { ...marks.peek(), seen: null },
    font: fontOf(node),
  };
}

/**
 * Transparent elements in the places of cells and names, so that keys and assistive tools work: for all of them up to
 * some sixty classes, beyond that for those around the tab stop.
 */

import { range } from "../../engine/numbers";
import { el, fill, set, setText, style } from "../../ui/dom";
import { hasFocus } from "../../ui/focus";
import { MANY_CLASSES } from "../model/frame";
import { boxOf, boxStyle, type Geometry, scrolled } from "../model/geometry";
import type { Marks } from "../model/marks";
import { MINUS, type Numbers } from "../model/numbers";
import type { Palette } from "../model/palette";
import { FIRST, isSameCell, isSamePlace, type Place, type Table, textOf } from "../model/table";
import { labelOf, lineName } from "../model/words";

export interface Drawn {
  readonly table: Table;
  readonly geometry: Geometry;
  readonly numbers: Numbers;
  readonly palette: Palette;
}

/** Of many classes, cells on each side of the tab stop that are there as elements. */
const REACH = 2;

/** `scroller` scrolls what holds the node. */
export function createStandIns(scroller: Element) {
  const node = el("div.around", { role: "rowgroup" });
  let all: HTMLElement[] = [];
  let lines = "";
  let drawn: Drawn | undefined;
  let tabStop = FIRST;

  const focus = () => node.querySelector<HTMLElement>("[tabindex]")?.focus({ preventScroll: true });
  /** The classes scroll with their cells; names and background are moved, so that they stay. */
  const put = (isMoved: (place: Place) => boolean) => {
    if (!drawn) return;
    const scroll = scrolled(scroller);
    for (const own of all) {
      const place = placeOf(own);
      if (!isMoved(place)) continue;
      const { left, top, width, height } = boxOf(drawn.geometry, place, scroll);
      own.style.cssText = boxStyle({ left: left + scroll.left, top: top + scroll.top, width, height });
    }
  };
  /** Elements for the lines there are now; are they others? */
  const surround = ({ size, names }: Table): boolean => {
    const [rows, columns] = [linesAround(tabStop.row, size), linesAround(tabStop.column, size)];
    const wanted = JSON.stringify([rows, columns, names]);
    if (lines === wanted) return false;
    lines = wanted;
    const cells = rows.map((row) =>
      columns.filter((column) => row >= 0 || column >= 0).map((column) => standIn({ row, column }, names)),
    );
    fill(
      node,
      cells.map((row, i) => el("div", { role: "row", "aria-rowindex": Number(rows[i]) + 2 }, ...row)),
    );
    all = cells.flat();
    return true;
  };
  return {
    node,
    focus,
    tabTo(place: Place): void {
      tabStop = place;
    },
    show(now: Drawn | undefined, { selected }: Marks): void {
      if (!now) return;
      // Replacing the focused element must not lose the focus to the page.
      const isFocused = hasFocus(node);
      style(node, { "--digits": `${now.numbers.size}px` });
      const isOther = surround(now.table);
      const before = isOther ? undefined : drawn;
      drawn = now;
      for (const own of all) {
        const place = placeOf(own);
        const cell = place.row * now.table.size + place.column;
        set(own, { tabindex: isSamePlace(place, tabStop) ? 0 : null });
        if (!isCell(place)) continue;
        set(own, { "aria-selected": selected.has(cell) });
        if (isSaid(cell, now, before)) continue;
        const text = textOf(now.table, cell, now.numbers.form);
        own.ariaLabel = spoken(labelOf(now.table, cell), text);
        setText(own.firstElementChild as HTMLElement, text);
      }
      if (before?.geometry !== now.geometry) put(() => true);
      if (isOther && isFocused) focus();
    },
    /** What is in sight is another part. */
    follow(): void {
      const inner = drawn?.geometry.inner ?? 0;
      put((place) => !isCell(place) || place.row >= inner || place.column >= inner);
    },
  };
}

/** The place that an element stands for. */
export function placeOf(standIn: Element): Place {
  return { row: Number(standIn.parentElement?.ariaRowIndex) - 2, column: Number(standIn.ariaColIndex) - 2 };
}

function isCell({ row, column }: Place): boolean {
  return row >= 0 && column >= 0;
}

function linesAround(center: number, size: number): number[] {
  if (size <= MANY_CLASSES) return range(-1, size - 1);
  return range(Math.max(-1, center - REACH), Math.min(size - 1, center + REACH));
}

function standIn({ row, column }: Place, names: readonly string[]): HTMLElement {
  const at = { "aria-colindex": column + 2 };
  if (isCell({ row, column })) return el("div", { ...at, role: "gridcell" }, el("span"));
  const isRow = column < 0;
  const name = names[isRow ? row : column] ?? "";
  const says = { ...at, role: isRow ? "rowheader" : "columnheader", "aria-label": lineName(name, isRow) };
  return el("div", says, el("span", {}, name));
}

/** Cells whose number and text stay are not touched: a threshold is dragged at 60 frames. */
function isSaid(cell: number, { table, numbers }: Drawn, before: Drawn | undefined): boolean {
  return (
    before?.table.by === table.by &&
    before.table.isDiagonalShown === table.isDiagonalShown &&
    before.numbers.form === numbers.form &&
    isSameCell(before.table, table, cell)
  );
}

/** What one sees is part of the name, or who speaks to the computer could not say it. */
function spoken(label: string, text: string): string {
  const isSeen = text === "" || label.split(/[\s,]+/).includes(text.replace(MINUS, "-"));
  return isSeen ? label : `${label}, written ${text}`;
}

/** A table that sorts by its columns and whose buttons are one tab stop: arrows move between them. */

import type { ReadonlySignal, Signal } from "@preact/signals-core";
import { type Child, el, fill, on, set } from "../ui/dom";
import { watch } from "../ui/effect";
import { focused } from "../ui/focus";

export interface Column<Row> {
  readonly name: string;
  /** What the numbers mean, in a sentence. */
  readonly about?: string;
  /** A class name for the cells of the column. */
  readonly look?: string;
  /** What the column sorts by; without it, it does not. */
  readonly key?: (row: Row) => number;
  /** Sorts lowest first when it is chosen, as rates do: worst first. */
  readonly isUp?: boolean;
  readonly draw: (row: Row) => Child;
}

/** Index of the column that sorts, and the direction. */
export interface Order {
  readonly column: number;
  readonly isUp: boolean;
}

export interface TableSettings<Row> {
  readonly label: string;
  readonly look?: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: ReadonlySignal<readonly Row[]>;
  readonly order: Signal<Order>;
  readonly signal: AbortSignal;
}

/** The rows by a key, ties as they came; NaN stands last in both directions. */
export function sorted<Row>(rows: readonly Row[], key: (row: Row) => number, isUp: boolean): Row[] {
  return [...rows].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    // A difference with NaN or of equal infinities is falsy: a tie.
    return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || (isUp ? x - y : y - x) || 0;
  });
}

export function table<Row>({ label, look, columns, rows, order, signal }: TableSettings<Row>): HTMLElement {
  const head = el("tr", {}, ...columns.map(headNode));
  const body = el("tbody");
  watch(signal, () => {
    const { column, isUp } = order.value;
    [...head.children].forEach((cell, i) => {
      set(cell, { "aria-sort": i === column ? (isUp ? "ascending" : "descending") : null });
    });
    const key = columns[column]?.key;
    const shown = key ? sorted(rows.value, key, isUp) : rows.value;
    redraw(
      body,
      shown.map((row) => el("tr", {}, ...columns.map((own, i) => cellNode(own, i, row)))),
    );
  });
  on(
    head,
    "click",
    ({ target }) => {
      const column = Number((target as Element).closest("button")?.value ?? -1);
      const chosen = columns[column];
      const { column: before, isUp } = order.peek();
      if (chosen) order.value = { column, isUp: before === column ? !isUp : (chosen.isUp ?? false) };
    },
    signal,
  );
  on(body, "keydown", (event) => moveFocus(event, body), signal);
  on(body, "focusin", ({ target }) => stopAt(body, target as HTMLElement), signal);
  return el("table", { "aria-label": label, class: look }, el("thead", {}, head), body);
}

function headNode<Row>({ name, about, look, key }: Column<Row>, i: number): HTMLElement {
  const text = key ? el("button", { type: "button", value: i }, el("span", {}, name)) : name;
  return el("th", { scope: "col", class: look, title: about }, text);
}

function cellNode<Row>({ look, draw }: Column<Row>, i: number, row: Row): HTMLElement {
  return i === 0 ? el("th", { scope: "row" }, draw(row)) : el("td", { class: look }, draw(row));
}

/** New rows; the button at which the keys are is found again by its name and value. */
function redraw(body: HTMLElement, rows: readonly HTMLElement[]): void {
  const before = body.querySelector<HTMLButtonElement>('[tabindex="0"]');
  const hadFocus = before !== null && focused(body) === before;
  fill(body, rows);
  const buttons = [...body.querySelectorAll("button")];
  const stop = buttons.find(({ name, value }) => name === before?.name && value === before.value) ?? buttons[0];
  stopAt(body, stop);
  if (hadFocus) stop?.focus({ preventScroll: true });
}

function stopAt(body: HTMLElement, stop: HTMLElement | undefined): void {
  for (const button of body.querySelectorAll("button")) set(button, { tabindex: button === stop ? 0 : -1 });
}

function moveFocus(event: KeyboardEvent, body: HTMLElement): void {
  const buttons = [...body.querySelectorAll("button")];
  const perRow = buttons.length / body.children.length;
  const here = buttons.indexOf(event.target as HTMLButtonElement);
  const targets: Readonly<Record<string, number>> = {
    ArrowUp: here - perRow,
    ArrowDown: here + perRow,
    ArrowLeft: here - 1,
    ArrowRight: here + 1,
    Home: 0,
    End: buttons.length - 1,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  buttons[target]?.focus();
}

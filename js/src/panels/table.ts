/** A table that sorts by its columns and whose buttons are one tab stop: arrows move between them. */

import { type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import type { SelectMode } from "../state/actions";
import { button, type Child, el, fill, on, onButton, set } from "../ui/dom";
import { atEnd, watch } from "../ui/effect";
import { focused } from "../ui/focus";
import { moveAmong, selectMode } from "../ui/keys";
import { press } from "./parts";

export interface Column<Row> {
  readonly name: string;
  /** What the numbers mean, in a sentence. */
  readonly about?: string | undefined;
  /** A class name for the cells of the column. */
  readonly look?: string | undefined;
  /** What the column sorts by; without it, it does not. */
  readonly key?: (row: Row) => number;
  /** Sorts lowest first when it is chosen, as rates do: worst first. */
  readonly isUp?: boolean;
  readonly draw: (row: Row) => Child;
  /** What the drawn number means in full. */
  readonly says?: (row: Row) => string;
}

/** Index of the column that sorts, and the direction. */
export interface Order {
  readonly column: number;
  readonly isUp: boolean;
}

export interface TableSettings<Row> {
  readonly label: string;
  readonly look?: string | undefined;
  readonly columns: readonly Column<Row>[];
  readonly rows: ReadonlySignal<readonly Row[]>;
  readonly order: Signal<Order>;
  readonly signal: AbortSignal;
  /** Is what the button of a row stands for selected? */
  readonly isPressed: (chosen: HTMLButtonElement) => boolean;
  readonly choose: (chosen: HTMLButtonElement, mode: SelectMode) => void;
}

/** The rows by a key, ties as they came; NaN stands last in both directions. */
export function sorted<Row>(rows: readonly Row[], key: (row: Row) => number, isUp: boolean): Row[] {
  return [...rows].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    // A difference with NaN or of equal infinities is falsy: a tie.
    return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || (isUp ? x - y : y - x) || 0;
  });
}

/** Rows drawn at first, and added whenever the last one comes in sight: a thousand at once take a second. */
const STEP = 40;

/** A table that follows its rows and its order. */
export function table<Row>(settings: TableSettings<Row>): HTMLElement {
  const { label, look, columns, rows, order, signal: lifetime, isPressed, choose } = settings;
  const head = el("tr", {}, ...columns.map(headNode));
  const body = el("tbody");
  const node = el("table", { "aria-label": label, class: look }, el("thead", {}, head), body);
  const limit = signal(STEP);
  const sight = new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) limit.value += STEP;
  });
  atEnd(lifetime, () => sight.disconnect());
  watch(lifetime, () => {
    const { column, isUp } = order.value;
    [...head.children].forEach((cell, i) => {
      set(cell, { "aria-sort": i === column ? (isUp ? "ascending" : "descending") : null });
    });
    const key = columns[column]?.key;
    const all = key ? sorted(rows.value, key, isUp) : rows.value;
    const shown = all.slice(0, limit.value);
    redraw(
      body,
      shown.map((row) => el("tr", {}, ...columns.map((own, i) => cellNode(own, i, row)))),
    );
    set(node, { "aria-rowcount": all.length + 1 });
    sight.disconnect();
    if (shown.length < all.length && body.lastElementChild) sight.observe(body.lastElementChild);
  });
  watch(lifetime, () => {
    // Read so that redrawn rows are marked again.
    void [order.value, rows.value, limit.value];
    press(body, isPressed);
  });
  const sortBy = ({ value }: HTMLButtonElement) => {
    const column = Number(value);
    const { column: before, isUp } = order.peek();
    order.value = { column, isUp: before === column ? !isUp : (columns[column]?.isUp ?? false) };
  };
  onButton(head, sortBy, lifetime);
  // A click anywhere in a row is one on its first button.
  const click = (event: MouseEvent) => {
    const clicked = event.target as Element;
    const chosen = clicked.closest("button") ?? clicked.closest("tr")?.querySelector("button");
    if (chosen) choose(chosen, selectMode(event));
  };
  on(body, "click", click, lifetime);
  const perRow = () => body.querySelectorAll("button").length / body.children.length;
  on(body, "keydown", (event) => moveAmong(body, event, { perRow: perRow() }), lifetime);
  on(body, "focusin", ({ target }) => setTabStop(body, target as HTMLElement), lifetime);
  return node;
}

function headNode<Row>({ name, about, look, key }: Column<Row>, i: number): HTMLElement {
  const text = key ? button({ value: i }, name) : name;
  return el("th", { scope: "col", class: look, title: about }, text);
}

function cellNode<Row>({ look, draw, says }: Column<Row>, i: number, row: Row): HTMLElement {
  if (i === 0) return el("th", { scope: "row" }, draw(row));
  const words = says?.(row);
  return el("td", { class: look, title: words, "aria-label": words }, draw(row));
}

/** New rows; the button at which the keys are is found again by its name and value. */
function redraw(body: HTMLElement, rows: readonly HTMLElement[]): void {
  const before = body.querySelector<HTMLButtonElement>('[tabindex="0"]');
  const hadFocus = before !== null && focused(body) === before;
  fill(body, rows);
  const buttons = [...body.querySelectorAll("button")];
  const tabStop = buttons.find(({ name, value }) => name === before?.name && value === before.value) ?? buttons[0];
  setTabStop(body, tabStop);
  if (hadFocus) tabStop?.focus({ preventScroll: true });
}

function setTabStop(body: HTMLElement, tabStop: HTMLElement | undefined): void {
  for (const each of body.querySelectorAll("button")) set(each, { tabindex: each === tabStop ? 0 : -1 });
}

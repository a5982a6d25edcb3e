/** The images that the filters leave, in pages. */

import { whole } from "../engine/numbers";
import type { Sort } from "../engine/order";
import type { Context } from "../state/session";
import { button, el, fill, on, setText } from "../ui/dom";
import { watch, watchSize } from "../ui/effect";
import { hasFocus, refill } from "../ui/focus";
import { isCtrl } from "../ui/keys";
import { type Option, segmented } from "../ui/segmented";
import { adopt } from "../ui/styles";
import { type Card, createCard } from "./card";
import styles from "./gallery.css";
import { createSearch } from "./nameSearch";
import { createPages } from "./pages";

const SORTS: readonly Option<Sort>[] = [
  { value: "errors", text: "most errors" },
  { value: "f1", text: "lowest F1" },
  { value: "name", text: "name" },
];

export function mount(node: HTMLElement, ctx: Context): void {
  adopt(node, styles);
  const list = el("ul.cards", { role: "list", "aria-label": "Images" });
  const empty = createEmpty(ctx);
  node.classList.add("gallery");
  fill(node, [createHead(ctx), list, empty, createPages(ctx)]);
  showCards(list, ctx);
  keepHeight(list, ctx);
  listen(list, ctx);
}

function createHead(ctx: Context): HTMLElement {
  const { state, derived, actions, signal } = ctx;
  const pageText = el("span");
  const sort = segmented<Sort>({
    label: "Sort by",
    look: "line",
    signal,
    choose: (value) => actions.setView({ sort: value }),
  });
  watch(signal, () => sort.update(SORTS, state.view.value.sort));
  watch(signal, () => {
    const [page, count] = [derived.page.value, derived.pageCount.value];
    setText(pageText, derived.rows.value.length > 0 ? `page ${whole(page)} of ${whole(count)}` : "");
  });
  const end = el("div.end", {}, createSearch(ctx), sort.node);
  return el("header.view-head", {}, el("h2", {}, "Images"), pageText, end);
}

/** A sentence and one thing to do. */
function createEmpty({ derived, actions, signal }: Context): HTMLElement {
  const reset = button({ class: "quiet" }, "Reset filters");
  const node = el("p.empty", { hidden: true }, "No image passes all filters.", reset);
  on(reset, "click", () => actions.reset(), signal);
  watch(signal, () => {
    node.hidden = derived.rows.value.length > 0;
  });
  return node;
}

function showCards(list: HTMLElement, ctx: Context): void {
  const { state, derived, signal } = ctx;
  let cards = new Map<number, Card & { readonly end: () => void }>();
  const create = (row: number) => {
    const life = new AbortController();
    signal.addEventListener("abort", () => life.abort(), { once: true, signal: life.signal });
    return { ...createCard(ctx, row, life.signal), end: () => life.abort() };
  };
  let drawn: unknown;
  watch(signal, () => {
    // Other images under the same row numbers: nothing of the old cards holds any more.
    const isSame = drawn === state.images.value;
    drawn = state.images.value;
    const before = cards;
    const rows = [...derived.pageRows.value];
    cards = new Map(rows.map((row) => [row, (isSame && before.get(row)) || create(row)]));
    for (const [row, card] of before) if (cards.get(row) !== card) card.end();
    for (const card of cards.values()) card.update();
    const hadFocus = hasFocus(list);
    refill(
      list,
      [...cards.values()].map((card) => card.node),
    );
    if (hadFocus && !hasFocus(list)) list.querySelector("button")?.focus({ preventScroll: true });
  });
}

/** A short last page keeps the height of a full one: the buttons must not move away from under the pointer. */
function keepHeight(list: HTMLElement, { derived, signal }: Context): void {
  let width = 0;
  const keep = () => {
    if (derived.pageCount.value > 1) list.style.minHeight = `${list.offsetHeight}px`;
  };
  const release = () => {
    list.style.minHeight = "";
  };
  watchSize(list, signal, (now) => {
    if (width > 0 && now !== width) release();
    width = now;
    keep();
  });
  watch(signal, () => {
    derived.rows.value;
    release();
    // The new cards are laid out by then; a list that is gone by then has no height to keep.
    requestAnimationFrame(keep);
  });
}

function listen(list: HTMLElement, { state, actions, signal }: Context): void {
  const click = (event: MouseEvent) => {
    const target = event.target as Element;
    const card = target.closest<HTMLElement>(".card");
    const row = Number(card?.dataset["row"]);
    if (!card || Number.isNaN(row)) return;
    if (isCtrl(event) || target.closest(".pick")) actions.select("picked", [row], "toggle");
    else if (target.closest(".open")) {
      // A page that was saved with an image open does not begin with its dialog: a click on its card has to open it.
      if (state.open.value === row) actions.open(null);
      actions.open(row);
    }
  };
  on(list, "click", click, signal);
}

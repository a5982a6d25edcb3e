/** Clicks and keys on cards: the list is one tab stop, and arrows move within. */

import { clamped } from "../engine/numbers";
import type { Face } from "../state/faces";
import type { KeyBinding } from "../state/keys";
import type { Context } from "../state/session";
import { JUDGING, verdictKeys } from "../state/verdictKeys";
import type { Verdict } from "../state/verdicts";
import { on } from "../ui/dom";
import { focused, hasFocus } from "../ui/focus";
import { isCtrl, movedIndex } from "../ui/keys";

const PLACE = "Images and instances";

/** Returns what is to be called when the cards have changed. */
export function listenToCards(list: HTMLElement, ctx: Context): () => void {
  const { state, derived, actions, keys, signal } = ctx;
  const stops = () => [...list.querySelectorAll<HTMLElement>(".open")];
  /** The card that the tab key leads to. */
  let current: HTMLElement | undefined;
  const settle = () => {
    const all = stops();
    if (!current || !all.includes(current)) current = all[0];
    for (const stop of all) stop.tabIndex = stop === current ? 0 : -1;
  };
  const move = ({ key }: KeyboardEvent) => {
    const all = stops();
    const to = movedIndex(key, all.indexOf(current as HTMLElement), all.length, perRow(all));
    all[clamped(to ?? 0, 0, all.length - 1)]?.focus();
  };
  const turn = (by: number) => {
    if (derived.page.value + by !== clamped(derived.page.value + by, 1, derived.pageCount.value)) return;
    actions.setPage(derived.page.value + by);
    stops()[0]?.focus({ preventScroll: true });
  };
  const open = (card: HTMLElement) => {
    const [row, image] = [Number(card.dataset["row"]), Number(card.dataset["image"])];
    // A page that was saved with an image open does not begin with its dialog: a click on its card has to open it.
    if (state.open.value === image) actions.open(null);
    actions.open(image, derived.cardFace.value === "instances" ? row : undefined);
  };
  const click = (event: MouseEvent) => {
    const target = event.target as Element;
    const card = target.closest<HTMLElement>(".card");
    if (!card) return;
    const row = Number(card.dataset["row"]);
    const face = derived.cardFace.value;
    if (face === "images" && isCtrl(event)) actions.select("picked", [row], "toggle");
    else if (target.closest(".mark-it")) event.shiftKey ? actions.markTo(face, row) : actions.mark(face, [row]);
    else if (target.closest("[name=verdict]")) actions.judge(row, (target as HTMLButtonElement).value as Verdict);
    else if (target.closest(".open")) open(card);
  };
  const rowNow = () => {
    const card = focused(list)?.closest<HTMLElement>(".card");
    return card ? Number(card.dataset["row"]) : undefined;
  };
  const marking = (act: (face: Face, row: number) => void) => () => {
    const row = rowNow();
    if (row !== undefined) act(derived.cardFace.value, row);
  };
  const goTo = (place: number) => {
    const size = state.pageSize.peek();
    actions.setPage(Math.floor(place / size) + 1);
    stops()[place % size]?.focus();
  };
  const arrived = ({ target }: FocusEvent) => {
    const stop = (target as Element).closest<HTMLElement>(".card")?.querySelector<HTMLElement>(".open");
    if (!stop) return;
    current = stop;
    settle();
  };
  // Where a browser presses a button when the key is let go, it must not open what the key has marked.
  const release = (event: KeyboardEvent) => event.key === " " && event.preventDefault();
  on(list, "keyup", release, signal);
  on(list, "click", click, signal);
  on(list, "focusin", arrived, signal);
  keys.add(
    [
      {
        keys: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"],
        words: "Go to another card",
        place: PLACE,
        run: move,
        within: list,
      },
      { keys: ["Enter"], words: "Open the card", place: PLACE, within: list },
      {
        keys: ["M", " "],
        words: "Mark the card, or take its mark away",
        place: PLACE,
        run: marking((face, row) => actions.mark(face, [row])),
        within: list,
      },
      { keys: ["Shift+M"], words: "Mark up to the card", place: PLACE, run: marking(actions.markTo), within: list },
      { keys: ["PageUp"], words: "Previous page", place: PLACE, run: () => turn(-1), within: list },
      { keys: ["PageDown"], words: "Next page", place: PLACE, run: () => turn(1), within: list },
    ],
    signal,
  );
  // What was chosen in a panel is judged from the cards: nothing is, before one sees which one has the focus.
  const toCards: KeyBinding = {
    ...{ keys: ["L", "M"], words: "From elsewhere: go to the cards", place: JUDGING, run: () => current?.focus() },
    when: () => derived.isJudging.peek() && !hasFocus(list),
  };
  keys.add([toCards, ...verdictKeys(ctx, list, rowNow, goTo)], signal);
  return settle;
}

/** Cards in a row of the grid. */
function perRow(stops: readonly HTMLElement[]): number {
  const top = (stop: HTMLElement | undefined) => stop?.closest<HTMLElement>(".card")?.offsetTop;
  const below = stops.findIndex((stop) => top(stop) !== top(stops[0]));
  return below < 0 ? Math.max(1, stops.length) : below;
}

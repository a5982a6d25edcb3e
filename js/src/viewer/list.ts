/** Everything that happened in one image, in words; pointing at a line lights its box, a press goes there. */

import { untracked } from "@preact/signals-core";
import { TONES } from "../engine/cells";
import { isolated } from "../engine/cellWords";
import { groupedBy } from "../engine/groups";
import { boxesOf, type Instance } from "../pictures/instances";
import { errorWords, instanceWords, KINDS, measures, otherwiseWords } from "../pictures/instanceWords";
import type { Context } from "../state/session";
import { button, el, fill, on, set, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { hasFocus } from "../ui/focus";
import { moveAmong } from "../ui/keys";
import type { Viewing } from "./viewing";

export function createFindings(ctx: Context, viewing: Viewing): HTMLElement {
  const { state, derived, actions, signal } = ctx;
  const list = el("ul.findings", { role: "list", "aria-label": "Instances" });
  const empty = el("p.empty");
  const node = el("div.viewer-list", {}, list, empty);
  let lines = new Map<Element, Instance>();
  let shownRow: number | undefined;
  const settle = () => {
    const { lit, selected } = viewing;
    const stop = selected.value ?? [...lines.values()][0];
    for (const [line, instance] of lines) {
      const own = line.querySelector("button");
      const isSelected = instance.row === selected.value?.row;
      line.classList.toggle("lit", instance.row === lit.value?.row);
      if (own) set(own, { "aria-pressed": isSelected, tabindex: instance.row === stop?.row ? 0 : -1 });
    }
  };
  watch(signal, () => {
    const { instances, shown, row, segmentation } = viewing;
    // A closed view that reads where it is scrolled to has the whole page laid out.
    if (row.value === undefined) return;
    const header = state.header.value;
    const isDrawn = segmentation.value !== undefined || instances.value.some((own) => boxesOf(own).length > 0);
    const isSelected = ({ row: own }: Instance) => derived.isSelected.value?.(own) ?? false;
    const made = isDrawn ? shown.value : summed(shown.value, viewing.isBeside.value);
    const [two, told] = [state.two.value, derived.told.value];
    const wordsOf = (instance: Instance) => {
      const words = isDrawn ? instanceWords(instance, header) : errorWords(instance, header);
      if (!two || !told) return words;
      const other = viewing.front.value === "shown" ? two.baseline : two.shown;
      const whose = viewing.isBeside.value(instance.row) ? `${isolated(other.name)}: ` : "";
      return [whose + words, otherwiseWords(instance.row, two, told)].filter(Boolean).join(", ");
    };
    lines = new Map(
      made.map((instance) => [lineOf(instance, wordsOf(instance), isSelected(instance), isDrawn), instance]),
    );
    const { scrollTop } = node;
    const hadFocus = hasFocus(list);
    fill(list, [...lines.keys()]);
    untracked(settle);
    // Another image begins at its top; of the same one nothing moves.
    node.scrollTop = shownRow === row.value ? scrollTop : 0;
    shownRow = row.value;
    if (hadFocus) list.querySelector("button")?.focus({ preventScroll: true });
    empty.hidden = made.length > 0;
    const words = `Nothing is labelled here, and nothing was predicted at ${derived.shown.value.confidence} %.`;
    setText(empty, instances.value.length > 0 ? "All instances are hidden." : words);
  });
  watch(signal, settle);
  watch(signal, () => {
    const row = viewing.selected.value?.row;
    for (const [line, instance] of lines) if (instance.row === row) line.scrollIntoView({ block: "nearest" });
  });
  const isPointed = (own: Instance) => viewing.segmentation.peek() !== undefined || boxesOf(own).length > 0;
  const instanceAt = (event: Event) => lines.get((event.target as Element).closest("li") as Element);
  const press = (event: MouseEvent) => {
    const found = instanceAt(event);
    const row = viewing.row.peek();
    if (!found || row === undefined || !isPointed(found)) return;
    actions.open(row, found.row === viewing.selected.peek()?.row ? undefined : found.row);
  };
  const move = (event: KeyboardEvent) => {
    // Across leads to other images.
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") moveAmong(list, event);
  };
  on(list, "click", press, signal);
  on(list, "keydown", move, signal);
  light(list, viewing, instanceAt, signal);
  return node;
}

/** The pointer lights a line once it moves, not where the view opens or the list changes under it; so does the focus. */
function light(
  list: HTMLElement,
  { hovered }: Viewing,
  instanceAt: (event: Event) => Instance | undefined,
  signal: AbortSignal,
): void {
  let place = "";
  const point = (event: PointerEvent) => {
    const here = `${event.clientX},${event.clientY}`;
    const isMoved = place !== "" && place !== here;
    place = here;
    if (isMoved) hovered.value = instanceAt(event);
  };
  const leave = () => {
    place = "";
    hovered.value = undefined;
  };
  const focus = (event: FocusEvent) => {
    if ((event.target as Element).matches(":focus-visible")) hovered.value = instanceAt(event);
  };
  on(list, "pointermove", point, signal);
  on(list, "pointerleave", leave, signal);
  on(list, "focusin", focus, signal);
  on(list, "focusout", leave, signal);
}

/** Without boxes there is nothing to point at: what is drawn alone is a button. */
function lineOf(instance: Instance, words: string, isSelected: boolean, isDrawn: boolean): HTMLElement {
  const { kind } = instance;
  const parts = [
    el("i", { class: `mark ${TONES[kind]}`, "aria-hidden": true }),
    el("span.words", {}, el("bdi", {}, words)),
    el("small", {}, [KINDS[kind], ...measures(instance, "confidence ")].join(", ")),
  ];
  const line = isDrawn ? button({ "aria-pressed": false }, ...parts) : el("div.line", {}, ...parts);
  return el("li", { role: "listitem", class: isSelected && "selected" }, line);
}

/** Equal outcomes are one line. */
function summed(instances: readonly Instance[], isBeside: (row: number) => boolean): Instance[] {
  const keyOf = ({ row, actual, predicted }: Instance) => `${isBeside(row)},${actual},${predicted}`;
  const groups = groupedBy(instances, keyOf).values();
  return Array.from(groups, (own) => ({
    ...(own[0] as Instance),
    count: own.reduce((sum, { count }) => sum + count, 0),
  }));
}

/** "Most confused": the largest errors in words, mix-ups apart from what was missed and what nobody labelled. */

import { computed } from "@preact/signals-core";
import { type CellCount, cellKind, TONES } from "../engine/cells";
import { cellWords } from "../engine/cellWords";
import type { MostConfused } from "../engine/counts";
import type { Header } from "../engine/header";
import { whole } from "../engine/numbers";
import type { Context } from "../state/session";
import { el, fill, onButton } from "../ui/dom";
import { watch } from "../ui/effect";
import { focused, hasFocus } from "../ui/focus";
import { selectMode } from "../ui/keys";
import { roving } from "../ui/roving";
import { bar, pick, press } from "./parts";

/** The lists, a heading each; every pair is a button that selects its cell. */
export function mostConfused({ state, derived, actions, signal }: Context): HTMLElement {
  const node = el("section.pairs", { "aria-label": "Most confused" });
  const settle = roving(node, signal);
  const groups = computed(() => groupsOf(derived.mostConfused.value, state.header.value));
  const pairs = computed(() => groups.value.flatMap(([, cells]) => cells));
  watch(signal, () => {
    const header = state.header.value;
    const { value } = (focused(node) ?? {}) as Partial<HTMLButtonElement>;
    const hadFocus = hasFocus(node);
    let first = 0;
    const lists = groups.value.map(([heading, cells]) => {
      const list = listNode(heading, cells, first, header);
      first += cells.length;
      return list;
    });
    fill(node, lists.length > 0 ? lists : [el("p", {}, "No errors among these images.")]);
    const buttons = node.querySelectorAll("button");
    settle();
    if (hadFocus) (buttons[Number(value)] ?? buttons[0])?.focus();
  });
  watch(signal, () => {
    const chosen = new Set(state.facets.cells.value.map(String));
    press(node, ({ value }) => {
      const pair = pairs.value[Number(value)];
      return chosen.has(`${pair?.actual},${pair?.predicted}`);
    });
  });
  const select = ({ value }: HTMLButtonElement, event: MouseEvent) => {
    const pair = pairs.peek()[Number(value)];
    if (pair) actions.select("cells", [[pair.actual, pair.predicted]], selectMode(event));
  };
  onButton(node, select, signal);
  return node;
}

type Group = readonly [heading: string, cells: readonly CellCount[]];

/** What there is any of, in the words of the task. */
function groupsOf({ mixup, missed, falsePositive }: MostConfused, { task }: Header): readonly Group[] {
  const groups: readonly Group[] = [
    ["mix-ups", mixup],
    [task === "classification" ? "no prediction" : "missed", missed],
    ["unlabelled (false positives)", falsePositive],
  ];
  return groups.filter(([, cells]) => cells.length > 0);
}

function listNode(heading: string, cells: readonly CellCount[], first: number, header: Header): HTMLElement {
  // Each list by its own measure: a hundred missed would leave of every mix-up a dot.
  const most = cells[0]?.count ?? 0;
  const pairs = cells.map((pair, i) => pairNode(pair, first + i, most, header));
  return el("div", {}, el("h3", {}, heading), el("ol", { "aria-label": heading }, ...pairs));
}

function pairNode({ actual, predicted, count }: CellCount, i: number, most: number, header: Header): HTMLElement {
  const words = cellWords(actual, predicted, header);
  const button = pick(words, words, { name: "pair", value: i });
  const tone = TONES[cellKind(actual, predicted, header.background)];
  button.append(bar(most, [[tone, count]]), el("b", {}, whole(count)));
  return el("li", {}, button);
}

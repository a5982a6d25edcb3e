/** "find a class": type a part of its name, and the matrix goes there. */

import { folded } from "../../engine/nameSearch";
import { range, whole } from "../../engine/numbers";
import { button, el, on, onButton, set } from "../../ui/dom";
import { searchInput } from "../../ui/searchInput";
import { sumOf, type Table } from "../model/table";

const MOST_SHOWN = 8;

/** `find` is given a line of the table, or -1 when the search is over. */
export function classSearch(table: () => Table, find: (line: number) => void, signal: AbortSignal): HTMLElement {
  const input = searchInput("Find a class", "find a class");
  set(input, { role: "combobox", "aria-controls": "answers" });
  const list = el("div.menu-list", { role: "listbox", id: "answers", "aria-label": "Classes found" });
  const options = () => [...list.querySelectorAll("button")];
  let active = 0;
  const mark = (to: number) => {
    const all = options();
    active = all.length > 0 ? (to + all.length) % all.length : 0;
    for (const option of all) set(option, { "aria-selected": option === all[active] });
    set(input, { "aria-activedescendant": all[active]?.id, "aria-expanded": !list.hidden });
  };
  const open = (isOpen: boolean) => {
    list.hidden = !isOpen;
    list.replaceChildren(...(isOpen ? answers(table(), input.value) : []));
    mark(0);
  };
  const search = () => {
    open(input.value !== "");
    if (!input.value) find(-1);
  };
  const choose = (option: HTMLButtonElement | undefined) => {
    if (!option) return;
    const line = Number(option.value);
    input.value = table().names[line] ?? "";
    input.focus();
    open(false);
    find(line);
  };
  const press = ({ key, isComposing }: KeyboardEvent) => {
    if (isComposing) return;
    if (key === "Enter") choose(options()[active]);
    if (key === "ArrowDown") mark(active + 1);
    if (key === "ArrowUp") mark(active - 1);
    if (key !== "Escape") return;
    input.value = "";
    search();
  };
  open(false);
  const node = el("div.find", {}, input, list);
  on(input, "input", search, signal);
  on(input, "keydown", press, signal);
  onButton(list, choose, signal);
  on(node, "focusout", ({ relatedTarget }) => node.contains(relatedTarget as Node) || open(false), signal);
  return node;
}

/** The lines whose names hold the text, those that begin with it first. */
export function linesNamed(names: readonly string[], text: string): number[] {
  const wanted = folded(text);
  const places = names.map((name) => folded(name).indexOf(wanted));
  const lines = range(0, names.length - 1);
  return [...lines.filter((line) => places[line] === 0), ...lines.filter((line) => (places[line] ?? 0) > 0)];
}

/** How often each really is there stands beside its name. */
function answers(table: Table, text: string): HTMLElement[] {
  const lines = linesNamed(table.names, text);
  const options = lines.slice(0, MOST_SHOWN).map((line) => {
    const count = el("span", {}, whole(sumOf(table, line, true)));
    return button(
      { role: "option", tabindex: -1, value: line, id: `answer-${line}` },
      el("bdi", {}, table.names[line]),
      count,
    );
  });
  const more = lines.length - options.length;
  if (lines.length > 0 && more === 0) return options;
  return [...options, el("p", {}, more > 0 ? `${whole(more)} more` : "No class has this in its name")];
}

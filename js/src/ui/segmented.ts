/** A choice of one among a few: one tab stop, arrows move it. */

import { button, el, on, onButton, set } from "./dom";
import { moveAmong } from "./keys";

export interface Option<Value extends string> {
  readonly value: Value;
  readonly text: string;
  /** A quieter second part, such as a count. */
  readonly detail?: string;
  readonly title?: string;
  /** It cannot be chosen now; `title` says why. */
  readonly isOff?: boolean;
}

export interface Segmented<Value extends string> {
  readonly node: HTMLElement;
  /** Draw these options with this one chosen. */
  update(options: readonly Option<Value>[], chosen: Value): void;
}

export interface SegmentedSettings<Value extends string> {
  /** Accessible name of the group. */
  readonly label: string;
  /** "pill": a well with a raised choice; "line": words with the choice underlined. */
  readonly look: "pill" | "line";
  /** What the choice is to assistive tools: radio buttons unless it says tabs. */
  readonly role?: "radio" | "tab";
  readonly signal: AbortSignal;
  readonly choose: (value: Value) => void;
}

/** A control without options; `update` draws them. */
export function segmented<Value extends string>(settings: SegmentedSettings<Value>): Segmented<Value> {
  const { label, look, role = "radio", signal, choose } = settings;
  const [group, state] = role === "tab" ? ["tablist", "aria-selected"] : ["radiogroup", "aria-checked"];
  const node = el("div", { class: `segmented ${look}`, role: group, "aria-label": label });
  let drawn = "";
  const buttons = () => [...node.querySelectorAll("button")];
  const pick = (own: HTMLButtonElement) => own.ariaDisabled !== "true" && choose(own.value as Value);
  const press = (event: KeyboardEvent) => {
    const next = moveAmong(node, event, { isRing: true });
    if (next) pick(next);
  };
  onButton(node, pick, signal);
  on(node, "keydown", press, signal);
  return {
    node,
    update(options, chosen) {
      const key = JSON.stringify(options);
      if (key !== drawn) node.replaceChildren(...options.map((option) => buttonOf(option, role)));
      drawn = key;
      const isAny = options.some(({ value }) => value === chosen);
      buttons().forEach((own, i) => {
        const isChosen = own.value === chosen;
        const isStop = isChosen || (!isAny && i === 0);
        set(own, { [state]: isChosen, tabindex: isStop ? 0 : -1 });
      });
    },
  };
}

function buttonOf({ value, text, detail, title, isOff }: Option<string>, role: string): HTMLButtonElement {
  const quiet = detail === undefined ? null : el("span.detail", {}, ` ${detail}`);
  // Not `disabled`: the keyboard reaches it, and `title` says why.
  return button({ role, value, title, "aria-disabled": isOff === true }, text, quiet);
}

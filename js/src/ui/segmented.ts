/** A choice of one among a few: one tab stop, arrows move it. */

import { el, on, set } from "./dom";

export interface Option<Value extends string> {
  readonly value: Value;
  readonly text: string;
  /** A quieter second part, such as a count. */
  readonly detail?: string;
  readonly title?: string;
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

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowUp: -1,
  ArrowRight: 1,
  ArrowDown: 1,
};

export function segmented<Value extends string>(settings: SegmentedSettings<Value>): Segmented<Value> {
  const { label, look, role = "radio", signal, choose } = settings;
  const [group, state] = role === "tab" ? ["tablist", "aria-selected"] : ["radiogroup", "aria-checked"];
  const node = el("div", { class: `segmented ${look}`, role: group, "aria-label": label });
  let drawn = "";
  const buttons = () => [...node.querySelectorAll("button")];
  on(
    node,
    "click",
    (event) => {
      const button = (event.target as Element).closest("button");
      if (button) choose(button.value as Value);
    },
    signal,
  );
  on(
    node,
    "keydown",
    (event) => {
      const step = STEPS[event.key];
      const all = buttons();
      const here = all.indexOf(event.target as HTMLButtonElement);
      if (step === undefined || here < 0) return;
      event.preventDefault();
      const next = all[(here + step + all.length) % all.length];
      next?.focus();
      if (next) choose(next.value as Value);
    },
    signal,
  );
  return {
    node,
    update(options, chosen) {
      const key = JSON.stringify(options);
      if (key !== drawn) node.replaceChildren(...options.map((option) => buttonOf(option, role)));
      drawn = key;
      const isAny = options.some(({ value }) => value === chosen);
      buttons().forEach((button, i) => {
        const isChosen = button.value === chosen;
        const isStop = isChosen || (!isAny && i === 0);
        set(button, { [state]: isChosen, tabindex: isStop ? 0 : -1 });
      });
    },
  };
}

function buttonOf({ value, text, detail, title }: Option<string>, role: string): HTMLButtonElement {
  const quiet = detail === undefined ? null : el("span", { class: "detail" }, ` ${detail}`);
  return el("button", { type: "button", role, value, title }, text, quiet);
}

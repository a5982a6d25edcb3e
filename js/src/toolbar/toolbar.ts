/** What is shown (split, threshold, rates), how it is filtered, and how far the work is. */

import { ALL } from "../data/tables";
import { isolated } from "../engine/cellWords";
import { offeredSplits } from "../engine/header";
import { counted, whole } from "../engine/numbers";
import type { Context } from "../state/session";
import { el, set, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { segmented } from "../ui/segmented";
import { filters } from "./filters";
import { models } from "./models";
import { rates } from "./rates";
import { statusLine } from "./statusLine";
import { threshold } from "./threshold";
import { unknownFacets } from "./unknown";

export function mount(node: HTMLElement, ctx: Context): void {
  const bar = el("div.bar", {}, title(ctx), models(ctx), splits(ctx), threshold(ctx), rates(ctx));
  node.append(bar, filters(ctx), unknownFacets(ctx), statusLine(ctx));
}

function title({ state, signal }: Context): HTMLElement {
  const name = el("span");
  const task = el("small");
  const node = el("h1", {}, name, task);
  watch(signal, () => {
    const header = state.header.value;
    const classes = header.classes.length - (header.background === null ? 0 : 1);
    setText(name, isolated(header.title) || "Evaluation");
    const parts = [header.task.replaceAll("-", " "), classes > 0 ? counted(classes, "classes") : ""];
    setText(task, parts.filter(Boolean).join(", "));
    set(node, { title: node.textContent });
  });
  return node;
}

function splits({ state, actions, signal }: Context): HTMLElement {
  const control = segmented<string>({ label: "Split", look: "pill", signal, choose: actions.setSplit });
  watch(signal, () => {
    const sizes = state.header.value.splits;
    const options = offeredSplits(state.header.value).map((value) =>
      value === ALL ? { value, text: value } : { value, text: value, detail: whole(sizes[value] ?? 0) },
    );
    control.update(options, state.split.value);
    control.node.hidden = options.length === 0;
  });
  return control.node;
}

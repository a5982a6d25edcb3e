/** Everything that happened in one image, in words; pointing at a line highlights its box. */

import { TONES } from "../engine/cells";
import { cellWords } from "../engine/cellWords";
import { groupedBy } from "../engine/groups";
import type { Header } from "../engine/header";
import type { Instance } from "../pictures/instances";
import { errorWords, KINDS, measures } from "../pictures/instanceWords";
import type { Context } from "../state/session";
import { button, el, fill, on, set, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import type { ViewerState } from "./viewing";

export function createFindings({ state, derived, signal }: Context, viewer: ViewerState): HTMLElement {
  const list = el("ul.findings", { role: "list", "aria-label": "Instances" });
  const empty = el("p.empty");
  const node = el("div.viewer-list", {}, list, empty);
  let lines = new Map<Element, Instance>();
  /** A click keeps a box highlighted; the pointer and the focus highlight one while they are there. */
  let kept: Instance | undefined;
  watch(signal, () => {
    const header = state.header.value;
    const instances = viewer.instances.value;
    const isDrawn = instances.some(({ truth, prediction }) => truth || prediction);
    const isSelected = ({ row }: Instance) => derived.isSelected.value?.(row) ?? false;
    lines = new Map(
      isDrawn
        ? instances.map((instance) => [lineOf(instance, header, isSelected(instance)), instance])
        : summed(instances).map((instance) => [summaryOf(instance, header, isSelected(instance)), instance]),
    );
    fill(list, [...lines.keys()]);
    kept = undefined;
    viewer.highlighted.value = undefined;
    empty.hidden = instances.length > 0;
    setText(empty, `Nothing is labelled here, and nothing was predicted at ${derived.shown.value.confidence} %.`);
  });
  const instanceAt = (event: Event) => lines.get((event.target as Element).closest("li") as Element);
  const enter = (event: Event) => {
    viewer.highlighted.value = instanceAt(event) ?? kept;
  };
  const leave = () => {
    viewer.highlighted.value = kept;
  };
  const click = (event: MouseEvent) => {
    const found = instanceAt(event);
    kept = kept === found ? undefined : found;
    viewer.highlighted.value = kept;
    for (const [line, instance] of lines) {
      const own = line.querySelector("button");
      if (own) set(own, { "aria-pressed": instance === kept });
    }
  };
  on(list, "pointerover", enter, signal);
  on(list, "pointerleave", leave, signal);
  on(list, "focusin", enter, signal);
  on(list, "focusout", leave, signal);
  on(list, "click", click, signal);
  return node;
}

function lineOf(instance: Instance, header: Header, isSelected: boolean): HTMLElement {
  const says = parts(instance, cellWords(instance.actual, instance.predicted, header), measures(instance));
  return el("li", { role: "listitem", class: isSelected && "selected" }, button({ "aria-pressed": false }, ...says));
}

/** Without boxes there is nothing to point at, and equal outcomes are one line. */
function summaryOf(instance: Instance, header: Header, isSelected: boolean): HTMLElement {
  const line = el("div.line", {}, ...parts(instance, errorWords(instance, header)));
  return el("li", { role: "listitem", class: isSelected && "selected" }, line);
}

function parts({ kind }: Instance, words: string, measured = ""): HTMLElement[] {
  return [
    el("i", { class: `mark ${TONES[kind]}`, "aria-hidden": true }),
    el("span.words", {}, el("bdi", {}, words)),
    el("small", {}, [KINDS[kind], measured].filter(Boolean).join(", ")),
  ];
}

function summed(instances: readonly Instance[]): Instance[] {
  const groups = groupedBy(instances, ({ actual, predicted }) => `${actual},${predicted}`).values();
  return Array.from(groups, (own) => ({
    ...(own[0] as Instance),
    count: own.reduce((sum, { count }) => sum + count, 0),
  }));
}

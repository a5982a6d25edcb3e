/** "Error types": what is counted, what a press selects, and what is said where nobody knows more. */

import { expect, test } from "vitest";
import { at, PERCENTS } from "../../src/engine/counts";
import { KINDS, type Kind } from "../../src/engine/kinds";
import { rate, whole } from "../../src/engine/numbers";
import { put } from "../unit/put";
import { type Mounted, mounted } from "./lens";

const words = (node: Element | undefined) => node?.textContent?.replaceAll(/\s+/g, " ").trim() ?? "";
const buttonOf = (lens: Mounted, kind: Kind) => lens.one<HTMLButtonElement>(`.types [value="${kind}"]`);
const ctrlClick = (node: Element) => node.dispatchEvent(new MouseEvent("click", { bubbles: true, ctrlKey: true }));

/** The digits, with a kind told of every false positive and of every third miss that it is covered. */
async function told(): Promise<Mounted> {
  const lens = await mounted("digits", 1200);
  const { state } = lens.session;
  const { actual, predicted, size } = state.outcomes.value;
  const background = state.header.value.background;
  const alone: readonly Kind[] = ["localisation", "duplicate", "background", "both"];
  const kindOf = (row: number): Kind => {
    if (at(actual, row) === at(predicted, row)) return "correct";
    if (at(actual, row) === background) return alone[row % 4] as Kind;
    return at(predicted, row) !== background ? "class" : row % 3 === 0 ? "covered" : "missed";
  };
  const kind = Uint8Array.from({ length: size }, (_, row) => KINDS.indexOf(kindOf(row)));
  put(state, { outcomes: { ...state.outcomes.value, kind } });
  put(state, { header: { ...state.header.value, matching: "iou", iou: 0.5, tb: 0.1 } });
  open(lens);
  return lens;
}

function open(lens: Mounted): void {
  const tab = lens.all(".panels [role=tab]").find((node) => words(node) === "Error types");
  if (!tab) throw new Error("No tab of error types.");
  tab.click();
}

test("counts each type, and F1 without it; covered objects stand apart", async () => {
  const lens = await told();
  const { derived } = lens.session;
  const countOf = (kind: Kind) =>
    derived.kindCurves.value.count[PERCENTS * KINDS.indexOf(kind) + derived.shown.value.confidence] ?? 0;
  const rows = lens.all('.types table[aria-label="Error types"] tbody tr');
  expect(rows.map((row) => words(row.querySelector("button") ?? undefined))).toEqual([
    "Class",
    "Localisation",
    "Both",
    "Duplicate",
    "Background",
    "Missed",
  ]);
  expect(words(rows[3]?.children[1])).toBe(whole(countOf("duplicate")));
  const { tp, fp, fn, f1 } = derived.totals.value;
  const without = (2 * tp) / (2 * tp + fp + fn - countOf("duplicate"));
  expect(words(rows[3]?.children[2])).toBe(`${rate(f1)} → ${rate(without)}`);
  expect(words(lens.one(".types p"))).toBe("Matched as supervision, IoU .5.");
  expect(words(buttonOf(lens, "covered"))).toContain(`${whole(countOf("covered"))} instances more are missed`);
});

test("a press selects a type, ctrl another, and the classes below their cells", async () => {
  const lens = await told();
  const { state, derived } = lens.session;
  buttonOf(lens, "background").click();
  expect(state.facets.kinds.value).toEqual(["background"]);
  await expect.poll(() => buttonOf(lens, "background").ariaPressed).toBe("true");
  const first = lens.one<HTMLButtonElement>('.types table[aria-label="By class"] tbody button');
  const label = Number(first.value);
  first.click();
  const background = state.header.value.background ?? -1;
  expect(state.facets.cells.value).toEqual([[background, label]]);
  const shown = derived.visible.value.instances;
  expect(words(first.closest("tr")?.children[1])).toBe(whole(shown));
  ctrlClick(buttonOf(lens, "duplicate"));
  expect(state.facets.kinds.value).toEqual(["background", "duplicate"]);
  ctrlClick(buttonOf(lens, "background"));
  buttonOf(lens, "duplicate").click();
  expect(state.facets.kinds.value).toEqual([]);
});

test("says why nobody knows more", async () => {
  const lens = await mounted("digits", 1200);
  open(lens);
  expect(words(lens.one(".types p"))).toMatch(/^Reports without boxes say/);
  const { state } = lens.session;
  put(state, { objects: { ...state.objects.value, size: 1 } });
  const sentence = "This file does not say how it was matched; evaluate again.";
  await expect.poll(() => words(lens.one(".types p"))).toBe(sentence);
});

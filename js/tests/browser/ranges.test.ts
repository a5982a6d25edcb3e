/** The filters over the instance cards: small histograms that one brushes. */

import { expect, it } from "vitest";
import { page } from "vitest/browser";
import { area } from "../../src/engine/facets/area";
import { iou } from "../../src/engine/facets/iou";
import { score } from "../../src/engine/facets/score";
import { put } from "../unit/put";
import { type Gallery, gallery, galleryOf } from "./galleryStand";
import { painted } from "./stand";

async function unfolded(width = 800): Promise<Gallery> {
  const shown = await gallery({ images: 240, pictures: 0 }, width);
  shown.session.actions.setView({ face: "instances" });
  fold(shown).click();
  await painted();
  return shown;
}

const fold = ({ all }: Gallery) =>
  all<HTMLButtonElement>("button").find((own) => own.textContent === "filter") as HTMLButtonElement;
const plot = ({ one }: Gallery, name: string) => one(`.brush[aria-label="${name}"] .plot`);
const handle = ({ one }: Gallery, name: string, end: "lowest" | "highest") =>
  one(`[role=slider][aria-label="${name}, ${end}"]`);

/** Drag over the bars between two shares of their width. */
function drag(node: HTMLElement, from: number, to: number, on: HTMLElement = node): void {
  const box = node.getBoundingClientRect();
  const at = (share: number) => ({
    clientX: box.left + share * box.width,
    clientY: box.top + 5,
    pointerId: 1,
    bubbles: true,
    button: 0,
  });
  // A pointer that nobody holds cannot be captured.
  node.setPointerCapture = () => undefined;
  on.dispatchEvent(new PointerEvent("pointerdown", at(from)));
  for (const share of [0.25, 0.5, 0.75, 1])
    node.dispatchEvent(new PointerEvent("pointermove", at(from + share * (to - from))));
  node.dispatchEvent(new PointerEvent("pointerup", at(to)));
}

it("stands folded over the instances, where there are boxes, and counts nothing before", async () => {
  const shown = await gallery({ images: 60, pictures: 0 });
  expect(fold(shown).hidden).toBe(true);
  shown.session.actions.setView({ face: "instances" });
  expect(fold(shown).hidden).toBe(false);
  expect(fold(shown).getAttribute("aria-expanded")).toBe("false");
  expect(shown.all(".brush")).toHaveLength(0);
  fold(shown).click();
  expect(shown.all(".brush").map((node) => node.getAttribute("aria-label"))).toEqual(["confidence", "IoU", "area"]);
  fold(shown).click();
  expect(shown.one(".ranges").hidden).toBe(true);
  const boxless = await gallery({ images: 60, pictures: 0, isBoxed: false });
  put(boxless.session.state, { header: { ...boxless.session.state.header.value, unit: "images" } });
  boxless.session.actions.setView({ face: "instances" });
  expect(fold(boxless).hidden).toBe(true);
});

it("begins unfolded where a range is set", async () => {
  const shown = await gallery({ images: 60, pictures: 0 });
  shown.end();
  const { session } = shown;
  session.actions.set("score", { range: [0.5, null] });
  session.actions.setView({ face: "instances" });
  const again = galleryOf(session);
  expect(again.one(".ranges").hidden).toBe(false);
  expect(again.one(".brush.chosen .range").textContent).toBe("at least 50 %");
});

it("brushes a range that filters instances and images, and clears it", async () => {
  const shown = await unfolded();
  const { state, derived } = shown.session;
  const before = derived.visible.value.instances;
  drag(plot(shown, "confidence"), 0.51, 0.74);
  const { edges, instances } = derived.histogramOf(score).value;
  const [least, most] = state.facets.score.value?.range ?? [];
  expect([least, most]).toEqual([Math.floor(100 * (edges[20] ?? 0)) / 100, Math.ceil(100 * (edges[30] ?? 0)) / 100]);
  expect(derived.visible.value.instances).toBeLessThan(before);
  // Its own bars stay as they were: they count over every other filter.
  expect(instances.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(derived.visible.value.instances);
  expect(shown.one(".brush.chosen .range").textContent).toBe(`${100 * (least ?? 0)} to ${100 * (most ?? 0)} %`);
  plot(shown, "confidence").dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
  expect(state.facets.score.value).toBeNull();
  expect(derived.visible.value.instances).toBe(before);
});

it("is open at an end that reaches the last bar, and nothing where it reaches both", async () => {
  const shown = await unfolded();
  const { facets } = shown.session.state;
  drag(plot(shown, "IoU"), 0.6, 1);
  expect(facets.iou.value?.range[1]).toBeNull();
  drag(plot(shown, "IoU"), 0, 1);
  expect(facets.iou.value).toBeNull();
});

it("chooses one bar with a click's length, all of it, in pixels of the original", async () => {
  const shown = await unfolded();
  const { edges, instances } = shown.session.derived.histogramOf(area).value;
  drag(plot(shown, "area"), 0.26, 0.261);
  const ends = [Math.floor(edges[10] ?? 0), Math.ceil(edges[11] ?? 0)];
  expect(shown.session.state.facets.area.value?.range).toEqual(ends);
  expect(shown.session.derived.visible.value.instances).toBeGreaterThanOrEqual(instances[10] ?? 0);
});

it("rounds no bar away where all values lie close together", async () => {
  const shown = await unfolded();
  const { state, derived } = shown.session;
  // Predictions of a confident model: 99.00 to 99.80 %.
  put(state, {
    objects: {
      ...state.objects.value,
      score: state.objects.value.score.map((value) => 0.99 + value / 125) as Float32Array<ArrayBuffer>,
    },
  });
  const { instances } = derived.histogramOf(score).value;
  drag(plot(shown, "confidence"), 0.51, 0.511);
  expect(instances[20]).toBeGreaterThan(0);
  expect(derived.visible.value.instances).toBeGreaterThanOrEqual(instances[20] ?? 0);
  expect(derived.visible.value.instances).toBeLessThan(
    2 * (instances[19] ?? 0) + 2 * (instances[20] ?? 0) + 2 * (instances[21] ?? 0),
  );
});

it("offers no range of a single value", async () => {
  const shown = await unfolded();
  const { state } = shown.session;
  expect(shown.one('.brush[aria-label="confidence"]').hidden).toBe(false);
  put(state, { objects: { ...state.objects.value, score: new Float32Array(state.objects.value.size).fill(1) } });
  expect(shown.one('.brush[aria-label="confidence"]').hidden).toBe(true);
});

it("moves one end, by hand and by keys, and never past the other", async () => {
  const shown = await unfolded();
  const { facets } = shown.session.state;
  drag(plot(shown, "confidence"), 0, 0.6, handle(shown, "confidence", "lowest"));
  const low = facets.score.value?.range[0] ?? 0;
  expect(facets.score.value?.range[1]).toBeNull();
  const press = (end: "lowest" | "highest", key: string) =>
    handle(shown, "confidence", end).dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
    );
  press("lowest", "ArrowRight");
  expect(facets.score.value?.range[0]).toBeGreaterThan(low);
  press("lowest", "ArrowLeft");
  expect(facets.score.value?.range[0]).toBe(low);
  press("highest", "ArrowDown");
  expect(facets.score.value?.range[1]).toBeLessThan(1);
  press("highest", "Home");
  const [least, most] = facets.score.value?.range ?? [];
  expect(least).toBe(low);
  expect(most).toBeGreaterThan(low);
  press("highest", "End");
  press("lowest", "Home");
  expect(facets.score.value).toBeNull();
  expect(handle(shown, "confidence", "highest").getAttribute("aria-valuetext")).toMatch(/^\d+(\.\d)? %$/);
});

it("counts over every other filter as these change", async () => {
  const shown = await unfolded();
  const { session } = shown;
  const sum = () => session.derived.histogramOf(iou).value.instances.reduce((total, count) => total + count, 0);
  const before = sum();
  session.actions.select("cells", [[3, 8]], "replace");
  expect(sum()).toBeLessThan(before);
  expect(sum()).toBe(session.derived.visible.value.instances);
});

it("stays inside 400 pixels", async () => {
  await page.viewport(500, 800);
  const shown = await unfolded(400);
  expect(shown.one(".gallery").scrollWidth).toBeLessThanOrEqual(400);
});

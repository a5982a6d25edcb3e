/** The gallery's second face: a card an instance. */

import { expect, it } from "vitest";
import { range } from "../../src/engine/numbers";
import { put } from "../unit/put";
import { gallery } from "./galleryStand";
import { painted } from "./stand";

const INSTANCES = { images: 240, pictures: 240 } as const;

it("is a tab beside the images, each with its number", async () => {
  const { session, one, all } = await gallery(INSTANCES);
  const { instances, rows } = session.derived.visible.value;
  expect(all("[role=tab]").map((tab) => tab.textContent)).toEqual([`Images ${rows.length}`, `Instances ${instances}`]);
  expect(one("[role=list]").getAttribute("aria-label")).toBe("Images");
  expect(all(".instance")).toHaveLength(0);
  one<HTMLButtonElement>("[role=tab][value=instances]").click();
  expect(session.state.view.value.face).toBe("instances");
  expect(one("[role=list]").getAttribute("aria-label")).toBe("Instances");
  expect(rowsOf(all(".card"))).toEqual([...session.derived.pageInstances.value]);
  expect(all(".instance")).toHaveLength(24);
});

it("is not there for pixels", async () => {
  const { session, one } = await gallery();
  session.actions.setView({ face: "instances" });
  put(session.state, { header: { ...session.state.header.value, unit: "pixels" } });
  expect(one("[role=tablist]").hidden).toBe(true);
  expect(one("h2").hidden).toBe(false);
  expect(one("[role=list]").getAttribute("aria-label")).toBe("Images");
});

it("says of an instance its confidence, its IoU, what it was taken for, and where", async () => {
  const { session, all } = await gallery(INSTANCES);
  session.actions.select("cells", [[3, 8]], "replace");
  session.actions.setView({ face: "instances" });
  const cards = all(".instance");
  expect(cards).toHaveLength(session.derived.visible.value.instances);
  for (const card of cards) {
    expect(card.querySelector(".measured")?.textContent).toMatch(/^\d+ %, IoU \.\d\d$/);
    expect(card.querySelector(".words.wrong")?.textContent).toBe("3 predicted as 8");
    expect(card.querySelector(".label")?.textContent).toMatch(/^3 → 8 · \d+ %$/);
    expect(card.querySelectorAll(".box.dashed, .box.solid")).toHaveLength(2);
    expect(card.getAttribute("aria-label")).toMatch(/^3 predicted as 8, \d+ %, IoU \.\d\d, scene_\d+\.png$/);
  }
});

it("has no measures of what was missed, and one box", async () => {
  const { session, all } = await gallery(INSTANCES);
  session.actions.set(
    "cells",
    range(0, 9).map((digit) => [digit, 10] as const),
  );
  session.actions.setView({ face: "instances" });
  for (const card of all(".instance")) {
    expect(card.querySelector<HTMLElement>(".measured")?.hidden).toBe(true);
    expect(card.querySelector(".words.missed")?.textContent).toMatch(/^\d missed$/);
    expect(card.querySelectorAll(".box")).toHaveLength(1);
  }
});

it("sorts by confidence, IoU and area, what has no value last", async () => {
  const { session, all, one } = await gallery(INSTANCES);
  session.actions.setView({ face: "instances" });
  for (const sort of ["iou", "size", "score"] as const) {
    one<HTMLButtonElement>(`button[value=${sort}]`).click();
    expect(session.state.view.value.instance_sort).toBe(sort);
    expect(rowsOf(all(".card"))).toEqual([...session.derived.pageInstances.value]);
  }
  const measured = all(".measured").map((node) => Number.parseInt(node.textContent ?? "", 10));
  expect(measured).toEqual([...measured].sort((a, b) => b - a));
});

it("cuts the instance out of the picture of its image: its box lies over what it frames", async () => {
  const { session, one } = await gallery(INSTANCES);
  session.actions.setView({ face: "instances" });
  await painted();
  const card = one(".instance");
  const row = Number(card.dataset["row"]);
  const { state } = session;
  const object = state.outcomes.value.prediction[row] ?? 0;
  const [picture, box] = [rect(card, "img"), rect(card, ".box.solid")];
  // Scenes are 160 pixels wide.
  const scale = picture.width / 160;
  expect(box.x - picture.x).toBeCloseTo((state.objects.value.x[object] ?? 0) * scale, 0);
  expect(box.y - picture.y).toBeCloseTo((state.objects.value.y[object] ?? 0) * scale, 0);
  expect(box.width).toBeCloseTo((state.objects.value.w[object] ?? 0) * scale, 0);
});

it("prefers what Python cut out, and says where a picture is small", async () => {
  const { session, one } = await gallery(INSTANCES);
  session.actions.setView({ face: "instances" });
  const { state } = session;
  const row = Number(one(".instance").dataset["row"]);
  const [thumbnails] = state.thumbnails.value;
  if (!thumbnails) throw new Error("No pictures.");
  const small = () => getComputedStyle(one(".instance .small-picture")).display !== "none";
  // The originals are said to be ten times as large as the pictures of them that there are.
  state.thumbnails.value = [
    { ...thumbnails, width: times(thumbnails.width, 10), height: times(thumbnails.height, 10) },
  ];
  await expect.poll(small).toBe(true);
  const { truth, prediction } = state.outcomes.value;
  const end = thumbnails.offsets[1] ?? 0;
  state.crops.value = [
    {
      truth: Uint32Array.of(truth[row] ?? 0),
      prediction: Uint32Array.of(prediction[row] ?? 0),
      ...{ x: Int32Array.of(10), y: Int32Array.of(20), w: Int32Array.of(80), h: Int32Array.of(60) },
      ...{ offsets: Uint32Array.of(0, end), data: thumbnails.data.slice(0, end) },
    },
  ];
  await expect.poll(small).toBe(false);
  const [picture, frame] = [rect(one(".instance"), "img"), rect(one(".instance"), ".fit")];
  expect(picture.width).toBeCloseTo(frame.width, 0);
  expect(frame.width / frame.height).toBeCloseTo(80 / 60, 1);
});

it("draws boxes on a plain ground where there is no picture at all", async () => {
  const { session, all } = await gallery({ images: 60, pictures: 0 });
  session.actions.setView({ face: "instances" });
  for (const card of all(".instance")) {
    expect(card.querySelector("img[src]")).toBeNull();
    expect(card.querySelectorAll(".box").length).toBeGreaterThan(0);
    expect(rect(card, ".fit").width).toBeGreaterThan(0);
  }
});

it("is not there for counts without boxes, which are not one each", async () => {
  const { session, one, all } = await gallery({ images: 60, pictures: 0, isBoxed: false });
  session.actions.setView({ face: "instances" });
  expect(one("[role=tablist]").hidden).toBe(true);
  expect(all(".instance")).toHaveLength(0);
  expect(all(".card")).toHaveLength(24);
});

it("has a card without a frame where there is neither a picture nor a box", async () => {
  const { session, all, one } = await gallery({ images: 60, pictures: 0, isBoxed: false });
  put(session.state, { header: { ...session.state.header.value, unit: "images" } });
  session.actions.setView({ face: "instances" });
  expect(all(".instance.bare")).toHaveLength(24);
  expect(getComputedStyle(one(".instance .frame")).display).toBe("none");
  expect(all('[role=radiogroup][aria-label="Sort by"]:not([hidden])')).toHaveLength(0);
});

it("says the confidence of a label, and stands by it", async () => {
  const { session, all } = await gallery({ images: 60, pictures: 0, isBoxed: false });
  const { header, outcomes } = session.state;
  put(session.state, { header: { ...header.value, unit: "images" } });
  const score = Float32Array.from({ length: outcomes.value.size }, (_, row) => (row % 97) / 100);
  put(session.state, { outcomes: { ...outcomes.value, score } });
  session.actions.setView({ face: "instances" });
  const said = all(".instance .measured").map((node) => node.textContent);
  expect(said[0]).toBe("96 %");
  expect(said.map((text) => Number.parseInt(text ?? "", 10))).toEqual(rowsOf(all(".instance")).map((row) => row % 97));
  const orders = all('[role=radiogroup][aria-label="Sort by"]:not([hidden]) [role=radio]');
  expect(orders.map((node) => node.textContent)).toEqual(["confidence"]);
});

it("opens the image at the instance", async () => {
  const { session, one } = await gallery(INSTANCES);
  session.actions.setView({ face: "instances" });
  const card = one(".instance");
  one<HTMLButtonElement>(".instance .open").click();
  expect(session.state.open.value).toBe(Number(card.dataset["image"]));
  expect(session.state.openInstance.value).toBe(Number(card.dataset["row"]));
});

it("gets the focus back at the instance one looked at, among several of its image", async () => {
  const { session, all, root } = await gallery({ images: 8, pictures: 8 });
  session.actions.setView({ face: "instances" });
  const cards = all(".instance");
  const second = cards.find((card, i) =>
    cards.slice(0, i).some((own) => own.dataset["image"] === card.dataset["image"]),
  );
  const open = second?.querySelector<HTMLElement>(".open");
  open?.focus();
  open?.click();
  await expect.poll(() => root.querySelector("dialog")?.open).toBe(true);
  session.actions.open(null);
  expect(open).toBeDefined();
  expect(root.activeElement).toBe(open);
});

it("is one tab stop, within which arrows move and pages turn", async () => {
  const { session, all, root, one } = await gallery(INSTANCES);
  session.actions.setView({ face: "instances" });
  const stops = () => all(".open").filter((stop) => stop.tabIndex === 0);
  const focused = () => all(".open").indexOf(root.activeElement as HTMLElement);
  const press = (key: string) =>
    root.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  expect(stops()).toEqual([all(".open")[0]]);
  one(".open").focus();
  press("ArrowRight");
  expect(focused()).toBe(1);
  expect(stops()).toEqual([all(".open")[1]]);
  press("ArrowDown");
  const perRow = focused() - 1;
  expect(perRow).toBeGreaterThan(1);
  press("ArrowUp");
  press("ArrowLeft");
  press("ArrowLeft");
  expect(focused()).toBe(0);
  press("End");
  expect(focused()).toBe(23);
  press("PageDown");
  expect([session.state.page.value, focused()]).toEqual([2, 0]);
  press("PageUp");
  press("PageUp");
  expect([session.state.page.value, focused()]).toEqual([1, 0]);
});

function rowsOf(cards: readonly HTMLElement[]): number[] {
  return cards.map((card) => Number(card.dataset["row"]));
}

function rect(card: Element, selector: string): DOMRect {
  return card.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
}

function times(column: ArrayLike<number>, by: number) {
  return Uint32Array.from(column, (value) => value * by);
}

/** What pointers and keys do to the map. */

import { expect, it } from "vitest";
import type { Polygon } from "../../src/engine/polygon";
import type { Pixel } from "../../src/ui/hands";
import { isInside } from "../unit/brute";
import { click, drag, lonely, map, pointer, press, wheel } from "./mapStand";
import { painted, pixelAt } from "./stand";

it("leaves the wheel to the page, with the focus too, and zooms with ctrl or cmd", async () => {
  const { canvas } = await map();
  for (const take of [() => undefined, () => canvas.focus()]) {
    take();
    expect(wheel(canvas)).toBe(true);
    expect(wheel(canvas, { ctrlKey: true })).toBe(false);
    expect(wheel(canvas, { metaKey: true })).toBe(false);
  }
});

it("lassos exactly the points inside the polygon that was drawn", async () => {
  const { canvas, session } = await map();
  const path: Pixel[] = [
    [60, 40],
    [330, 30],
    [420, 190],
    [250, 260],
    [80, 230],
  ];
  drag(canvas, path, { shiftKey: true });
  const polygon: Polygon = session.state.facets.lasso.value;
  expect(polygon).toHaveLength(5);
  const { x, y, size } = session.state.images.value;
  const inside = Array.from({ length: size }, (_, row) => row).filter((row) =>
    isInside(x[row] as number, y[row] as number, polygon),
  );
  expect(inside.length).toBeGreaterThan(10);
  expect([...session.derived.rows.value].sort((a, b) => a - b)).toEqual(inside);
});

it("lassos with the button and without shift, once", async () => {
  const { canvas, session, one } = await map();
  const lasso = one<HTMLButtonElement>("[aria-label=Lasso]");
  lasso.click();
  expect(lasso.getAttribute("aria-pressed")).toBe("true");
  const path: Pixel[] = [
    [10, 10],
    [500, 10],
    [500, 300],
  ];
  drag(canvas, path);
  expect(session.state.facets.lasso.value).toHaveLength(3);
  expect(lasso.getAttribute("aria-pressed")).toBe("false");
  drag(canvas, path);
  expect(session.state.facets.lasso.value).toHaveLength(3);
});

it("keeps the lasso drawn where it lies in the embedding", async () => {
  const { canvas, one, session } = await map();
  session.actions.set("lasso", [
    [0, 0],
    [1, 0],
    [1, 1],
  ]);
  const before = one(".lasso").getAttribute("d");
  expect(before?.split(" ")).toHaveLength(3);
  press(canvas, "ArrowLeft");
  expect(one(".lasso").getAttribute("d")).not.toBe(before);
  session.actions.clear("lasso");
  expect(one(".lasso").getAttribute("d")).toBe("");
});

it("adds with shift and takes away with alt", async () => {
  const { canvas, session } = await map();
  const box = (left: number, top: number): Pixel[] => [
    [left, top],
    [left + 200, top],
    [left + 200, top + 180],
    [left, top + 180],
  ];
  const rows = () => [...session.derived.rows.value].sort((a, b) => a - b);
  drag(canvas, box(20, 20), { shiftKey: true });
  const first = rows();
  drag(canvas, box(300, 160), { shiftKey: true });
  const both = rows();
  expect(both.length).toBeGreaterThan(first.length);
  expect(first.every((row) => both.includes(row))).toBe(true);
  drag(
    canvas,
    box(10, 10).map(([x, y]): Pixel => [x === 10 ? x : 230, y === 10 ? y : 210]),
    { altKey: true },
  );
  expect(rows()).toEqual(both.filter((row) => !first.includes(row)));
  session.actions.reset();
  const all = rows();
  drag(canvas, box(20, 20), { altKey: true });
  expect(rows()).toEqual(all.filter((row) => !first.includes(row)));
});

it("calls off a lasso with Escape, also while it is drawn", async () => {
  const { canvas, session, one } = await map();
  one<HTMLButtonElement>("[aria-label=Lasso]").click();
  canvas.focus();
  press(canvas, "Escape");
  expect(one("[aria-label=Lasso]").getAttribute("aria-pressed")).toBe("false");
  pointer(canvas, "pointerdown", [60, 60], { shiftKey: true });
  for (const pixel of [
    [200, 60],
    [200, 200],
    [60, 200],
  ] as Pixel[])
    pointer(canvas, "pointermove", pixel, { shiftKey: true });
  expect(one(".lasso").getAttribute("d")).not.toBe("");
  press(canvas, "Escape");
  pointer(canvas, "pointermove", [80, 80], { shiftKey: true });
  pointer(canvas, "pointerup", [80, 80], { shiftKey: true });
  expect(one(".lasso").getAttribute("d")).toBe("");
  expect(session.state.facets.lasso.value).toEqual([]);
});

it("opens an image with a click, picks with ctrl, and takes back what is clicked again", async () => {
  const shown = await map();
  const { canvas, session, place } = shown;
  const [a = 0, b = 0] = lonely(shown, 2);
  click(canvas, place(a));
  expect(session.state.open.value).toBe(a);
  expect(session.state.facets.picked.value).toEqual([]);
  click(canvas, place(a), { ctrlKey: true });
  click(canvas, place(b), { ctrlKey: true });
  expect(session.state.facets.picked.value).toEqual([a, b]);
  click(canvas, place(b), { ctrlKey: true });
  expect(session.state.facets.picked.value).toEqual([a]);
});

it("does not pick what a filter hides", async () => {
  const shown = await map();
  const { canvas, session, place } = shown;
  const [row = 0] = lonely(shown, 1);
  session.actions.set("query", "no such name");
  click(canvas, place(row), { ctrlKey: true });
  expect(session.state.facets.picked.value).toEqual([]);
});

it("shows a card with name, counts and F1 beside the point under the hand", async () => {
  const shown = await map();
  const [row = 0] = lonely(shown, 1);
  pointer(shown.canvas, "pointermove", shown.place(row));
  const card = shown.one(".tooltip");
  expect(card.hidden).toBe(false);
  expect(card.textContent).toContain(shown.session.state.images.value.name.at(row));
  expect(card.textContent).toMatch(/\d TP\d+ FP\d+ FNF1 [.\d—]/);
  pointer(shown.canvas, "pointerleave", [0, 0]);
  expect(card.hidden).toBe(true);
});

it("pans by drag, zooms by key and comes back with 0 and a double click", async () => {
  const shown = await map();
  const [row = 0] = lonely(shown, 1);
  const [x, y] = shown.place(row);
  const isThere = () => pixelAt(shown.canvas, x, y)[3] === 255;
  const ways: readonly [() => void, () => void][] = [
    [
      () =>
        drag(shown.canvas, [
          [100, 100],
          [130, 150],
          [180, 190],
        ]),
      () => press(shown.canvas, "0"),
    ],
    [() => press(shown.canvas, "+"), () => shown.canvas.dispatchEvent(new MouseEvent("dblclick"))],
    [() => press(shown.canvas, "ArrowUp"), () => shown.one("[aria-label='Show everything']").click()],
  ];
  for (const [leave, come] of ways) {
    leave();
    await painted();
    expect(isThere()).toBe(false);
    come();
    await painted();
    expect(isThere()).toBe(true);
  }
});

it("selects what is in view with Enter", async () => {
  const { canvas, session } = await map();
  for (let i = 0; i < 8; i++) press(canvas, "+");
  press(canvas, "Enter");
  expect(session.state.facets.lasso.value).toHaveLength(4);
});

it("adds no filter with Enter while every image is in view", async () => {
  const { canvas, session } = await map();
  press(canvas, "Enter");
  expect(session.state.facets.lasso.value).toEqual([]);
});

it("names the keys while it has the focus of the keyboard", async () => {
  const shown = await map();
  const says = () => shown.one(".hint").textContent;
  expect(says()).toContain("drag pans");
  press(document.body, "Tab");
  shown.canvas.focus({ focusVisible: true } as FocusOptions);
  expect(says()).toBe("arrows pan, + and - zoom, 0 shows all, Enter selects what is in view");
  shown.canvas.blur();
  expect(says()).toContain("drag pans");
});

/** The map of an evaluation in tables: the same hands and the same answers, and what it says of what it has not. */

import { expect, it } from "vitest";
import type { Pixel } from "../../src/ui/hands";
import { eventually } from "./eventually";
import { click, drag, lonely, map, mapBehind, pointer, press } from "./mapStand";
import { painted, pixelAt } from "./stand";

const LASSO: Pixel[] = [
  [60, 40],
  [330, 30],
  [420, 190],
  [250, 260],
  [80, 230],
];

type Behind = Awaited<ReturnType<typeof mapBehind>>;

const card = ({ one }: Pick<Behind, "one">) => one(".tooltip");
const ground = ({ canvas }: Pick<Behind, "canvas">) => pixelAt(canvas, 3, 3);

/** The most opaque pixel at a place: a cell may lie on two. */
function strongest(canvas: HTMLCanvasElement, [x, y]: Pixel): number {
  const around = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => pixelAt(canvas, x + dx, y + dy)[3] as number));
  return Math.max(...around);
}

it("names the point under the pointer once it rests, and counts at once", async () => {
  const shown = await mapBehind();
  const { canvas, kernel, whole, session, place } = shown;
  const known = new Set(session.derived.pageRows.value);
  const row = lonely({ session: whole, place }, 9).find((own) => !known.has(own)) as number;
  pointer(canvas, "pointermove", place(row));
  await eventually(() => expect(card(shown).hidden).toBe(false));
  expect(card(shown).textContent).toMatch(/^\d+ TP\d+ FP\d+ FNF1 /);
  await eventually(() => expect(kernel.model.get("map_row")).toBe(row));
  kernel.answer();
  await eventually(() => expect(card(shown).textContent).toContain(whole.state.images.value.name.at(row)));
});

it("asks nothing of the image that has gone from under the pointer, nor while something else is asked", async () => {
  const shown = await mapBehind();
  const { canvas, kernel, whole, session, place } = shown;
  const known = new Set(session.derived.pageRows.value);
  const [a, b] = lonely({ session: whole, place }, 12).filter((own) => !known.has(own)) as [number, number];
  pointer(canvas, "pointermove", place(a));
  pointer(canvas, "pointermove", place(b));
  await eventually(() => expect(kernel.model.get("map_row")).toBe(b));
  kernel.model.set("status", { state: "loading", message: "", done: 0, total: 0 });
  pointer(canvas, "pointermove", place(a));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(kernel.model.get("map_row")).toBe(b);
  kernel.model.set("status", { state: "idle", message: "", done: 0, total: 0 });
  await eventually(() => expect(kernel.model.get("map_row")).toBe(a));
});

it("keeps as dust what filters hide, which says so and opens", async () => {
  const [memory, shown] = [await map(), await mapBehind()];
  const { kernel, whole, place } = shown;
  const rows = lonely({ session: whole, place }, 9);
  const name = whole.state.images.value.name.at(rows[0] as number);
  for (const { session } of [memory, shown]) session.actions.set("query", name);
  kernel.answer();
  await painted();
  const shownRows = new Set(memory.session.derived.rows.value);
  const [hidden = 0] = rows.filter((row) => !shownRows.has(row));
  await eventually(() => {
    for (const one of [memory, shown]) expect(pixelAt(one.canvas, ...one.place(hidden))).not.toEqual(ground(one));
  });
  expect(pixelAt(shown.canvas, ...place(hidden))).toEqual(pixelAt(memory.canvas, ...memory.place(hidden)));
  pointer(shown.canvas, "pointermove", place(hidden));
  await eventually(() => expect(card(shown).textContent).toBe("filtered out"));
  click(shown.canvas, place(hidden), { ctrlKey: true });
  expect(shown.session.state.facets.picked.value).toEqual([]);
  click(shown.canvas, place(hidden));
  expect(shown.session.state.open.value).toBe(hidden);
  shown.session.actions.clear("query");
  kernel.answer();
  await eventually(() => expect(shown.session.state.sentMap.value?.filtered).toBe(false));
  pointer(shown.canvas, "pointermove", place(hidden));
  await eventually(() => expect(card(shown).textContent).toContain(" TP"));
});

it("says of a raster how many images and errors lie under the ring, and asks nobody", async () => {
  const shown = await mapBehind({ cells: 512 });
  const { canvas, kernel, whole, place } = shown;
  await eventually(() => expect(shown.one(".legend").textContent).toContain(" errors an image at 37 %"));
  const [row = 0] = lonely({ session: whole, place }, 1);
  const { fp, fn } = whole.derived.tallies.value;
  const errors = (fp[row] as number) + (fn[row] as number);
  pointer(canvas, "pointermove", place(row));
  await eventually(() => expect(card(shown).hidden).toBe(false));
  const words = `1 image${errors} error${errors === 1 ? "" : "s"} at 37 %, ${errors.toFixed(1)} an image`;
  expect(card(shown).textContent).toBe(words);
  click(canvas, place(row));
  expect(shown.session.state.open.value).toBe(null);
  expect(kernel.model.get("map_row")).toBe(null);
  pointer(canvas, "pointermove", [3, 3]);
  await eventually(() => expect(card(shown).hidden).toBe(true));
});

it("shows where a raster lies while filters leave a part of it", async () => {
  const shown = await mapBehind({ cells: 512 });
  const { kernel, whole, place, session, canvas } = shown;
  const [kept = 0, hidden = 0] = lonely({ session: whole, place }, 2);
  session.actions.set("picked", [kept]);
  kernel.answer();
  await eventually(() => expect(session.state.dust.value?.n).toBe(512));
  await painted();
  const [strong, faint] = [strongest(canvas, place(kept)), strongest(canvas, place(hidden))];
  expect(faint).toBeGreaterThan(0);
  expect(faint).toBeLessThan(strong);
});

it("leaves nothing blank around a part of the map while the whole is on its way", async () => {
  const shown = await mapBehind({ cells: 512 });
  const { canvas, kernel, whole, place } = shown;
  await painted();
  const [row = 0] = lonely({ session: whole, place }, 9).filter((own) => {
    const [x, y] = place(own);
    return Math.hypot(x - canvas.clientWidth / 2, y - canvas.clientHeight / 2) > canvas.clientHeight / 3;
  });
  const { sentMap } = shown.session.state;
  // What Python answered when one had looked nearer, in the middle.
  const [x0, y0, x1, y1] = sentMap.value?.box ?? [0, 0, 0, 0];
  const at = (from: number, to: number, share: number) => from + share * (to - from);
  const box = [at(x0, x1, 0.45), at(y0, y1, 0.45), at(x0, x1, 0.55), at(y0, y1, 0.55)];
  const held = kernel.model.get("raster") as { for: object };
  kernel.model.set("raster", { ...held, for: { ...held.for, map_box: box }, box });
  await painted();
  expect(strongest(canvas, place(row))).toBeGreaterThan(0);
});

it.each([0, 512])("takes lasso, keys and a double click as over memory, with %s cells a side", async (cells) => {
  // Wide enough for any legend to stand on one line: both have as much room.
  const [memory, shown] = [await map({}, 900), await mapBehind({ cells }, 900)];
  const chosen = () => {
    const [a, b] = [memory, shown].map(({ session }) => JSON.stringify(session.state.facets.lasso.value));
    expect(a).toBe(b);
    return a;
  };
  for (const one of [memory, shown]) drag(one.canvas, LASSO, { shiftKey: true });
  expect(chosen()).not.toBe("[]");
  shown.kernel.answer();
  expect(shown.session.derived.counts.value.images).toBe(memory.session.derived.counts.value.images);
  for (const { canvas } of [memory, shown]) {
    const path: Pixel[] = [
      [150, 20],
      [320, 20],
      [300, 300],
    ];
    drag(canvas, path, { altKey: true });
  }
  chosen();
  for (const { session } of [memory, shown]) session.actions.reset();
  shown.kernel.answer();
  for (const { canvas } of [memory, shown]) {
    canvas.focus();
    for (const key of ["+", "+", "ArrowLeft", "ArrowUp", "Enter"]) press(canvas, key);
  }
  expect(chosen()).not.toBe("[]");
  for (const { session, canvas } of [memory, shown]) {
    session.actions.reset();
    canvas.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
    // Everything is in view: that would filter nothing.
    press(canvas, "Enter");
  }
  expect(chosen()).toBe("[]");
});

it("opens a point with a click, and picks it with ctrl", async () => {
  const shown = await mapBehind();
  const { canvas, session, whole, place, kernel } = shown;
  const [a = 0, b = 0] = lonely({ session: whole, place }, 2);
  click(canvas, place(a));
  expect(session.state.open.value).toBe(a);
  for (const row of [a, b]) {
    click(canvas, place(row), { ctrlKey: true });
    session.actions.open(null);
  }
  expect(session.state.facets.picked.value).toEqual([a, b]);
  kernel.answer();
  await painted();
  click(canvas, place(b), { ctrlKey: true });
  expect(session.state.facets.picked.value).toEqual([a]);
});

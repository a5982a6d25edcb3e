/** The map: what its pixels show, and what hands and keys do to it. */

import { afterEach, expect, it, vi } from "vitest";
import { isInside, type Polygon } from "../../src/engine/polygon";
import type { Camera } from "../../src/gl/scene";
import { boundsOf, fitted, type Pixel, type Size, toPixel } from "../../src/scatter/camera";
import { pointsOf } from "../../src/scatter/points";
import { mount } from "../../src/scatter/scatter";
import type { Session } from "../../src/state/session";
import { type SceneSettings, sceneSession } from "./scenes";
import { painted, pixelAt, type Stand, stand } from "./stand";

afterEach(() => vi.restoreAllMocks());

interface Map extends Stand {
  readonly canvas: HTMLCanvasElement;
  /** Where an image is drawn while the whole is shown. */
  place(row: number): Pixel;
}

async function map(settings: SceneSettings = {}): Promise<Map> {
  const session = await sceneSession({ pictures: 0, ...settings });
  const shown = stand(session, mount, { height: 420 });
  const canvas = shown.one<HTMLCanvasElement>("canvas");
  await drawn(canvas);
  return { ...shown, canvas, place: (row) => placeOf(session, canvas, row) };
}

async function drawn(canvas: HTMLCanvasElement): Promise<void> {
  await vi.waitFor(() => expect(canvas.width).toBeGreaterThan(300));
  await painted();
}

function placeOf({ state }: Session, canvas: HTMLCanvasElement, row: number): Pixel {
  const { positions, order } = pointsOf(state.images.value);
  const size: Size = { width: canvas.clientWidth, height: canvas.clientHeight };
  const camera: Camera = fitted(boundsOf(positions, order), size);
  return toPixel(camera, size, positions[2 * row] as number, positions[2 * row + 1] as number);
}

function pointer(canvas: HTMLElement, type: string, [x, y]: Pixel, init: PointerEventInit = {}): void {
  const box = canvas.getBoundingClientRect();
  const event = { clientX: box.left + x, clientY: box.top + y, pointerId: 1, bubbles: true, composed: true, ...init };
  canvas.dispatchEvent(new PointerEvent(type, event));
}

function drag(canvas: HTMLElement, path: readonly Pixel[], init: PointerEventInit = {}): void {
  const [first, last] = [path[0], path.at(-1)];
  if (!first || !last) return;
  pointer(canvas, "pointerdown", first, init);
  for (const pixel of path) pointer(canvas, "pointermove", pixel, init);
  pointer(canvas, "pointerup", last, init);
}

function click(canvas: HTMLElement, pixel: Pixel, init: PointerEventInit = {}): void {
  drag(canvas, [pixel], init);
}

function wheel(canvas: HTMLElement, init: WheelEventInit = {}): boolean {
  const box = canvas.getBoundingClientRect();
  const place = { clientX: box.left + 200, clientY: box.top + 100, deltaY: -200 };
  return canvas.dispatchEvent(new WheelEvent("wheel", { cancelable: true, bubbles: true, ...place, ...init }));
}

function press(node: HTMLElement, key: string): void {
  node.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

/** Rows that stand alone, so that their pixel is theirs. */
function lonely({ session, place }: Map, count: number): number[] {
  const rows = [...pointsOf(session.state.images.value).order];
  const far = (a: Pixel, b: Pixel) => Math.hypot(a[0] - b[0], a[1] - b[1]) > 16;
  return rows.filter((row) => rows.every((other) => other === row || far(place(row), place(other)))).slice(0, count);
}

it("is an image named Embedding, focusable, with a text alternative", async () => {
  const { canvas, root } = await map();
  expect(canvas.getAttribute("role")).toBe("img");
  expect(canvas.getAttribute("aria-label")).toBe("Embedding");
  expect(canvas.tabIndex).toBe(0);
  const words = root.getElementById(canvas.getAttribute("aria-describedby") ?? "")?.textContent;
  expect(words).toContain("240 of 240 images shown");
});

it("changes the pixels of three known points with the selection", async () => {
  const shown = await map();
  const rows = lonely(shown, 3);
  expect(rows).toHaveLength(3);
  const pixels = () => rows.map((row) => pixelAt(shown.canvas, ...shown.place(row)));
  const before = pixels();
  expect(before.map(([, , , alpha]) => alpha)).toEqual([255, 255, 255]);
  shown.session.actions.pick([rows[0] as number], "replace");
  await painted();
  const after = pixels();
  expect(after[0]).toEqual(before[0]);
  for (const dust of after.slice(1)) expect(dust[3]).toBeLessThan(128);
});

it("changes them with the threshold: the colours are F1", async () => {
  const shown = await map();
  const rows = lonely(shown, 30);
  const pixels = () => rows.map((row) => pixelAt(shown.canvas, ...shown.place(row)).join());
  const before = pixels();
  shown.session.actions.setConfidence(90);
  await painted();
  expect(pixels()).not.toEqual(before);
});

it("draws without WebGL2", async () => {
  const { getContext } = HTMLCanvasElement.prototype;
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockImplementation(function (
    this: HTMLCanvasElement,
    kind: string,
    ...rest: unknown[]
  ) {
    return kind === "webgl2" ? null : Reflect.apply(getContext, this, [kind, ...rest]);
  } as typeof getContext);
  const shown = await map();
  const [row = 0] = lonely(shown, 1);
  expect(pixelAt(shown.canvas, ...shown.place(row))[3]).toBe(255);
});

it("stands in for a lost context at once, and draws with WebGL2 again when it is back", async () => {
  const shown = await map();
  const [row = 0] = lonely(shown, 1);
  const loss = shown.canvas.getContext("webgl2")?.getExtension("WEBGL_lose_context");
  loss?.loseContext();
  shown.session.actions.setView({ colour: "errors" });
  await vi.waitFor(() => {
    expect(shown.root.querySelector(".stand-in")).toBeNull();
    expect(pixelAt(shown.canvas, ...shown.place(row))[3]).toBe(255);
  });
});

it("keeps drawing on a stand-in as long as the browser keeps the context", async () => {
  const shown = await map();
  const [row = 0] = lonely(shown, 1);
  const gl = shown.canvas.getContext("webgl2");
  vi.spyOn(WebGL2RenderingContext.prototype, "isContextLost").mockReturnValue(true);
  expect(gl?.isContextLost()).toBe(true);
  shown.session.actions.setConfidence(50);
  await vi.waitFor(() => expect(shown.one<HTMLCanvasElement>(".stand-in").width).toBeGreaterThan(300));
  await painted();
  expect(pixelAt(shown.one<HTMLCanvasElement>(".stand-in"), ...shown.place(row))[3]).toBe(255);
});

it("gives its context back off the screen, and draws again on it", async () => {
  const shown = await map();
  const [row = 0] = lonely(shown, 1);
  const gl = shown.canvas.getContext("webgl2");
  shown.host.style.marginTop = "5000px";
  await vi.waitFor(() => expect(gl?.isContextLost()).toBe(true));
  shown.host.style.marginTop = "";
  await vi.waitFor(() => {
    expect(gl?.isContextLost()).toBe(false);
    expect(pixelAt(shown.canvas, ...shown.place(row))[3]).toBe(255);
  });
});

it("leaves the wheel to the page until it has the focus, but zooms with ctrl", async () => {
  const { canvas } = await map();
  expect(wheel(canvas)).toBe(true);
  expect(wheel(canvas, { ctrlKey: true })).toBe(false);
  canvas.focus();
  expect(wheel(canvas)).toBe(false);
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
  const polygon: Polygon = session.state.lasso.value;
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
  expect(session.state.lasso.value).toHaveLength(3);
  expect(lasso.getAttribute("aria-pressed")).toBe("false");
  drag(canvas, path);
  expect(session.state.lasso.value).toHaveLength(3);
});

it("keeps the lasso drawn where it lies in the embedding", async () => {
  const { canvas, one, session } = await map();
  session.actions.setLasso([
    [0, 0],
    [1, 0],
    [1, 1],
  ]);
  const before = one(".lasso").getAttribute("points");
  expect(before?.split(" ")).toHaveLength(3);
  press(canvas, "ArrowLeft");
  expect(one(".lasso").getAttribute("points")).not.toBe(before);
  session.actions.clear("lasso");
  expect(one(".lasso").getAttribute("points")).toBe("");
});

it("picks with a click, adds with ctrl, and takes back what is clicked again", async () => {
  const shown = await map();
  const { canvas, session, place } = shown;
  const [a = 0, b = 0] = lonely(shown, 2);
  click(canvas, place(a));
  expect(session.state.picked.value).toEqual([a]);
  click(canvas, place(b), { ctrlKey: true });
  expect(session.state.picked.value).toEqual([a, b]);
  click(canvas, place(b), { ctrlKey: true });
  click(canvas, place(a));
  expect(session.state.picked.value).toEqual([]);
});

it("does not pick what a filter hides", async () => {
  const shown = await map();
  const { canvas, session, place } = shown;
  const [row = 0] = lonely(shown, 1);
  session.actions.setQuery("no such name");
  click(canvas, place(row));
  expect(session.state.picked.value).toEqual([]);
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
  expect(session.state.lasso.value).toHaveLength(4);
});

it("filters by the clusters of the legend: click replaces, ctrl adds, again takes away", async () => {
  const { session, all, root } = await map();
  session.actions.setView({ colour: "cluster" });
  const buttons = all<HTMLButtonElement>(".clusters button");
  expect(buttons).toHaveLength(10);
  expect(buttons.at(-1)?.textContent).toContain("unclustered");
  expect(buttons[0]?.getAttribute("aria-label")).toMatch(/^Cluster \d, \d+ images, F1 \.\d+$/);
  buttons[0]?.focus();
  buttons[0]?.click();
  buttons[9]?.dispatchEvent(new MouseEvent("click", { bubbles: true, ctrlKey: true }));
  expect(session.state.clusters.value).toHaveLength(2);
  expect(session.state.clusters.value).toContain(-1);
  expect(buttons.map((button) => button.getAttribute("aria-pressed")).filter((on) => on === "true")).toHaveLength(2);
  expect(root.activeElement).toBe(buttons[0]);
  buttons[9]?.dispatchEvent(new MouseEvent("click", { bubbles: true, ctrlKey: true }));
  buttons[0]?.click();
  expect(session.state.clusters.value).toEqual([]);
});

it("says in words which images have no embedding, and does not draw them", async () => {
  const some = await map({ unplaced: 20 });
  expect(some.root.textContent).toContain("UMAP of 228 images; 12 images have no embedding");
  expect(some.root.textContent).toContain("228 of 228 images shown");
  const none = await map({ unplaced: 1 });
  expect(none.one(".empty").hidden).toBe(false);
  expect(none.one(".empty").textContent).toContain("no embedding");
});

it("reads its colours again when the theme turns", async () => {
  const shown = await map();
  const [row = 0] = lonely(shown, 1);
  const before = pixelAt(shown.canvas, ...shown.place(row));
  shown.host.dataset["theme"] = "dark";
  await vi.waitFor(() => expect(pixelAt(shown.canvas, ...shown.place(row))).not.toEqual(before));
});

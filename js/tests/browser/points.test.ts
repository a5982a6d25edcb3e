/** The painter alone: what it draws, read back, and what it does again or keeps. */

import { expect, it, onTestFinished } from "vitest";
import { createPainter } from "../../src/scatter/draw/painter";
import { type Frame, type Scene, SHADES } from "../../src/scatter/draw/scene";
import { pixelAt } from "./stand";

const FRAME: Frame = { camera: { x: 0, y: 0, scale: 10 }, width: 100, height: 60, pixelRatio: 1, maxPoints: Infinity };
const NONE = new Uint32Array(0);

function palette(): Uint8Array<ArrayBuffer> {
  const colours = new Uint8Array(4 * SHADES);
  colours.set([255, 0, 0, 255], 4);
  colours.set([0, 0, 255, 255], 8);
  return colours;
}

/** A red point at (-2, 1), a blue one at (2, -1), and one in the background at (0, 0). */
function scene(change: Partial<Scene> = {}): Scene {
  return {
    positions: Float32Array.of(-2, 1, 2, -1, 0, 0),
    background: Uint32Array.of(0, 1, 2),
    foreground: Uint32Array.of(0, 1),
    shades: Uint8Array.of(1, 2, 0),
    palette: palette(),
    look: {
      ...{ background: [0, 128, 0], backgroundAlpha: 0.5, halo: [255, 255, 255] },
      ...{ backgroundRadius: 3, foregroundRadius: 5, haloWidth: 2.5 },
    },
    ...change,
  };
}

function canvas(): HTMLCanvasElement {
  const node = document.createElement("canvas");
  node.style.cssText = "width: 100px; height: 60px";
  document.body.append(node);
  onTestFinished(() => node.remove());
  return node;
}

/** The picture of a scene. */
function picture(given: Scene, frame: Frame = FRAME): HTMLCanvasElement {
  const node = canvas();
  createPainter(node).paint(given, frame);
  return node;
}

it("draws points in their shade, those of the background faint in one, and nothing elsewhere", () => {
  const node = picture(scene());
  expect(pixelAt(node, 30, 20)).toEqual([255, 0, 0, 255]);
  expect(pixelAt(node, 70, 40)).toEqual([0, 0, 255, 255]);
  const [red, green = 0, blue, alpha = 0] = pixelAt(node, 50, 30);
  expect([red, blue]).toEqual([0, 0]);
  expect(Math.abs(green - 128)).toBeLessThanOrEqual(2);
  expect(Math.abs(alpha - 128)).toBeLessThanOrEqual(1);
  expect(pixelAt(node, 90, 10)).toEqual([0, 0, 0, 0]);
});

it("draws a halo around a point of the foreground", () => {
  expect(pixelAt(picture(scene()), 36, 20)).toEqual([255, 255, 255, 255]);
});

it("draws a later point over an earlier one, and its halo between them", () => {
  const positions = Float32Array.of(0, 0, 0.5, 0, 9, 9);
  const over = (foreground: number[]) =>
    picture(scene({ positions, background: NONE, foreground: Uint32Array.from(foreground) }));
  expect(pixelAt(over([0, 1]), 52, 30)).toEqual([0, 0, 255, 255]);
  expect(pixelAt(over([1, 0]), 52, 30)).toEqual([255, 0, 0, 255]);
  expect(pixelAt(over([0, 1]), 48, 30)).toEqual([255, 255, 255, 255]);
});

it("draws the foreground over the dust, whichever row is which", () => {
  const positions = Float32Array.of(0, 0, 0, 0, 0, 0);
  for (const foreground of [0, 1]) {
    const node = picture(scene({ positions, foreground: Uint32Array.of(foreground) }));
    expect(pixelAt(node, 50, 30)).toEqual(foreground === 0 ? [255, 0, 0, 255] : [0, 0, 255, 255]);
  }
});

it("shows more of the dust where more of it lies, in no other colour", () => {
  const positions = Float32Array.of(-2, 1, -2, 1, 2, -1);
  const node = picture(scene({ positions, foreground: NONE }));
  const [two, one] = [pixelAt(node, 30, 20), pixelAt(node, 70, 40)];
  expect(two[3]).toBeGreaterThan((one[3] as number) + 50);
  expect(Math.abs((two[1] as number) - 128)).toBeLessThanOrEqual(2);
});

it("smooths the edge of a dot: its coverage is its area, wherever its middle lies within a pixel", () => {
  const radius = 4;
  const look = { ...scene().look, foregroundRadius: radius, haloWidth: 0 };
  for (const [x, y] of [
    [0, 0],
    [0.05, 0.05],
    [0.03, 0.07],
    [0.09, 0.01],
  ] as const) {
    const node = picture(
      scene({ positions: Float32Array.of(x, y, 9, 9, 9, 9), background: NONE, foreground: Uint32Array.of(0), look }),
    );
    const alphas = Array.from({ length: 400 }, (_, i) => pixelAt(node, 40 + (i % 20), 20 + Math.floor(i / 20))[3] ?? 0);
    const area = alphas.reduce((sum, alpha) => sum + alpha / 255, 0);
    expect(Math.abs(area / (Math.PI * radius ** 2) - 1)).toBeLessThan(0.03);
    expect(alphas.some((alpha) => alpha > 40 && alpha < 215)).toBe(true);
  }
});

it.each([1, 1.5, 2])("draws the same at %s pixels of the screen for one", (pixelRatio) => {
  const node = picture(scene(), { ...FRAME, pixelRatio, width: 100 * pixelRatio, height: 60 * pixelRatio });
  expect([node.width, node.height]).toEqual([100 * pixelRatio, 60 * pixelRatio]);
  expect(pixelAt(node, 30, 20)).toEqual([255, 0, 0, 255]);
  expect(pixelAt(node, 33.4, 20)).toEqual([255, 0, 0, 255]);
  expect(pixelAt(node, 36, 20)).toEqual([255, 255, 255, 255]);
  expect(pixelAt(node, 39, 20)).toEqual([0, 0, 0, 0]);
});

it("keeps the dust and draws another foreground over it", () => {
  const node = canvas();
  const painter = createPainter(node);
  const before = scene();
  painter.paint(before, FRAME);
  const dust = pixelAt(node, 50, 30);
  painter.paint({ ...before, foreground: Uint32Array.of(1) }, FRAME);
  expect(pixelAt(node, 50, 30)).toEqual(dust);
  expect(pixelAt(node, 30, 20)).toEqual(dust);
  expect(pixelAt(node, 70, 40)).toEqual([0, 0, 255, 255]);
});

it("follows the camera", () => {
  const node = canvas();
  const painter = createPainter(node);
  painter.paint(scene(), FRAME);
  painter.paint(scene(), { ...FRAME, camera: { x: -2, y: 1, scale: 20 } });
  expect(pixelAt(node, 50, 30)).toEqual([255, 0, 0, 255]);
  expect(pixelAt(node, 30, 20)[3]).toBe(0);
});

it("draws only a sample when told to", () => {
  const node = picture(scene({ background: NONE }), { ...FRAME, maxPoints: 1 });
  expect(pixelAt(node, 30, 20)[3]).toBe(255);
  expect(pixelAt(node, 70, 40)[3]).toBe(0);
});

it("draws a point at the edge, and none beyond it", () => {
  const positions = Float32Array.of(-5, 3, 5, -3, 40, 0, Number.NaN, 0);
  const foreground = Uint32Array.of(0, 1, 2, 3);
  const node = picture(scene({ positions, background: NONE, foreground, shades: Uint8Array.of(1, 2, 1, 1) }));
  expect(pixelAt(node, 0, 0)).toEqual([255, 0, 0, 255]);
  expect(pixelAt(node, 99, 59)).toEqual([0, 0, 255, 255]);
  expect(pixelAt(node, 99, 30)[3]).toBe(0);
});

it("draws points too small to look round as whole pixels", () => {
  const look = { ...scene().look, foregroundRadius: 0.6, haloWidth: 0 };
  const node = picture(scene({ background: NONE, look }));
  const around = Array.from({ length: 16 }, (_, i) => pixelAt(node, 28 + (i % 4), 18 + Math.floor(i / 4))[3]);
  expect(around.sort()).toEqual([...new Array(15).fill(0), 255]);
});

it("stamps the dust once while only the foreground changes, and again when the camera moves", () => {
  let reads = 0;
  const background = new Proxy(Uint32Array.of(0, 1, 2), {
    get(rows, key) {
      if (key === "0") reads += 1;
      return Reflect.get(rows, key, rows);
    },
  });
  const painter = createPainter(canvas());
  const given = scene({ background });
  for (const foreground of [[0], [1], [0, 1]])
    painter.paint({ ...given, foreground: Uint32Array.from(foreground) }, FRAME);
  expect(reads).toBe(1);
  painter.paint(given, { ...FRAME, camera: { x: 1, y: 0, scale: 10 } });
  expect(reads).toBe(2);
});

it("holds no pixels once released, and paints again when asked", () => {
  const node = canvas();
  const painter = createPainter(node);
  painter.paint(scene(), FRAME);
  painter.release();
  expect([node.width, node.height]).toEqual([0, 0]);
  painter.paint(scene(), FRAME);
  expect(pixelAt(node, 30, 20)).toEqual([255, 0, 0, 255]);
});

/** The painters alone: the same picture with and without WebGL2, and after a lost context. */

import { expect, it, onTestFinished, vi } from "vitest";
import { canvasPointPainter } from "../../src/gl/canvas2d";
import { type Frame, type PointPainter, type Scene, SHADES } from "../../src/gl/scene";
import { webglPointPainter } from "../../src/gl/webgl";
import { eventually } from "./eventually";
import { pixelAt } from "./stand";

const FRAME: Frame = { camera: { x: 0, y: 0, scale: 10 }, width: 100, height: 60, pixelRatio: 1, maxPoints: Infinity };

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
    look: { background: [0, 0, 0, 0.5], halo: [1, 1, 1, 1], backgroundRadius: 3, foregroundRadius: 5, haloWidth: 1.5 },
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

function lifetime(): AbortSignal {
  const life = new AbortController();
  onTestFinished(() => life.abort());
  return life.signal;
}

function webgl(node: HTMLCanvasElement, onChange = () => {}): PointPainter {
  const painter = webglPointPainter(node, onChange, lifetime());
  if (!painter) throw new Error("This browser has no WebGL2.");
  return painter;
}

const PAINTERS = { webgl, canvas: (node: HTMLCanvasElement) => canvasPointPainter(node) as PointPainter };

for (const [name, create] of Object.entries(PAINTERS)) {
  it(`${name}: draws points in their shade, those of the background faint, and nothing elsewhere`, () => {
    const node = canvas();
    create(node).paint(scene(), FRAME);
    expect(pixelAt(node, 30, 20)).toEqual([255, 0, 0, 255]);
    expect(pixelAt(node, 70, 40)).toEqual([0, 0, 255, 255]);
    expect(pixelAt(node, 50, 30)[3]).toBeGreaterThan(100);
    expect(pixelAt(node, 50, 30)[3]).toBeLessThan(150);
    expect(pixelAt(node, 90, 10)).toEqual([0, 0, 0, 0]);
  });

  it(`${name}: draws a halo around a point of the foreground`, () => {
    const node = canvas();
    create(node).paint(scene(), FRAME);
    expect(pixelAt(node, 36, 20).slice(0, 3)).toEqual([255, 255, 255]);
  });

  it(`${name}: keeps the background and redraws the foreground over it`, () => {
    const node = canvas();
    const painter = create(node);
    const before = scene();
    painter.paint(before, FRAME);
    painter.paint({ ...before, foreground: Uint32Array.of(1) }, FRAME);
    expect(pixelAt(node, 30, 20)[3]).toBeLessThan(150);
    expect(pixelAt(node, 70, 40)).toEqual([0, 0, 255, 255]);
  });

  it(`${name}: follows the camera`, () => {
    const node = canvas();
    const painter = create(node);
    painter.paint(scene(), FRAME);
    painter.paint(scene(), { ...FRAME, camera: { x: -2, y: 1, scale: 20 } });
    expect(pixelAt(node, 50, 30)).toEqual([255, 0, 0, 255]);
    expect(pixelAt(node, 30, 20)[3]).toBe(0);
  });

  it(`${name}: draws only a sample when told to`, () => {
    const node = canvas();
    const none = new Uint32Array(0);
    create(node).paint(scene({ background: none }), { ...FRAME, maxPoints: 1 });
    expect(pixelAt(node, 30, 20)[3]).toBe(255);
    expect(pixelAt(node, 70, 40)[3]).toBe(0);
  });
}

/** The same, and so many points out of sight that software stamps all of them. */
function crowded(): Scene {
  const positions = new Float32Array(40_000).fill(1000);
  positions.set(scene().positions);
  const foreground = Uint32Array.from({ length: 20_000 }, (_, row) => row).filter((row) => row !== 2);
  return scene({
    positions,
    foreground,
    shades: new Uint8Array(20_000).fill(1).map((shade, row) => (row === 1 ? 2 : shade)),
  });
}

it("webgl: paints the same picture of many points, to an eighth of a pixel", () => {
  const [few, many] = [canvas(), canvas()];
  webgl(few).paint(scene(), FRAME);
  webgl(many).paint(crowded(), FRAME);
  for (const [x, y] of [
    [30, 20],
    [70, 40],
    [36, 20],
    [50, 30],
    [90, 10],
  ] as const) {
    pixelAt(many, x, y).forEach((channel, i) => {
      expect(Math.abs(channel - (pixelAt(few, x, y)[i] ?? 0)), `${x}, ${y}`).toBeLessThanOrEqual(255 / 8 + 2);
    });
  }
});

it("stamps a point at the edge, and none beyond it", () => {
  const positions = Float32Array.of(-5, 3, 5, -3, 40, 0, Number.NaN, 0);
  const given = scene({ positions, background: new Uint32Array(0), foreground: Uint32Array.of(0, 1, 2, 3) });
  const node = canvas();
  canvasPointPainter(node)?.paint({ ...given, shades: Uint8Array.of(1, 2, 1, 1) }, FRAME);
  expect(pixelAt(node, 0, 0)).toEqual([255, 0, 0, 255]);
  expect(pixelAt(node, 99, 59)).toEqual([0, 0, 255, 255]);
  expect(pixelAt(node, 99, 30)[3]).toBe(0);
});

it("stamps points too small to look round as whole pixels", () => {
  const look = { ...scene().look, foregroundRadius: 0.6, haloWidth: 0 };
  const node = canvas();
  canvasPointPainter(node)?.paint(scene({ background: new Uint32Array(0), look }), FRAME);
  const around = Array.from({ length: 16 }, (_, i) => pixelAt(node, 28 + (i % 4), 18 + Math.floor(i / 4))[3]);
  expect(around.sort()).toEqual([...new Array(15).fill(0), 255]);
});

it("stamps the background once while only the foreground changes, and again when the camera moves", () => {
  let reads = 0;
  const background = new Proxy(Uint32Array.of(0, 1, 2), {
    get(rows, key) {
      if (key === "0") reads += 1;
      return Reflect.get(rows, key, rows);
    },
  });
  const painter = canvasPointPainter(canvas());
  const given = scene({ background });
  for (const foreground of [[0], [1], [0, 1]])
    painter?.paint({ ...given, foreground: Uint32Array.from(foreground) }, FRAME);
  expect(reads).toBe(1);
  painter?.paint(given, { ...FRAME, camera: { x: 1, y: 0, scale: 10 } });
  expect(reads).toBe(2);
});

it("webgl: uploads positions and colours once, and of a selection only its rows", () => {
  const painter = webgl(canvas());
  const given = scene();
  painter.paint(given, FRAME);
  const upload = vi.spyOn(WebGL2RenderingContext.prototype, "bufferData");
  const drawn = vi.spyOn(WebGL2RenderingContext.prototype, "drawElements");
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  const foreground = Uint32Array.of(1);
  painter.paint({ ...given, foreground }, FRAME);
  expect(upload.mock.calls.map(([, data]) => data)).toEqual([foreground]);
  // The background and the foreground.
  expect(drawn).toHaveBeenCalledTimes(2);
});

it("webgl: says that it cannot paint while the context is lost, and paints again when it is back", async () => {
  const node = canvas();
  const changed = vi.fn();
  const painter = webgl(node, changed);
  painter.paint(scene(), FRAME);
  const loss = node.getContext("webgl2")?.getExtension("WEBGL_lose_context");
  loss?.loseContext();
  expect(painter.paint(scene(), FRAME)).toBe(false);
  // Once when it was lost, once when it is back.
  await eventually(() => expect(changed).toHaveBeenCalledTimes(2));
  expect(painter.paint(scene(), FRAME)).toBe(true);
  expect(pixelAt(node, 30, 20)).toEqual([255, 0, 0, 255]);
});

it("webgl: gives its context back and takes it again, also at once", async () => {
  const node = canvas();
  const painter = webgl(node);
  painter.paint(scene(), FRAME);
  painter.release();
  expect(painter.paint(scene(), FRAME)).toBe(false);
  painter.resume();
  await eventually(() => expect(painter.paint(scene(), FRAME)).toBe(true));
  expect(pixelAt(node, 30, 20)).toEqual([255, 0, 0, 255]);
});

it("webgl: forty released painters leave the first one its context", async () => {
  const first = canvas();
  const lost = vi.fn();
  first.addEventListener("webglcontextlost", lost);
  const kept = webgl(first);
  kept.paint(scene(), FRAME);
  for (let i = 0; i < 40; i++) {
    const painter = webgl(canvas());
    painter.paint(scene(), FRAME);
    painter.release();
  }
  // A context that was taken away would refuse to paint.
  expect(kept.paint(scene(), FRAME)).toBe(true);
  expect(pixelAt(first, 30, 20)).toEqual([255, 0, 0, 255]);
  expect(lost).not.toHaveBeenCalled();
});

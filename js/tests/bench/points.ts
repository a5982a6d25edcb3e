/**
 * How long the points of the map take; benchmarks/bench_map.py bundles this and runs it in Chromium.
 *
 * Every sample ends by reading a pixel back: what was painted before is then really there.
 */

import { createPainter } from "../../src/scatter/draw/painter";
import { type Frame, type Scene, SHADES } from "../../src/scatter/draw/scene";
import { radiusOf } from "../../src/scatter/points";
import { MOST_MOVING } from "../../src/scatter/renderer";

/** CSS pixels of a map that fills its pane on a laptop. */
const [WIDTH, HEIGHT] = [620, 420];

interface Figure {
  readonly what: string;
  readonly who: string;
  readonly size: string;
  readonly value: number;
  readonly unit: string;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Thirty clouds, as of clusters; in an order that is a fair sample from the start. */
function sceneOf(points: number, isSelected: boolean): Scene {
  let state = 1;
  const random = () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
  const positions = new Float32Array(2 * points);
  for (let row = 0; row < points; row++) {
    const [turn, reach] = [2 * Math.PI * random(), 8 * Math.sqrt(-2 * Math.log(1 - random()))];
    const cloud = row % 30;
    positions[2 * row] = 100 * Math.sin(cloud * 7) + reach * Math.cos(turn);
    positions[2 * row + 1] = 65 * Math.cos(cloud * 3) + reach * Math.sin(turn);
  }
  const rows = Uint32Array.from({ length: points }, (_, row) => row);
  const foreground = isSelected ? rows.filter((row) => row % 20 === 0) : rows;
  const foregroundRadius = radiusOf(foreground.length, 1);
  return {
    positions,
    background: isSelected ? rows : new Uint32Array(0),
    foreground,
    shades: Uint8Array.from(rows, (row) => row % 200),
    palette: Uint8Array.from({ length: 4 * SHADES }, (_, i) => (i % 4 === 3 ? 255 : (i * 7) % 256)),
    look: {
      ...{ background: [128, 128, 128], backgroundAlpha: 0.27, halo: [255, 255, 255] },
      ...{ foregroundRadius, backgroundRadius: 0.6 * radiusOf(points, 1), haloWidth: foregroundRadius >= 2 ? 1.5 : 0 },
    },
  };
}

function measured(points: number, pixelRatio: number, repeats: number): Figure[] {
  const canvas = document.createElement("canvas");
  canvas.style.cssText = `width:${WIDTH}px;height:${HEIGHT}px`;
  document.body.append(canvas);
  const painter = createPainter(canvas);
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  const size = `${points.toLocaleString("en-US")} points`;
  const figure = (what: string, paint: (step: number) => void): Figure => {
    const samples = Array.from({ length: repeats }, (_, step) => {
      const start = performance.now();
      paint(step);
      pen.getImageData(0, 0, 1, 1);
      return performance.now() - start;
    });
    return {
      ...{ what: `map: ${what}, ratio ${pixelRatio}`, who: "evallens", size, unit: "ms" },
      value: median(samples),
    };
  };
  const frame = (step: number, maxPoints = Number.POSITIVE_INFINITY): Frame => ({
    ...{ camera: { x: step, y: 0, scale: 2.2 }, pixelRatio, maxPoints },
    ...{ width: WIDTH * pixelRatio, height: HEIGHT * pixelRatio },
  });
  const [whole, some] = [sceneOf(points, false), sceneOf(points, true)];
  const figures = [
    figure("a step of the view", (step) => painter.paint(whole, frame(step, MOST_MOVING))),
    figure("a step over a selection", (step) => painter.paint(some, frame(step, MOST_MOVING / 2))),
    figure("all at rest", (step) => painter.paint(whole, frame(step))),
    figure("a selection at rest", (step) => painter.paint(some, frame(step))),
    figure("another selection", (step) =>
      painter.paint({ ...some, foreground: some.foreground.slice(step) }, frame(-1)),
    ),
  ];
  canvas.remove();
  return figures;
}

Object.assign(globalThis, { measured });

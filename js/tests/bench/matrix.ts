/**
 * How long the matrix takes, step by step; benchmarks/bench_matrix.py bundles this and runs it in Chromium.
 *
 * Every sample ends by reading a pixel back: what was painted before is then really there.
 */

import { type ClassOrder, classOrder } from "../../src/engine/classOrder";
import type { Header } from "../../src/engine/header";
import { createImage } from "../../src/matrix/draw/image";
import { paint } from "../../src/matrix/draw/paint";
import { layOut, type Scroll } from "../../src/matrix/model/geometry";
import { NO_MARKS } from "../../src/matrix/model/marks";
import { widthsOf } from "../../src/matrix/model/measure";
import { digitWidths, numbersIn } from "../../src/matrix/model/numbers";
import { readPalette } from "../../src/matrix/model/palette";
import { tableOf } from "../../src/matrix/model/table";
import tokens from "../../src/ui/tokens.css";

const WIDTH = 525;
const VIEW = { normalize: "actual", diagonal: true } as const;

/** Seeded, so that every run counts the same. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

/** A matrix as detectors leave it: mix-ups among similar classes that stand anywhere, misses, false positives. */
function cellsOf(named: number, seed: number): Float64Array {
  const random = generator(seed);
  const size = named + 1;
  const cells = new Float64Array(size * size);
  const add = (actual: number, predicted: number) => {
    (cells[actual * size + predicted] as number) += 1;
  };
  for (let i = 0; i < 60 * named; i++) {
    const actual = Math.floor(named * random() ** 2);
    const kind = random();
    if (kind < 0.6) add(actual, actual);
    else if (kind < 0.8) add(actual, (actual + 37 * (1 + Math.floor(6 * random()))) % named);
    else if (kind < 0.82) add(actual, Math.floor(named * random()));
    else add(...((kind < 0.9 ? [actual, named] : [named, actual]) as [number, number]));
  }
  return cells;
}

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

function standing(): HTMLElement {
  const host = document.createElement("div");
  host.dataset["theme"] = "light";
  const root = host.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = tokens;
  const node = document.createElement("div");
  node.className = "lens";
  root.append(style, node);
  document.body.append(host);
  return node;
}

function measured(named: number, repeats: number): Figure[] {
  const node = standing();
  const palette = readPalette(node);
  const classes = [...Array.from({ length: named }, (_, i) => `some class ${i}`), "background"];
  const order = [...classes.keys()];
  const header = { classes, order, background: named, mixups: "both", unit: "instances" } as unknown as Header;
  // Another matrix a step, as another threshold is.
  const matrices = Array.from({ length: repeats }, (_, i) => cellsOf(named, i + 1));
  const widths = widthsOf(classes, "sans-serif");
  const digits = digitWidths("sans-serif");
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH * devicePixelRatio;
  canvas.height = WIDTH * devicePixelRatio;
  // Read back here only, so that the canvas is where it would be.
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  const imageOf = createImage();
  const painting = (cells: Float64Array, zoom: number, scroll: Scroll) => {
    const table = tableOf(cells, header, VIEW);
    const geometry = layOut({ names: widths, hasBackground: true, width: WIDTH, height: WIDTH, zoom });
    const numbers = numbersIn(table, geometry.cell, digits);
    return () => {
      pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      paint(pen, {
        ...{ table, geometry, numbers, palette, scroll, imageOf, marks: NO_MARKS },
        ...{ font: "sans-serif", density: devicePixelRatio },
      });
      pen.getImageData(0, 0, 1, 1);
    };
  };
  const timed = (act: () => unknown) => {
    const start = performance.now();
    act();
    return performance.now() - start;
  };
  const start = { left: 0, top: 0 };
  const size = `${named.toLocaleString("en-US")} classes`;
  const figure = (what: string, samples: readonly number[]): Figure => ({
    ...{ what: `matrix: ${what}`, who: "evallens", size, unit: "ms" },
    value: median(samples),
  });
  const each = (sample: (cells: Float64Array, i: number) => number) => matrices.map(sample);
  const orders: ClassOrder[] = ["name", "frequency", "errors", "similar"];
  const scrolled = (zoom: number) => {
    const [cells] = matrices as [Float64Array];
    return each((_, i) => timed(painting(cells, zoom, { left: 7 * i, top: 11 * i })));
  };
  return [
    ...orders.map((by) =>
      figure(
        `order by ${by}`,
        each((cells) => timed(() => classOrder(cells, header, by))),
      ),
    ),
    figure(
      "table and shades",
      each((cells) => timed(() => tableOf(cells, header, VIEW))),
    ),
    figure(
      "overview painted anew",
      each((cells) => timed(painting(cells, 0, start))),
    ),
    figure(
      "redraw: table, shades, overview",
      each((cells) => timed(() => painting(cells, 0, start)())),
    ),
    figure("overview painted again", scrolled(0)),
    figure("scrolled, cells of 3 px", scrolled(3)),
    figure("scrolled, cells of 13 px", scrolled(13)),
    figure("scrolled, cells of 20 px", scrolled(20)),
  ];
}

Object.assign(globalThis, { measured });

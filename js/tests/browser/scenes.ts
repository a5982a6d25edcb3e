/** A synthetic evaluation with everything a view may meet: boxes, pictures, clusters, odd names. */

import type { WireBlock, WireColumn } from "../../src/data/columns";
import { imagesOf, NONE, objectsOf, outcomesOf } from "../../src/data/tables";
import type { Header } from "../../src/data/wire";
import type { PictureBlock } from "../../src/state/data";
import { createSession, type Session } from "../../src/state/session";
import { createState } from "../../src/state/state";
import { namesBlock, wireColumn } from "../unit/blocks";
import { put } from "../unit/put";

export interface SceneSettings {
  readonly images?: number;
  readonly classes?: readonly string[];
  /** Draw pictures for the first so many images. */
  readonly pictures?: number;
  /** Leave every n-th image without an embedding. */
  readonly unplaced?: number;
  readonly isBoxed?: boolean;
  readonly signal?: AbortSignal;
}

const SIDE = 160;
const CLUSTERS = 9;

/** Park and Miller's generator: the same scenes every time. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

interface Columns {
  readonly images: number[][];
  readonly outcomes: number[][];
  readonly objects: number[][];
  readonly names: string[];
}

export async function sceneSession(settings: SceneSettings = {}): Promise<Session> {
  const { images = 240, classes = "0123456789".split(""), pictures = 24 } = settings;
  const session = createSession(settings.signal ?? new AbortController().signal);
  const { state } = session;
  const columns = roll(images, classes.length, settings.unplaced ?? 0);
  put(state, { header: headerOf(classes, images) });
  state.images.value = imagesOf([{ ...tabled(IMAGE, columns.images), ...names(columns.names) }]);
  const isBoxed = settings.isBoxed ?? true;
  put(state, { objects: objectsOf(isBoxed ? [tabled(OBJECT, columns.objects)] : []) });
  const outcome = isBoxed ? OUTCOME : OUTCOME.slice(0, 6);
  put(state, { outcomes: outcomesOf([tabled(outcome, columns.outcomes)]) });
  state.confidence.value = 37;
  if (pictures > 0) state.thumbnails.value = [await drawn(columns, Math.min(images, pictures), classes)];
  return session;
}

const IMAGE = [
  ["split", "uint8"],
  ["x", "float32"],
  ["y", "float32"],
  ["cluster", "int32"],
] as const;
const OUTCOME = [
  ["image", "uint32"],
  ["actual", "uint16"],
  ["predicted", "uint16"],
  ["count", "uint32"],
  ["first", "uint8"],
  ["last", "uint8"],
  ["truth", "uint32"],
  ["prediction", "uint32"],
  ["iou", "float32"],
] as const;
const OBJECT = [
  ["image", "uint32"],
  ["side", "uint8"],
  ["label", "uint16"],
  ["x", "float32"],
  ["y", "float32"],
  ["w", "float32"],
  ["h", "float32"],
  ["score", "float32"],
] as const;

type Kinds = readonly (readonly [string, Parameters<typeof wireColumn>[0]])[];

function tabled(kinds: Kinds, rows: readonly number[][]): WireBlock {
  const columns: [string, WireColumn][] = kinds.map(([name, dtype], i) => [
    name,
    wireColumn(
      dtype,
      rows.map((row) => row[i] ?? 0),
    ),
  ]);
  return Object.fromEntries(columns);
}

function names(given: readonly string[]): WireBlock {
  return {
    ...namesBlock("name", given),
    ...namesBlock(
      "id",
      given.map((_, i) => `id-${i}`),
    ),
  };
}

function headerOf(classes: readonly string[], images: number): Header {
  const order = Array.from({ length: classes.length + 1 }, (_, i) => i);
  return {
    ...createState().header.value,
    title: "Digit scenes",
    classes: [...classes, "background"],
    background: classes.length,
    order,
    splits: { test: images },
    thresholds: Array.from({ length: 101 }, (_, i) => i),
    coverage: { test: [[0, 100]] },
    projection: "UMAP",
  };
}

function roll(images: number, classes: number, unplaced: number): Columns {
  const random = dice(7);
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  const centres = Array.from({ length: CLUSTERS }, () => [random() * 16 - 8, random() * 9 - 4, 0.25 + 0.7 * random()]);
  const columns: Columns = { images: [], outcomes: [], objects: [], names: [] };
  for (let image = 0; image < images; image++) {
    const cluster = image % CLUSTERS;
    const [x = 0, y = 0, skill = 0] = centres[cluster] ?? [];
    const isPlaced = unplaced === 0 || image % unplaced !== 0;
    const isNoise = image % 17 === 16;
    columns.images.push([2, isPlaced ? x + 0.6 * normal() : Number.NaN, y + 0.6 * normal(), isNoise ? -1 : cluster]);
    columns.names.push(nameOf(image));
    const count = 2 + Math.floor(3 * random());
    for (let i = 0; i < count; i++) instance(columns, image, classes, skill, random);
  }
  return columns;
}

function nameOf(image: number): string {
  if (image === 5) return "<b>not markup</b> & a very long name that goes on and on until it must be cut.jpeg";
  if (image === 6) return "صورة_٠٠٠٦.png";
  return `scene_${String(400 + image * 7).padStart(4, "0")}.png`;
}

function instance(columns: Columns, image: number, classes: number, skill: number, random: () => number): void {
  const background = classes;
  const actual = Math.floor(classes * random());
  const luck = random();
  const [w, h] = [30 + 20 * random(), 36 + 20 * random()];
  const [x, y] = [random() * (SIDE - w), random() * (SIDE - h)];
  const score = Math.fround(0.2 + 0.8 * random());
  const last = Math.floor(score * 100);
  const wrong = actual === 3 ? 8 % classes : (actual + 1) % classes;
  const predicted = luck < 0.55 + 0.4 * skill ? actual : wrong;
  const isFalse = luck > 0.985;
  const truth = columns.objects.length;
  if (!isFalse) columns.objects.push([image, 0, actual, x, y, w, h, Number.NaN]);
  const prediction = columns.objects.length;
  columns.objects.push([image, 1, predicted, x + 4 * random(), y + 3 * random(), w * 0.95, h * 1.05, score]);
  const iou = 0.6 + 0.35 * random();
  if (isFalse) {
    columns.outcomes.push([image, background, predicted, 1, 0, last, NONE, prediction, 0]);
    return;
  }
  columns.outcomes.push([image, actual, predicted, 1, 0, last, truth, prediction, iou]);
  if (last < 100) columns.outcomes.push([image, actual, background, 1, last + 1, 100, truth, NONE, 0]);
}

/** Pictures of the objects, as PNG in one block. */
async function drawn(columns: Columns, count: number, classes: readonly string[]): Promise<PictureBlock> {
  const files = await Promise.all(Array.from({ length: count }, (_, image) => picture(columns, image, classes)));
  const offsets = new Uint32Array(count + 1);
  files.forEach((file, i) => {
    offsets[i + 1] = (offsets[i] ?? 0) + file.length;
  });
  const data = new Uint8Array(offsets[count] ?? 0);
  files.forEach((file, i) => {
    data.set(file, offsets[i] ?? 0);
  });
  const sizes = new Uint32Array(count).fill(SIDE);
  return { row: Uint32Array.from({ length: count }, (_, i) => i), offsets, data, width: sizes, height: sizes };
}

async function picture(columns: Columns, image: number, classes: readonly string[]): Promise<Uint8Array> {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("No 2-D canvas.");
  context.fillStyle = `hsl(${(image * 37) % 360} 12% 15%)`;
  context.fillRect(0, 0, SIDE, SIDE);
  context.fillStyle = "#f2f2ee";
  context.textBaseline = "middle";
  context.textAlign = "center";
  for (const [owner, side, label = 0, x = 0, y = 0, w = 0, h = 0] of columns.objects) {
    if (owner !== image || side !== 0) continue;
    context.font = `${Math.round(h)}px "DejaVu Sans", sans-serif`;
    context.fillText((classes[label] ?? "").slice(0, 1), x + w / 2, y + h / 2);
  }
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done));
  return new Uint8Array(await (blob ?? new Blob()).arrayBuffer());
}

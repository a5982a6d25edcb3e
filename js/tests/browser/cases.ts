/** Small made-up evaluations, one for each thing that must look right: dev page and tests alike. */

import { Strings } from "../../src/data/strings";
import { type Images, NONE, type Outcomes } from "../../src/data/tables";
import type { Header } from "../../src/engine/header";
import { createSession, type Session } from "../../src/state/session";
import { put } from "../unit/put";

export interface Case {
  readonly header: Partial<Header>;
  readonly images: number;
  /** Outcomes of one image: [actual, predicted, count, first, last]. */
  readonly outcomes: (image: number, random: () => number) => readonly (readonly number[])[];
  readonly setUp?: (session: Session) => void;
}

const DIGITS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "background"];
const ALL_THRESHOLDS = Array.from({ length: 101 }, (_, i) => i);
const EVERYWHERE = { train: [[0, 100]], valid: [[0, 100]], test: [[0, 100]] } as const;

/** Three or four instances an image, errors more likely between neighbours. */
function detections(classes: number, background: number | null): Case["outcomes"] {
  return (_, random) =>
    Array.from({ length: 3 + Math.floor(random() * 2) }, () => {
      const named = background === null ? classes : classes - 1;
      const actual = Math.floor(random() * named);
      const last = Math.floor(40 + 60 * Math.sqrt(random()));
      const luck = random();
      if (background !== null && luck > 0.94) return [background, actual, 1, 0, Math.floor(random() * 60)];
      const shift = luck > 0.86 ? 1 + Math.floor(random() * random() * named) : 0;
      return [actual, (actual + shift) % named, 1, 0, last];
    }).flatMap((outcome) => {
      const [actual = 0, , count = 1, , last = 100] = outcome;
      const isMissable = background !== null && actual !== background && last < 100;
      return isMissable ? [outcome, [actual, background, count, last + 1, 100]] : [outcome];
    });
}

const words = (count: number): string[] => {
  const stems = [
    "cat",
    "dog",
    "traffic light",
    "zebra",
    "person",
    "fire hydrant",
    "sheep",
    "cup",
    "potted plant",
    "bus",
  ];
  return Array.from(
    { length: count },
    (_, i) => `${stems[i % stems.length]}${i < stems.length ? "" : ` ${Math.floor(i / stems.length) + 1}`}`,
  );
};

const many = (count: number): Case => ({
  header: {
    title: `${count} classes`,
    task: "object-detection",
    classes: [...words(count), "background"],
    background: count,
  },
  images: Math.min(4000, 12 * count),
  outcomes: detections(count + 1, count),
});

const HOSTILE = [
  "<img src=x onerror=alert(1)>",
  "a class name that goes on and on, far beyond any sensible width, to the very end",
  "=1+1",
  "猫と犬",
  "עברית",
  "👩‍👩‍👧‍👦 family",
  "",
  "background",
];

/** Sizes and names of real sets: boxes per class differ by hundreds, as do the digits of their counts. */
function named(title: string, classes: readonly string[], many: number): Case {
  const size = classes.length;
  const found = detections(size + 1, size);
  return {
    header: { title, task: "object-detection", classes: [...classes, "background"], background: size },
    images: 30 * size,
    outcomes: (image, random) =>
      found(image, random).map(([actual = 0, predicted = 0, , first = 0, last = 0]) => {
        const count = actual === predicted && actual % 5 === 0 ? many : 1;
        return [actual, predicted, count, first, last];
      }),
  };
}

const VOC =
  "aeroplane bicycle bird boat bottle bus car cat chair cow diningtable dog horse motorbike person pottedplant sheep sofa train tvmonitor";
/** The numbering of dentists. */
const TEETH = [1, 2, 3, 4].flatMap((quarter) => Array.from({ length: 8 }, (_, i) => `${10 * quarter + i + 1}`));

export const CASES: Readonly<Record<string, Case>> = {
  digits: {
    header: { title: "Digit scenes", task: "object-detection", classes: DIGITS, background: 10, projection: "UMAP" },
    images: 960,
    outcomes: detections(11, 10),
  },
  filtered: {
    header: { title: "Digit scenes", task: "object-detection", classes: DIGITS, background: 10, projection: "UMAP" },
    images: 960,
    outcomes: detections(11, 10),
    setUp: ({ actions }) => {
      actions.select(
        "cells",
        [
          [3, 4],
          [9, 0],
          [5, 10],
        ],
        "replace",
      );
      actions.set("lasso", [
        [-1, -1],
        [1.2, -1.2],
        [1, 1],
        [-1, 1.2],
      ]);
      actions.set("query", "scene");
    },
  },
  voc: named("VOC", VOC.split(" "), 17),
  teeth: named("Teeth", TEETH, 3),
  many: many(60),
  wide: many(1000),
  words: many(10),
  one: {
    header: { title: "Faces", task: "object-detection", classes: ["face", "background"], background: 1 },
    images: 60,
    outcomes: detections(2, 1),
  },
  hostile: {
    header: {
      title: "<b>bold</b> & long titles that no one ever thought of when the line was drawn",
      task: "instance-segmentation",
      classes: HOSTILE,
      background: 7,
      notices: ["12 images were listed twice; each is shown once.", "<script>alert(1)</script> is no known split."],
    },
    images: 120,
    outcomes: detections(8, 7),
  },
  classification: {
    header: {
      title: "Pets",
      task: "classification",
      classes: ["cat", "dog", "hamster", "rabbit"],
      background: null,
      thresholds: [],
      unit: "images",
    },
    images: 400,
    outcomes: (_, random) => {
      const actual = Math.floor(random() * 4);
      return [[actual, random() > 0.8 ? Math.floor(random() * 4) : actual, 1, 0, 100]];
    },
  },
  stored: {
    header: {
      title: "Stored reports",
      task: "object-detection",
      classes: DIGITS,
      background: 10,
      thresholds: [20, 40, 60],
      coverage: {
        test: [
          [20, 20],
          [40, 40],
          [60, 60],
        ],
      },
    },
    images: 960,
    outcomes: (image, random) =>
      detections(11, 10)(image, random).flatMap(([actual, predicted, count, first = 0, last = 0]) =>
        [20, 40, 60]
          .filter((percent) => first <= percent && percent <= last)
          .map((percent) => [actual ?? 0, predicted ?? 0, count ?? 1, percent, percent]),
      ),
  },
  pixels: {
    header: {
      title: "Streets",
      task: "semantic-segmentation",
      classes: ["road", "car", "background"],
      background: 2,
      thresholds: [],
      unit: "pixels",
    },
    images: 40,
    outcomes: (_, random) =>
      [0, 1, 2].flatMap((actual) =>
        [0, 1, 2].map((predicted) => [
          actual,
          predicted,
          Math.floor(random() * (actual === predicted ? 9e5 : 9e3)),
          0,
          100,
        ]),
      ),
  },
  crowd: {
    header: { title: "Crowd", task: "object-detection", classes: DIGITS, background: 10, projection: "UMAP" },
    images: 120_000,
    outcomes: (image) => [
      [image % 10, (image % 7) % 10, 1, 0, 20 + (image % 60)],
      [image % 10, 10, 1, 21 + (image % 60), 100],
    ],
  },
  empty: { header: { title: "Nothing yet", task: "object-detection" }, images: 0, outcomes: () => [] },
  loading: {
    header: { title: "" },
    images: 0,
    outcomes: () => [],
    setUp: ({ state }) => {
      state.status.value = { state: "loading", message: "Loading reports", done: 12, total: 48 };
    },
  },
  error: {
    header: { title: "My workspace", task: "object-detection" },
    images: 0,
    outcomes: () => [],
    setUp: ({ state }) => {
      const message = "The service did not answer within 30 s. Check the network, then run the cell again.";
      state.status.value = { state: "error", message, done: 0, total: 0 };
    },
  },
  failed: {
    header: {
      title: "Stored reports",
      task: "object-detection",
      classes: DIGITS,
      background: 10,
      thresholds: [20],
      coverage: { test: [[20, 20]] },
    },
    images: 960,
    outcomes: (_, random) => [[Math.floor(random() * 10), Math.floor(random() * 10), 1, 20, 20]],
    setUp: ({ state, derived, actions }) => {
      derived.shown.value;
      actions.setConfidence(37);
      const message = "No report stored at 37 %; known are 20 %.";
      state.status.value = { state: "error", message, done: 0, total: 0 };
    },
  },
};

/** A session as the host would have filled it. */
export function sessionOf(name: string, signal: AbortSignal): Session {
  const found = CASES[name];
  if (!found) throw new Error(`There is no case "${name}".`);
  const session = createSession(signal);
  const random = generator(7);
  const images = imagesOf(found.images, random);
  const sizes = { train: 0, valid: 0, test: 0 };
  for (const split of images.split) sizes[(["train", "valid", "test"] as const)[split] ?? "test"] += 1;
  const classes = found.header.classes ?? [];
  const background = found.header.background ?? null;
  const named = classes.map((_, i) => i).filter((i) => i !== background);
  put(session.state, {
    header: {
      ...session.state.header.value,
      order: background === null ? named : [...named, background],
      splits: found.images > 0 ? sizes : {},
      thresholds: found.images > 0 ? ALL_THRESHOLDS : [],
      coverage: EVERYWHERE,
      ...found.header,
    },
  });
  session.state.images.value = images;
  put(session.state, { outcomes: outcomesOf(found, random) });
  session.state.confidence.value = 20;
  session.derived.shown.value;
  found.setUp?.(session);
  return session;
}

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

function imagesOf(size: number, random: () => number): Images {
  const rows = Array.from({ length: size }, (_, i) => i);
  const gauss = () => Math.sqrt(-2 * Math.log(random() + 1e-9)) * Math.cos(2 * Math.PI * random());
  const cluster = Int32Array.from(rows, (i) => (i % 11) - 1);
  return {
    size,
    id: Strings.of(rows.map((i) => `id-${i}`)),
    name: Strings.of(rows.map((i) => (i === 3 ? "<i>odd</i> name.png" : `scene_${String(i).padStart(4, "0")}.png`))),
    split: Uint8Array.from(rows, (i) => [0, 0, 0, 1, 2][i % 5] ?? 2),
    x: Float32Array.from(rows, (i) => Math.cos(cluster[i] ?? 0) * 2 + gauss() * 0.3),
    y: Float32Array.from(rows, (i) => Math.sin((cluster[i] ?? 0) * 1.7) * 2 + gauss() * 0.3),
    cluster,
    alike: new Uint8Array(0),
    attributes: [],
  };
}

function outcomesOf(found: Case, random: () => number): Outcomes {
  const rows = Array.from({ length: found.images }, (_, image) =>
    found.outcomes(image, random).map((outcome) => [image, ...outcome]),
  ).flat();
  const column = (place: number) => rows.map((row) => row[place] ?? 0);
  return {
    size: rows.length,
    image: Uint32Array.from(column(0)),
    actual: Uint16Array.from(column(1)),
    predicted: Uint16Array.from(column(2)),
    count: Float64Array.from(column(3)),
    first: Uint8Array.from(column(4)),
    last: Uint8Array.from(column(5)),
    truth: Uint32Array.from(rows, () => NONE),
    prediction: Uint32Array.from(rows, () => NONE),
    iou: new Float32Array(rows.length),
    kind: new Uint8Array(0),
    score: new Float32Array(0),
  };
}

/** What each pixel is and was taken for, over cards and in the large view: read back from the canvases. */

import { batch } from "@preact/signals-core";
import { expect, it } from "vitest";
import { page } from "vitest/browser";
import { outcomesOf } from "../../src/data/tables";
import { HUES, hueOf } from "../../src/pictures/segmentation";
import type { PictureBlock } from "../../src/state/data";
import { readTokens } from "../../src/ui/colours";
import { wireColumn } from "../unit/blocks";
import { put } from "../unit/put";
import { eventually } from "./eventually";
import { type Gallery, galleryOf } from "./galleryStand";
import { sceneSession } from "./scenes";

/** 0: not judged; 1: road as road, 2: road as walk, 3: road as background, 4: background as itself. */
const PIXELS = [
  [1, 1, 2, 0],
  [1, 3, 2, 4],
];
const CELLS = [
  [0, 0],
  [0, 1],
  [0, 2],
  [2, 2],
] as const;

/** One image of 4 x 2 pixels, whose picture nobody has. */
async function shown(): Promise<Gallery> {
  await page.viewport(1000, 800);
  const session = await sceneSession({ images: 1, pictures: 0 });
  const { state } = session;
  const column = (values: readonly number[]) => wireColumn("uint16", values);
  const counts = CELLS.map((_, place) => PIXELS.flat().filter((value) => value === place + 1).length);
  const data = [4, ...PIXELS.flat().flatMap((value) => [value, 1])];
  const block: PictureBlock = {
    row: Uint32Array.of(0),
    offsets: Uint32Array.of(0, data.length),
    data: Uint8Array.from(data),
    width: Uint32Array.of(4),
    height: Uint32Array.of(2),
  };
  batch(() => {
    put(state, {
      header: {
        ...state.header.value,
        ...{ task: "semantic-segmentation", unit: "pixels", classes: ["road", "walk", "background"], background: 2 },
        ...{ order: [0, 1, 2], thresholds: [] },
      },
    });
    const empty = CELLS.map(() => 0);
    put(state, {
      outcomes: outcomesOf([
        {
          image: wireColumn("uint32", empty),
          actual: column(CELLS.map(([actual]) => actual)),
          predicted: column(CELLS.map(([, predicted]) => predicted)),
          count: wireColumn("float64", counts),
          first: wireColumn("uint8", empty),
          last: wireColumn(
            "uint8",
            CELLS.map(() => 100),
          ),
        },
      ]),
    });
    state.segmentations.value = [block];
  });
  return galleryOf(session);
}

/** Red, green, blue and alpha of each pixel of a layer. */
function drawn(layer: HTMLCanvasElement): number[][] {
  const { data } = (layer.getContext("2d") as CanvasRenderingContext2D).getImageData(0, 0, layer.width, layer.height);
  return Array.from({ length: data.length / 4 }, (_, i) => [...data.subarray(4 * i, 4 * i + 4)]);
}

const alphas = (layer: HTMLCanvasElement) => drawn(layer).map((pixel) => pixel[3] ?? 0);
/** Canvases keep colours times alpha: a part may be off by a few. */
const alike = (pixel: readonly number[] | undefined, hue: readonly number[]) =>
  hue.every((part, i) => Math.abs(part - (pixel?.[i] ?? -99)) <= 4);

it("lays the errors over a card: wrong, missed, right, nothing where nothing is judged", async () => {
  const gallery = await shown();
  const layer = gallery.one<HTMLCanvasElement>(".card canvas");
  expect([layer.width, layer.height]).toEqual([4, 2]);
  const pixels = drawn(layer);
  expect(alike(pixels[2], HUES.wrong)).toBe(true);
  expect(alike(pixels[5], HUES.missed)).toBe(true);
  expect(alike(pixels[0], HUES.right)).toBe(true);
  const [right = 0, , wrong = 0, unjudged, , missed, , nothing] = alphas(layer);
  expect(wrong).toBeGreaterThan(2 * right);
  expect(missed).toBe(wrong);
  expect([unjudged, nothing]).toEqual([0, 0]);
  const box = layer.getBoundingClientRect();
  expect(box.width / box.height).toBeCloseTo(2, 1);
});

it("has the colours of outlines over pictures", async () => {
  const gallery = await shown();
  const tokens = readTokens(gallery.one(".lens"), ["over-right", "over-wrong", "over-missed"]);
  expect(HUES).toEqual({ right: tokens["over-right"], wrong: tokens["over-wrong"], missed: tokens["over-missed"] });
});

it("brings out the pixels of a selected cell", async () => {
  const gallery = await shown();
  gallery.session.actions.select("cells", [[0, 1]], "replace");
  const layer = gallery.one<HTMLCanvasElement>(".card canvas");
  await eventually(() => expect(alphas(layer)[0]).toBeLessThan(60));
  const [right = 0, , wrong = 0, , , missed = 0] = alphas(layer);
  expect(wrong).toBeGreaterThan(3 * Math.max(right, missed));
});

it("shows truth or prediction in colours of the classes, or nothing", async () => {
  const gallery = await shown();
  const layer = gallery.one<HTMLCanvasElement>(".card canvas");
  const choose = (word: string) => gallery.one<HTMLButtonElement>(`.view-head button[value=${word}]`).click();
  choose("truth");
  await eventually(() => expect(alike(drawn(layer)[2], hueOf(0))).toBe(true));
  choose("prediction");
  await eventually(() => expect(alike(drawn(layer)[2], hueOf(1))).toBe(true));
  expect(alphas(layer)[5]).toBe(0);
  choose("none");
  await eventually(() => expect(Math.max(...alphas(layer))).toBe(0));
});

it("says in the large view what a pixel is, and brings out the pixels of a line that is pressed", async () => {
  const gallery = await shown();
  gallery.session.actions.open(0);
  await eventually(() => gallery.one(".stage canvas"));
  const stage = gallery.one(".stage");
  const layer = gallery.one<HTMLCanvasElement>(".stage canvas");
  await eventually(() => expect(layer.getBoundingClientRect().width).toBeGreaterThan(100));
  const { left, top, width, height } = layer.getBoundingClientRect();
  const point = (x: number, y: number) =>
    stage.dispatchEvent(
      new PointerEvent("pointermove", { clientX: left + x * width, clientY: top + y * height, bubbles: true }),
    );
  point(0.6, 0.25);
  point(0.62, 0.25);
  await eventually(() => expect(gallery.one(".stage .tooltip").textContent).toBe("actual road, predicted walk"));
  point(0.9, 0.25);
  await eventually(() => expect(gallery.one(".stage .tooltip").hidden).toBe(true));
  const line = gallery.all<HTMLButtonElement>(".findings button").find((own) => own.textContent?.includes("2 pixels"));
  line?.click();
  await eventually(() => expect(alphas(layer)[0]).toBeLessThan(60));
  expect(alphas(layer)[2]).toBeGreaterThan(150);
});

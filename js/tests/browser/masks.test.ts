/** Masks over pictures: what is coloured is the mask, in the colour of its match, and nothing beside it. */

import { beforeEach, expect, it } from "vitest";
import { page } from "vitest/browser";
import { Masks } from "../../src/data/masks";
import { NONE } from "../../src/data/tables";
import type { Rgb } from "../../src/ui/colours";
import { wireColumn } from "../unit/blocks";
import { put } from "../unit/put";
import { eventually } from "./eventually";
import { type Gallery, gallery } from "./galleryStand";
import { painted } from "./stand";

const SIDE = 160;
/** A square with a square hole, in pixels of the original. */
const RING = { left: 20, top: 30, size: 40, hole: 10 };

let shown: Gallery;
/** The image of one true positive, and the objects on its two sides; nothing else is in it. */
let match: { readonly row: number; readonly truth: number; readonly prediction: number };

beforeEach(async () => {
  await page.viewport(1000, 800);
  shown = await gallery({ pictures: 60 });
  const { outcomes } = shown.session.state;
  const { truth, prediction, image, actual, predicted, count, iou } = outcomes.value;
  const isMatch = (_: number, i: number) => prediction[i] !== NONE && truth[i] !== NONE && actual[i] === predicted[i];
  const index = image.findIndex(isMatch);
  const only = <T extends { slice(from: number, to: number): T }>(column: T) => column.slice(index, index + 1);
  match = { row: image[index] ?? NONE, truth: truth[index] ?? NONE, prediction: prediction[index] ?? NONE };
  put(shown.session.state, {
    outcomes: {
      size: 1,
      image: only(image),
      actual: only(actual),
      predicted: only(predicted),
      count: only(count),
      first: Uint8Array.of(0),
      last: Uint8Array.of(100),
      truth: only(truth),
      prediction: only(prediction),
      iou: only(iou),
      kind: new Uint8Array(0),
      score: new Float32Array(0),
    },
  });
});

/** The ring as the mask of these objects. */
function ringed(...objects: readonly number[]): Masks {
  const { left, top, size, hole } = RING;
  const opening = size - 2 * hole;
  const lengths = [hole * size + hole, ...Array<number>(opening - 1).fill(2 * hole), hole + hole * size];
  const gaps = [0, ...Array<number>(opening).fill(opening)];
  const each = (...values: readonly number[]) =>
    wireColumn(
      "uint16",
      objects.flatMap(() => values),
    );
  const block = { left: each(left), top: each(top), height: each(size), gap: each(...gaps), length: each(...lengths) };
  const offsets = [0, ...objects].map((_, i) => i * lengths.length);
  return new Masks([{ ...block, row: wireColumn("uint32", objects), offsets: wireColumn("uint32", offsets) }]);
}

/** How many pixels a place is inside the ring; negative: outside. */
function depth(x: number, y: number): number {
  const { left, top, size, hole } = RING;
  const inside = Math.min(x + 0.5 - left, left + size - x - 0.5, y + 0.5 - top, top + size - y - 0.5);
  return Math.min(inside, hole - inside);
}

async function open(): Promise<void> {
  shown.session.actions.open(match.row);
  await eventually(() => expect(shown.one<HTMLImageElement>(".viewer img").naturalWidth).toBeGreaterThan(0));
}

const switches = () => shown.all<HTMLButtonElement>(".viewer [aria-label=Outlines] [role=switch]");
const drawn = (selector: string) => shown.all(`.viewer ${selector}`).length;

/** The large view as it is on screen: the colour in the middle of every pixel of the original. */
async function seen(): Promise<(x: number, y: number) => Rgb> {
  await painted();
  const screen = new Image();
  screen.src = `data:image/png;base64,${await page.screenshot({ save: false })}`;
  await screen.decode();
  const context = new OffscreenCanvas(SIDE, SIDE).getContext("2d");
  if (!context) throw new Error("No 2-D canvas.");
  const { left, top, width, height } = shown.one(".viewer .ground").getBoundingClientRect();
  const scale = screen.naturalWidth / innerWidth;
  context.imageSmoothingEnabled = false;
  context.drawImage(screen, left * scale, top * scale, width * scale, height * scale, 0, 0, SIDE, SIDE);
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  return (x, y) => [...data.subarray(4 * (y * SIDE + x), 4 * (y * SIDE + x) + 3)] as unknown as Rgb;
}

it("colours the pixels of a mask, and none beside them or in its hole", async () => {
  const withoutLabels = document.createElement("style");
  withoutLabels.textContent = ".label { display: none !important; }";
  shown.root.append(withoutLabels);
  await open();
  put(shown.session.state, { masks: ringed(match.prediction) });
  for (const node of switches()) node.click();
  const before = await seen();
  switches()[1]?.click();
  const after = await seen();
  const wrong: string[] = [];
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const [was, is] = [before(x, y), after(x, y)];
      const isBlue = is[2] - is[0] > was[2] - was[0] + 5;
      // On the edge itself lies the outline, which is a little wider.
      const isRight = depth(x, y) > 2 ? isBlue : depth(x, y) > -2 || was.join() === is.join();
      if (!isRight) wrong.push(`${x}, ${y}: ${was} became ${is}`);
    }
  }
  expect(wrong).toEqual([]);
});

it("draws masks as boxes are drawn: truth dashed, each with its switch, highlighted from the list", async () => {
  await open();
  put(shown.session.state, { masks: ringed(match.truth, match.prediction) });
  expect([drawn(".mask.right.dashed"), drawn(".mask.right.solid"), drawn(".box")]).toEqual([1, 1, 0]);
  switches()[0]?.click();
  expect([drawn(".mask.dashed"), drawn(".mask.solid")]).toEqual([0, 1]);
  shown.one<HTMLButtonElement>(".findings button").focus();
  expect(drawn(".mask.highlighted")).toBe(1);
  expect(drawn(".label")).toBe(1);
});

it("keeps the box of an object without a mask", async () => {
  await open();
  put(shown.session.state, { masks: ringed(match.prediction) });
  expect([drawn(".mask.solid"), drawn(".box.dashed"), drawn(".box")]).toEqual([1, 1, 1]);
});

it("outlines masks on cards", async () => {
  put(shown.session.state, { masks: ringed(match.truth) });
  const card = `.card[data-row="${match.row}"]`;
  await eventually(() => expect(shown.all(`${card} .mask.right`)).toHaveLength(1));
  expect(shown.all(`${card} .box`)).toHaveLength(0);
  expect(getComputedStyle(shown.one(`${card} .mask path + path`)).fill).toBe("none");
});

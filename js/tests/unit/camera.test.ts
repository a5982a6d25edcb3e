/** Where the picture lies on the stage, and where labels stand beside their boxes. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { around, bounded, type Camera, fitted, MARGIN, onStage, pixelAt, zoomed } from "../../src/viewer/camera";
import { overlap, placed } from "../../src/viewer/placing";

const sizes = (most: number) =>
  fc.record({ width: fc.integer({ min: 60, max: most }), height: fc.integer({ min: 60, max: most }) });
const stages = sizes(2000);
const pictures = sizes(8000);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const NEAR = 1e-6;

function rectOf(camera: Camera, picture: { readonly width: number; readonly height: number }) {
  return onStage({ x: 0, y: 0, w: picture.width, h: picture.height }, camera);
}

describe("camera", () => {
  it("shows all of the picture, in the middle, as large as it gets with a margin", () => {
    fc.assert(
      fc.property(pictures, stages, (picture, stage) => {
        const { x, y, w, h } = rectOf(fitted(picture, stage), picture);
        expect(x + w / 2).toBeCloseTo(stage.width / 2);
        expect(y + h / 2).toBeCloseTo(stage.height / 2);
        const least = Math.min(x, y, stage.width - x - w, stage.height - y - h);
        expect(least).toBeCloseTo(MARGIN);
      }),
    );
  });

  it("keeps the pixel under the pointer where it is, as long as the picture fills the stage", () => {
    fc.assert(
      fc.property(
        pictures,
        stages,
        share,
        share,
        fc.double({ min: 1, max: 5, noNaN: true }),
        (picture, stage, u, v, factor) => {
          const start = around({ x: picture.width / 2, y: picture.height / 2, w: 1, h: 1 }, picture, stage);
          const point = { x: u * stage.width, y: v * stage.height };
          const now = zoomed(start, factor, point, picture, stage);
          const isFree = JSON.stringify(now) === JSON.stringify({ ...now, ...bounded(now, picture, stage) });
          expect(isFree).toBe(true);
          const { x, y, w, h } = rectOf(now, picture);
          if (x >= MARGIN || y >= MARGIN || x + w <= stage.width - MARGIN || y + h <= stage.height - MARGIN) return;
          const [before, after] = [pixelAt(point, start), pixelAt(point, now)];
          expect(Math.abs(after.x - before.x)).toBeLessThan(NEAR * picture.width);
          expect(Math.abs(after.y - before.y)).toBeLessThan(NEAR * picture.height);
        },
      ),
    );
  });

  it("never leaves the picture behind, however far one drags or zooms", () => {
    const anywhere = fc.double({ min: -1e5, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(
        pictures,
        stages,
        anywhere,
        anywhere,
        fc.double({ min: 0.001, max: 1000, noNaN: true }),
        (picture, stage, dx, dy, factor) => {
          const start = zoomed(fitted(picture, stage), factor, { x: 0, y: 0 }, picture, stage);
          const { x, y, w, h } = rectOf(
            bounded({ ...start, x: start.x + dx, y: start.y + dy }, picture, stage),
            picture,
          );
          for (const [at, size, room] of [
            [x, w, stage.width],
            [y, h, stage.height],
          ] as const) {
            if (size + 2 * MARGIN <= room) expect(at + size / 2).toBeCloseTo(room / 2);
            else {
              expect(at).toBeLessThanOrEqual(MARGIN + NEAR);
              expect(at + size).toBeGreaterThanOrEqual(room - MARGIN - NEAR);
            }
          }
        },
      ),
    );
  });

  it("shows all of the box it goes to", () => {
    fc.assert(
      fc.property(pictures, stages, share, share, share, share, (picture, stage, a, b, c, d) => {
        const [w, h] = [Math.max(1, c * picture.width), Math.max(1, d * picture.height)];
        const rect = { x: a * (picture.width - w), y: b * (picture.height - h), w, h };
        const seen = onStage(rect, around(rect, picture, stage));
        expect(seen.x).toBeGreaterThanOrEqual(-NEAR);
        expect(seen.y).toBeGreaterThanOrEqual(-NEAR);
        expect(seen.x + seen.w).toBeLessThanOrEqual(stage.width + NEAR);
        expect(seen.y + seen.h).toBeLessThanOrEqual(stage.height + NEAR);
      }),
    );
  });
});

describe("labels", () => {
  const boxes = fc.record({
    x: fc.integer({ min: -300, max: 1100 }),
    y: fc.integer({ min: -300, max: 900 }),
    w: fc.integer({ min: 1, max: 1400 }),
    h: fc.integer({ min: 1, max: 1100 }),
  });
  const stage = { width: 1000, height: 800 };
  const size = { width: 140, height: 18 };

  it("stand on the stage and beside their box, unless that leaves no room at all", () => {
    fc.assert(
      fc.property(boxes, (box) => {
        const place = placed(box, size, stage, [], true);
        const isSeen = overlap({ x: 0, y: 0, w: stage.width, h: stage.height }, box);
        if (!isSeen || !place) return;
        const label = { ...place, w: size.width, h: size.height };
        expect(label.x).toBeGreaterThanOrEqual(0);
        expect(label.y).toBeGreaterThanOrEqual(0);
        expect(label.x + label.w).toBeLessThanOrEqual(stage.width);
        expect(label.y + label.h).toBeLessThanOrEqual(stage.height);
        const rooms = [box.y, stage.height - box.y - box.h].some((room) => room >= size.height + 3);
        if (rooms) expect(overlap(label, box)).toBe(false);
      }),
    );
  });

  it("do not cover one another, and are left out where they would", () => {
    fc.assert(
      fc.property(fc.array(boxes, { maxLength: 60 }), (all) => {
        const taken: { x: number; y: number; w: number; h: number }[] = [];
        for (const box of all) {
          const place = placed(box, size, stage, taken, false);
          if (!place) continue;
          const label = { ...place, w: size.width, h: size.height };
          expect(taken.some((other) => overlap(other, label))).toBe(false);
          expect(overlap(label, box)).toBe(false);
          taken.push(label);
        }
      }),
    );
  });

  it("leave with their box", () => {
    expect(placed({ x: 1200, y: 10, w: 20, h: 20 }, size, stage, [], true)).toBeUndefined();
  });
});

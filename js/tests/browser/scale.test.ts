/** A hundred thousand images: what is worked out how often, and what comes on screen first. Counts, not seconds. */

import { expect, it, vi } from "vitest";
import { byCell } from "../../src/engine/byCell";
import * as counts from "../../src/engine/counts";
import { ordered } from "../../src/engine/order";
import { eventually } from "./eventually";
import { mounted } from "./lens";

vi.mock("../../src/engine/byCell", { spy: true });
vi.mock("../../src/engine/order", { spy: true });

it("makes the index from cells to images when the first cell is selected, once for all thresholds", async () => {
  const { session } = await mounted("crowd");
  const { actions, derived } = session;
  actions.setConfidence(30);
  expect(byCell).not.toHaveBeenCalled();
  for (const percent of [1, 2, 3]) {
    actions.setConfidence(percent);
    actions.select("cells", [[9, percent]], "replace");
    expect(derived.visible.value.instances).toBeGreaterThan(0);
  }
  expect(byCell).toHaveBeenCalledTimes(1);
});

it("leaves filters and the points' layers alone when only the threshold moves", async () => {
  const { session } = await mounted("crowd");
  const { actions, derived } = session;
  const [passing, mask] = [derived.filtered.value, derived.visible.value.mask];
  actions.setConfidence(50);
  expect(derived.filtered.value).toBe(passing);
  expect(derived.visible.value.mask).toBe(mask);
});

it("copies no outcome while no range is set, and the index of cells neither", async () => {
  const { session } = await mounted("crowd");
  const { actions, derived, state } = session;
  actions.select("cells", [[9, 1]], "replace");
  expect(derived.rated.value).toBe(state.outcomes.value);
  expect(derived.ratedMatrix.value).toBe(derived.matrix.value);
  expect(derived.isRated.value).toBeUndefined();
});

it("recounts matrix and totals at once, and puts the images in order after they are painted", async () => {
  const { session } = await mounted("crowd");
  const { actions, derived, state } = session;
  const before = derived.rows.value;
  vi.mocked(ordered).mockClear();
  for (const percent of [50, 51, 52]) actions.setConfidence(percent);
  const { outcomes, header } = state;
  const cells = counts.matrix(outcomes.value, derived.filtered.value, 52, header.value.classes.length);
  expect(derived.matrix.value).toEqual(cells);
  expect(derived.rows.value).toBe(before);
  await eventually(() => expect(derived.rows.value).not.toBe(before));
  const tallies = counts.perImage(outcomes.value, 52, state.images.value.size, header.value);
  expect(derived.tallies.value).toEqual(tallies);
  // Once, for the last of the three.
  expect(ordered).toHaveBeenCalledTimes(1);
});

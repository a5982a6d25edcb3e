/** What is on screen while rows are on their way, or stay with Python: the same numbers, and what waits is told. */

import { effect } from "@preact/signals-core";
import { describe, expect, it, vi } from "vitest";
import { tallyOf } from "../../src/engine/counts";
import type { RangeFacet } from "../../src/engine/facets/range";
import { NO_HISTOGRAM } from "../../src/engine/histogram";
import { connect } from "../../src/host/traits";
import { createSession, type Session } from "../../src/state/session";
import { isDamaged } from "../../src/state/source";
import { sessionOver } from "./asked";
import { wireColumn } from "./blocks";
import { type Kernel, kernelOver } from "./kernel";
import { readVector, vectorNames } from "./vectors";

const KINDS_OF_ROWS = ["coming", "behind"] as const;

function stood(name: string, rows: "coming" | "behind"): { whole: Session; session: Session; kernel: Kernel } {
  const whole = sessionOver(readVector(name));
  const kernel = kernelOver(whole, rows, { split: "all", page_size: 3 });
  const session = createSession(new AbortController().signal);
  connect(kernel.model, session.state, new AbortController().signal);
  return { whole, session, kernel };
}

/** The head of a gzip, and nothing in it. */
const DAMAGED = { gzip: wireColumn("uint8", [31, 139, 8, 0]) };

const NAMES = vectorNames().filter((name) => readVector(name).queries.length > 0);

describe.each(KINDS_OF_ROWS)("rows %s", (rows) => {
  it.each(NAMES)("answers every question of %s as with all rows, once Python has answered", async (name) => {
    const { whole, session, kernel } = stood(name, rows);
    const { derived, actions } = session;
    for (const { asked } of readVector(name).queries) {
      const { split, confidence, where = {}, ...facets } = asked;
      actions.setSplit(split);
      actions.setConfidence(confidence);
      for (const facet of session.state.registry) {
        const values: Readonly<Record<string, unknown>> = facet.trait === "where" ? where : { ...facets };
        actions.choose({ facet, value: values[facet.name] ?? facet.empty });
      }
      kernel.answer();
      const words = JSON.stringify(asked);
      // A cube is unpacked in the background.
      if (rows === "behind") await vi.waitUntil(() => !derived.stale.value.sums);
      else if (derived.stale.value.sums) continue;
      expect(derived.counts.value.images, words).toBe(whole.derived.counts.value.images);
      expect(derived.counts.value.instances, words).toBe(whole.derived.counts.value.instances);
      expect([...derived.pageRows.value], words).toEqual([...whole.derived.pageRows.value]);
      expect(derived.pageCount.value).toBe(whole.derived.pageCount.value);
      for (const row of derived.pageRows.value) {
        expect(session.state.images.value.name.at(row)).toBe(whole.state.images.value.name.at(row));
        expect(tallyOf(derived.tallies.value, row)).toEqual(tallyOf(whole.derived.tallies.value, row));
      }
      expect([...derived.matrix.value], words).toEqual([...whole.derived.matrix.value]);
      expect(derived.totals.value, words).toEqual(whole.derived.totals.value);
      expect(derived.curve.value, words).toEqual(whole.derived.curve.value);
      expect([...derived.kinds.value], words).toEqual([...whole.derived.kinds.value]);
      expect(derived.stale.value).toMatchObject({ counts: false, cards: false, sums: false });
    }
  });

  it.runIf(rows === "behind")("counts histograms and clusters of what is looked at, as with all rows", () => {
    const { whole, session, kernel } = stood("facets/ranges", rows);
    const { state, derived, actions } = session;
    const size = state.registry.find(({ name }) => name === "area") as RangeFacet;
    const [mine, theirs] = [derived.histogramOf(size), whole.derived.histogramOf(size)];
    expect(kernel.model.get("levels_asked")).toEqual([]);
    const looks = [effect(() => void mine.value), effect(() => void derived.clusters.value)];
    expect(kernel.model.get("levels_asked")).toEqual(["area", "clusters"]);
    expect([mine.value, derived.clusters.value, derived.stale.value.levels]).toEqual([NO_HISTOGRAM, [], true]);
    kernel.answer();
    expect(derived.clusters.value.length).toBeGreaterThan(0);
    const same = () => {
      expect(derived.stale.value.levels).toBe(false);
      expect({ ...mine.value, unknown: 0 }).toEqual({ ...theirs.value, unknown: 0 });
      expect(derived.clusters.value).toEqual(whole.derived.clusters.value);
    };
    same();
    // What a facet is set to changes the others, not its own.
    actions.set("area", { range: [2, null] });
    expect([derived.areLevelsStale("area"), derived.areLevelsStale("clusters")]).toEqual([false, true]);
    kernel.answer();
    same();
    actions.select("clusters", [0], "replace");
    expect([derived.areLevelsStale("area"), derived.areLevelsStale("clusters")]).toEqual([true, false]);
    kernel.answer();
    same();
    for (const stop of looks) stop();
    expect([kernel.model.get("levels_asked"), derived.stale.value.levels]).toEqual([[], false]);
  });

  it("shows a cell and a step of the threshold at once in the matrix, and what was shown of all else until then", () => {
    const { whole, session, kernel } = stood("filters", rows);
    const { derived, actions } = session;
    const [before, page] = [derived.counts.value, [...derived.pageRows.value]];
    actions.setConfidence(45);
    actions.select("cells", [[0, 1]], "replace");
    expect(session.state.facets.cells.value).toEqual([[0, 1]]);
    expect([derived.counts.value, [...derived.pageRows.value]]).toEqual([before, page]);
    expect(derived.stale.value).toMatchObject({ counts: true, cards: true, sums: false });
    const matrix = [...derived.matrix.value];
    kernel.answer();
    expect(matrix).toEqual([...whole.derived.matrix.value]);
    expect(derived.stale.value).toMatchObject({ counts: false, cards: false });
    expect([...derived.pageRows.value]).toEqual([...whole.derived.pageRows.value]);
  });

  it("turns to instances when their cards have come", () => {
    const { whole, session, kernel } = stood("facets/kinds", rows);
    const { derived, actions } = session;
    actions.setView({ face: "instances" });
    expect([derived.face.value, derived.cardFace.value]).toEqual(["instances", "images"]);
    kernel.answer();
    expect(derived.cardFace.value).toBe("instances");
    expect([...derived.pageInstances.value]).toEqual([...whole.derived.pageInstances.value]);
    expect(derived.cardCount.value).toBe(whole.derived.cardCount.value);
  });

  it("waits for an image that is on no page that came", () => {
    const { session, kernel } = stood("filters", rows);
    const known = [...session.derived.pageRows.value];
    const row = [0, 1, 2, 3, 4, 5].find((one) => !known.includes(one)) as number;
    session.actions.open(row);
    const nameNow = () => session.state.images.value.name.at(row);
    expect(nameNow()).toBe("");
    kernel.answer();
    expect(nameNow()).not.toBe("");
  });
});

describe("rows that stay behind", () => {
  it("draws nothing again for a trait that says the same as before", () => {
    const { session, kernel } = stood("filters", "behind");
    kernel.answer();
    const { sentMap, sentPage, images } = session.state;
    const before = [sentMap.value, sentPage.value, images.value];
    kernel.model.set("hovered", { for: { map_row: 1 }, name: "one" });
    expect(session.state.hovered.value?.name).toBe("one");
    [sentMap.value, sentPage.value, images.value].forEach((own, i) => {
      expect(own).toBe(before[i]);
    });
    // With a header come tables without the rows of the page, which are read again.
    kernel.model.set("header", { ...(kernel.model.get("header") as object) });
    expect(session.state.images.value.name.at([...session.derived.pageRows.value][0] as number)).not.toBe("");
  });

  it("opens the first image of the next page from the last one of a page, when it has come", () => {
    const { session, whole, kernel } = stood("filters", "behind");
    const { state, derived, actions } = session;
    const last = [...derived.pageRows.value].at(-1) as number;
    actions.open(last);
    actions.step(1);
    expect([state.open.value, state.page.value]).toEqual([last, 2]);
    kernel.answer();
    expect(state.open.value).toBe(whole.derived.rows.value[3]);
    actions.step(-1);
    kernel.answer();
    expect([state.open.value, state.page.value]).toEqual([last, 1]);
  });

  it("keeps the sums of before, and does not wait, where what filters leave came damaged", async () => {
    const { session, whole, kernel } = stood("filters", "behind");
    const { state, derived, actions } = session;
    const before = [...derived.matrix.value];
    actions.set("query", "a");
    kernel.answer();
    kernel.model.set("left", { ...(kernel.model.get("left") as object), cube: DAMAGED });
    await vi.waitUntil(() => isDamaged(state));
    expect(derived.stale.value.sums).toBe(false);
    expect([...derived.matrix.value]).toEqual(before);
    actions.set("query", "b");
    expect([derived.stale.value.sums, isDamaged(state)]).toEqual([true, false]);
    kernel.answer();
    await vi.waitUntil(() => !derived.stale.value.sums);
    expect([...derived.matrix.value]).toEqual([...whole.derived.matrix.value]);
    actions.reset();
    expect(isDamaged(state)).toBe(false);
  });
});

describe("rows that come", () => {
  it("change nothing that was on show", () => {
    const { session, kernel, whole } = stood("filters", "coming");
    const { derived } = session;
    const now = () => ({
      ...{
        counts: [derived.counts.value.images, derived.counts.value.instances],
        page: [...derived.pageRows.value],
        matrix: [...derived.matrix.value],
      },
      ...{ size: derived.splitSize.value, totals: derived.totals.value, clusters: derived.clusters.value },
      mask: [...derived.visible.value.mask],
    });
    const before = now();
    kernel.arrive();
    expect(session.state.isHere.value).toBe(true);
    expect(now()).toEqual(before);
    for (const { actions } of [session, whole]) actions.set("query", "a");
    expect([...derived.rows.value]).toEqual([...whole.derived.rows.value]);
  });

  it("answer what was asked before they were there", () => {
    const { session, kernel, whole } = stood("filters", "coming");
    session.actions.set("query", "a");
    session.actions.setView({ sort: "name" });
    expect(session.derived.stale.value).toMatchObject({ counts: true, cards: true, sums: true });
    kernel.arrive();
    whole.actions.set("query", "a");
    whole.actions.setView({ sort: "name" });
    expect([...session.derived.rows.value]).toEqual([...whole.derived.rows.value]);
    expect(Object.values(session.derived.stale.value)).not.toContain(true);
  });
});

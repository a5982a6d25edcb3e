/** A facet more is its definition and its place in the registry: everything else iterates. */

import { describe, expect, it } from "vitest";
import * as wire from "../../src/data/wire";
import { FACETS } from "../../src/engine/facets";
import { type ImageFacet, isSet, type OutcomeFacet } from "../../src/engine/facets/facet";
import { keep } from "../../src/engine/mask";
import { sharedTraits } from "../../src/host/shared";
import { choicesOf, signalOf } from "../../src/state/selection";
import { createSession } from "../../src/state/session";
import { sessionOver } from "./asked";
import { put } from "./put";
import { headerOf, readVector, vectorImages, vectorOutcomes } from "./vectors";

/** Every n-th image. */
const every: ImageFacet<"every", number | null> = {
  name: "every",
  group: "images",
  empty: null,
  limited: (n) => (n === null ? null : Math.max(1, n)),
  keep: (mask, n) => keep(mask, (row) => row % (n ?? 1) === 0),
  chips: (n) => [{ text: `every ${n}`, look: "toy", left: null }],
};

/** Outcomes that stand for so many instances. */
const heavy: OutcomeFacet<"heavy", number | null> = {
  name: "heavy",
  group: "outcomes",
  empty: null,
  test:
    (least, { outcomes }) =>
    (row) =>
      (outcomes.count[row] ?? 0) >= (least ?? 0),
  chips: (least) => [{ text: `${least} and more`, look: "toy", left: null }],
};

function toys() {
  const vector = readVector("filters");
  const session = createSession(new AbortController().signal, [...FACETS, every, heavy]);
  const { state } = session;
  const everywhere = { test: [[0, 100]], valid: [[0, 100]], train: [[0, 100]] } as const;
  put(state, { header: { ...headerOf(vector), coverage: everywhere } });
  state.images.value = vectorImages(vector);
  put(state, { outcomes: vectorOutcomes(vector) });
  state.split.value = "all";
  return session;
}

describe("a toy facet", () => {
  it("of images keeps its images, within its limits, and is cleared with the others", () => {
    const { state, derived, actions } = toys();
    const before = derived.matrix.value;
    actions.choose({ facet: every, value: 3 });
    expect([...derived.visible.value.rows].every((row) => row % 3 === 0)).toBe(true);
    expect(derived.matrix.value).not.toEqual(before);
    actions.choose({ facet: every, value: -2 });
    expect(signalOf(state, "every").value).toBe(1);
    actions.reset();
    expect(choicesOf(state, state.registry)).toEqual([]);
    expect(derived.matrix.value).toEqual(before);
  });

  it("of outcomes counts in the matrix and not in the rates", () => {
    const { derived, actions } = toys();
    const [matrix, totals] = [derived.matrix.value, derived.totals.value];
    actions.choose({ facet: heavy, value: 2 });
    expect(derived.matrix.value).not.toEqual(matrix);
    expect(derived.totals.value).toEqual(totals);
    const sum = derived.matrix.value.reduce((all, count) => all + count, 0);
    expect(derived.visible.value.instances).toBe(sum);
  });

  it("is a trait of its own", () => {
    const { state } = toys();
    const traits = sharedTraits({ get: () => undefined } as never, state).value.map(({ trait }) => trait);
    expect(traits).toContain("every");
  });
});

describe("every facet", () => {
  it.each(FACETS.map((facet) => [facet.name, facet] as const))("%s is not set while it is empty", (_, { empty }) => {
    expect(isSet(empty)).toBe(false);
  });

  it("has a name of its own, and Python has the same", () => {
    expect(new Set(FACETS.map(({ name }) => name))).toEqual(new Set(wire.FACETS));
    expect(FACETS.length).toBe(wire.FACETS.length);
    expect(new Set(FACETS.map(({ trait, name }) => trait ?? name))).toEqual(new Set(wire.FACET_TRAITS));
  });
});

describe("ranges", () => {
  /** Three outcomes of one image: scores .3 and .8, and a miss. */
  function scored() {
    const session = sessionOver({
      ...readVector("one-class"),
      header: { task: "object-detection", classes: ["a", "background"], background: 1, mixups: "both" },
      order: [0, 1],
      outcomes: {
        image: [0, 1, 2],
        actual: [0, 1, 0],
        predicted: [0, 0, 1],
        count: [1, 1, 1],
        first: [0, 0, 0],
        last: [100, 100, 100],
        truth: [0, null, 3],
        prediction: [1, 2, null],
        iou: [0.9, null, null],
      },
      objects: {
        image: [0, 0, 1, 2],
        side: [0, 1, 1, 0],
        label: [0, 0, 0, 0],
        x: [0, 0, 0, 0],
        y: [0, 0, 0, 0],
        w: [10, 10, 10, 4],
        h: [10, 10, 10, 2],
        score: [null, 0.3, 0.8, null],
        area: [50, 100, 100, 8],
      },
    });
    session.state.split.value = "all";
    return session;
  }
  const shown = ({ derived }: ReturnType<typeof scored>) => [...derived.visible.value.rows];

  it("include their ends, in the precision of the column, and leave out what has no value", () => {
    const session = scored();
    session.actions.set("score", { range: [0.3, 0.8] });
    expect(shown(session)).toEqual([0, 1]);
    session.actions.set("score", { range: [null, 0.3] });
    expect(shown(session)).toEqual([0]);
    session.actions.set("score", { range: [null, null] });
    expect(shown(session)).toEqual([0, 1]);
    session.actions.clear("score");
    session.actions.set("iou", { range: [0.9, null] });
    expect(shown(session)).toEqual([0]);
  });

  it("of size go by the truth, else by the prediction, and count in the rates", () => {
    const session = scored();
    session.actions.set("area", { range: [50, 100] });
    expect(shown(session)).toEqual([0, 1]);
    expect(session.derived.totals.value).toMatchObject({ tp: 1, fp: 1, fn: 0 });
    expect([...session.derived.tallies.value.fn]).toEqual([0, 0, 0]);
    session.actions.set("area", { range: [51, null] });
    expect(shown(session)).toEqual([1]);
  });

  it("and cells ask for one outcome that passes them all at once", () => {
    const session = scored();
    session.actions.set("score", { range: [0.5, null] });
    session.actions.select("cells", [[0, 0]], "replace");
    expect(shown(session)).toEqual([]);
    session.actions.select("cells", [[1, 0]], "replace");
    expect(shown(session)).toEqual([1]);
  });

  it("are put in words", () => {
    const { state } = scored();
    const described = { header: state.header.value, images: state.images.value, inSplit: new Uint8Array(0) };
    const [area, score, iou] = ["area", "score", "iou"].map((name) => FACETS.find((facet) => facet.name === name));
    const words = (facet: (typeof FACETS)[number] | undefined, range: readonly [number | null, number | null]) =>
      facet?.chips({ range } as never, described)[0]?.text;
    expect(words(score, [0.3, null])).toBe("confidence at least 30 %");
    expect(words(score, [0.005, 0.995])).toBe("confidence 0.5 to 99.5 %");
    expect(words(iou, [0.1, 0.5])).toBe("IoU .1 to .5");
    expect(words(area, [null, 1024])).toBe("area at most 1,024 px²");
    expect(words(area, [50, 5000.5])).toBe("area 50 to 5,000.5 px²");
  });
});

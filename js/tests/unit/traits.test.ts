/** Traits and signals, with a model that tells of every change at once, as Backbone does. */

import { describe, expect, it, onTestFinished, vi } from "vitest";
import { BOTH_WRITE, SCHEMA_VERSION } from "../../src/data/wire";
import { sharedTraits } from "../../src/host/shared";
import { connect } from "../../src/host/traits";
import { createSession } from "../../src/state/session";
import { wireColumn } from "./blocks";
import { modelOf, TRAITS } from "./model";

function connected() {
  const model = modelOf(TRAITS);
  const session = createSession(new AbortController().signal);
  connect(model, session.state, new AbortController().signal);
  return { model, ...session };
}

it("shares with Python the traits that both sides write", () => {
  const { model, state } = connected();
  const shared = sharedTraits(model, state).value.map(({ trait }) => trait);
  expect(new Set(shared)).toEqual(new Set(BOTH_WRITE));
});

describe("the trait of ranges", () => {
  it("is a facet for each of its entries", () => {
    const { model, state, actions } = connected();
    model.set("where", { score: { range: [0.3, null] } });
    expect(state.facets.score.value).toEqual({ range: [0.3, null] });
    actions.set("iou", { range: [0, 0.5] });
    expect(model.get("where")).toEqual({ score: { range: [0.3, null] }, iou: { range: [0, 0.5] } });
    actions.reset();
    expect([model.get("where"), state.facets.score.value]).toEqual([{}, null]);
  });

  it("keeps the entries that this front end does not have, until they are reset", () => {
    const { model, state, actions } = connected();
    model.set("where", { brightness: { range: [0, 0.3] } });
    actions.set("score", { range: [0.3, null] });
    expect(model.get("where")).toEqual({ score: { range: [0.3, null] }, brightness: { range: [0, 0.3] } });
    expect(Object.keys(state.unknown.value)).toEqual(["brightness"]);
    actions.reset();
    expect([model.get("where"), state.unknown.value]).toEqual([{}, {}]);
  });
});

it("an entry of another kind than a range is told of, not taken for one that keeps everything", () => {
  const { model, state, actions } = connected();
  model.set("where", { score: { in: [0.5] } });
  expect([state.facets.score.value, Object.keys(state.unknown.value)]).toEqual([null, ["score"]]);
  actions.set("iou", { range: [0.5, null] });
  expect(model.get("where")).toEqual({ score: { in: [0.5] }, iou: { range: [0.5, null] } });
});

it("an entry of the ranges that only the header names is not taken for a trait", () => {
  const { model, state } = connected();
  model.set("header", { ...TRAITS.header, facets: [...TRAITS.header.facets, "brightness"] });
  model.set("where", { brightness: { range: [0, 0.3] } });
  expect([Object.keys(state.unknown.value), model.get("brightness"), model.saved]).toEqual([
    ["brightness"],
    undefined,
    0,
  ]);
});

describe("a facet that only the header names", () => {
  const withWeather = (weather: unknown) => {
    const made = connected();
    made.model.set("weather", weather);
    made.model.set("header", { ...TRAITS.header, facets: [...TRAITS.header.facets, "weather"] });
    return made;
  };

  it("is nothing to tell of while it is not set, and sends nothing", () => {
    const { model, state } = withWeather([]);
    expect([state.unknown.value, model.get("weather"), model.saved]).toEqual([{}, [], 0]);
  });

  it("is told of once it is set, left as it is, and cleared by a reset", () => {
    const { model, state, actions } = withWeather([]);
    model.set("weather", ["rain"]);
    expect(Object.keys(state.unknown.value)).toEqual(["weather"]);
    actions.set("query", "z");
    expect(model.get("weather")).toEqual(["rain"]);
    actions.reset();
    expect([model.get("weather"), state.unknown.value]).toEqual([[], {}]);
  });

  it("may be set from the first", () => {
    expect(Object.keys(withWeather(["rain"]).state.unknown.value)).toEqual(["weather"]);
  });
});

it("reads nothing of what a newer Python sends but that it is newer", () => {
  const { model, state } = connected();
  model.set("header", { version: SCHEMA_VERSION + 1 });
  expect([state.header.value.version, state.header.value.classes]).toEqual([SCHEMA_VERSION + 1, ["a", "b"]]);
});

describe("connect", () => {
  it("sends several traits in one message, none of them undone by the events of the others", () => {
    const { model, state, actions } = connected();
    actions.select("cells", [[0, 1]], "replace");
    expect([model.get("page"), model.get("cells"), model.saved]).toEqual([1, [[0, 1]], 1]);
    expect(state.facets.cells.value).toEqual([[0, 1]]);
    actions.reset();
    expect([model.get("cells"), model.get("query"), model.saved]).toEqual([[], "", 2]);
  });

  it("takes what the kernel sends and sends nothing back", () => {
    const { model, state } = connected();
    model.set("cells", [[1, 1]]);
    expect(state.facets.cells.value).toEqual([[1, 1]]);
    expect(model.saved).toBe(0);
  });

  it("keeps a page of pictures once, however often the user comes back to it", () => {
    const { model, state } = connected();
    for (const rows of [
      [1, 2],
      [2, 3],
      [1, 2],
      [2, 3],
    ])
      model.set("page_assets", page(...rows));
    expect(state.thumbnails.value.map(({ row }) => [...row])).toEqual([
      [1, 2],
      [2, 3],
    ]);
    model.set("open_assets", page(1));
    expect(state.large.value.length).toBe(1);
  });

  it("takes a picture in all its pixels in place of the small one, never the other way, and holds few of them", () => {
    const { model, state } = connected();
    const whole = (row: number) => ({ ...page(row), wanted: wireColumn("uint32", [2000]) });
    const held = () => state.large.value.map(({ row, wanted }) => [row[0], wanted]);
    model.set("open_assets", page(1));
    expect(held()).toEqual([[1, 0]]);
    model.set("open_assets", whole(1));
    expect(held()).toEqual([[1, 2000]]);
    model.set("open_assets", page(1));
    expect(held()).toEqual([[1, 2000]]);
    for (const row of [2, 3, 4, 5]) model.set("open_assets", whole(row));
    expect(held().map(([row]) => row)).toEqual([3, 4, 5]);
    model.set("open_assets", page(6));
    expect(held()).toContainEqual([6, 0]);
  });

  it("lets the oldest pages go, but not what was sent ahead, and takes them again", () => {
    const { model, state, pictures } = connected();
    const revoked = vi.spyOn(URL, "revokeObjectURL");
    onTestFinished(() => revoked.mockRestore());
    const has = (row: number) => {
      pictures.version.value;
      return pictures.thumbnail(row) !== undefined;
    };
    model.set("assets", page(200));
    expect(has(200)).toBe(true);
    for (let row = 0; row < 60; row++) {
      model.set("page_assets", page(row));
      expect(has(row)).toBe(true);
    }
    expect([200, 0, 8, 9, 59].map(has)).toEqual([true, false, false, true, true]);
    expect(state.thumbnails.value.length).toBe(52);
    expect(revoked).toHaveBeenCalledTimes(9);
    model.set("page_assets", page(0));
    expect(has(0)).toBe(true);
  });

  it("lets no picture of the page go for those of images under the pointer, of which it holds the last", () => {
    const { model, state } = connected();
    model.set("page_assets", page(1, 2));
    for (let row = 10; row < 70; row++) model.set("hovered", page(row));
    const held = () => state.thumbnails.value.map(({ row }) => [...row]);
    expect(held()).toEqual([[1, 2], [69]]);
    // The next one under the pointer takes the picture away from a page that lets it stand for its own.
    model.set("page_assets", page(69));
    model.set("hovered", page(70));
    expect(held()).toEqual([[1, 2], [69], [70]]);
  });

  it("keeps what is sent ahead after a page has brought it, and holds no room for pages without pictures", () => {
    const { model, state } = connected();
    model.set("page_assets", page(7));
    model.set("assets", page(7));
    for (let row = 10; row < 70; row++) {
      model.set("page_assets", page(row));
      model.set("page_assets", page());
    }
    const rows = state.thumbnails.value.flatMap(({ row }) => [...row]);
    expect(rows.filter((row) => row === 7)).toHaveLength(1);
    expect(rows).toHaveLength(52);
  });

  it("goes on listening after a handler of someone else has thrown", () => {
    const { model, state, actions } = connected();
    const fail = () => {
      throw new Error("not ours");
    };
    model.on("change:query", fail);
    expect(() => actions.set("query", "y")).toThrow("not ours");
    model.off("change:query", fail);
    model.set("query", "z");
    expect(state.facets.query.value).toBe("z");
  });

  it("reads images in one block, as states were saved once, and in two", () => {
    const { model, state } = connected();
    const places = { split: wireColumn("uint8", [0, 2]), x: wireColumn("float32", [7, 8]) };
    const names = { "name.data": wireColumn("uint8", [97, 98]), "name.offsets": wireColumn("uint8", [0, 1, 2]) };
    const read = () => [[...state.images.value.split], [...state.images.value.x], state.images.value.name.at(1)];
    const { places: _, cubes, ...old } = TRAITS.header.blocks;
    model.set("images_0", { ...places, ...names });
    model.set("header", { ...TRAITS.header, blocks: { ...old, images: ["images_0"] } });
    expect([state.header.value.rows, ...read()]).toEqual(["here", [0, 2], [7, 8], "b"]);
    model.set("places_0", places);
    model.set("images_1", names);
    model.set("header", { ...TRAITS.header, blocks: { ...old, cubes, places: ["places_0"], images: ["images_1"] } });
    expect(read()).toEqual([[0, 2], [7, 8], "b"]);
  });

  it("has the masks of a block, and those that come with a large picture", () => {
    const { model, state } = connected();
    expect(state.masks.value.outline(7)).toBe("");
    model.set("masks_0", maskOf(7));
    model.set("header", { ...TRAITS.header, blocks: { ...TRAITS.header.blocks, masks: ["masks_0"] } });
    expect(state.masks.value.outline(7)).toBe("M3 5H4V7H3V5Z");
    const picture = ["row", "offsets", "data", "width", "height"].map((name) => [name, wireColumn("uint8", [])]);
    model.set("open_assets", { ...Object.fromEntries(picture), masks: maskOf(9) });
    expect([7, 8, 9].map((row) => state.masks.value.outline(row) !== "")).toEqual([true, false, true]);
  });
});

/** Pictures without a byte. */
function page(...rows: number[]) {
  const columns = { row: rows, offsets: [0, ...rows.map(() => 0)], data: [], width: rows, height: rows };
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, wireColumn("uint8", values)]));
}

/** Two pixels, one below the other, as the mask of an object. */
function maskOf(object: number) {
  const columns = { row: [object], left: [3], top: [5], height: [2], offsets: [0, 1], gap: [0], length: [2] };
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, wireColumn("uint8", values)]));
}

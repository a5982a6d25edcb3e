/** Columns that come one after another, or that were lost on their way. */

import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { bytesOf } from "../../src/data/columns";
import type { OwnModel } from "../../src/host/hearing";
import { connect } from "../../src/host/traits";
import { createSession } from "../../src/state/session";
import { namesBlock, wireColumn } from "./blocks";
import { modelOf, TRAITS } from "./model";

const PLACES = {
  split: wireColumn("uint8", [2, 2]),
  x: wireColumn("float32", [1, 2]),
  y: wireColumn("float32", [3, 4]),
};
const OUTCOMES = Object.fromEntries(
  Object.entries({
    image: [0, 1],
    actual: [0, 1],
    predicted: [0, 0],
    count: [1, 1],
    first: [0, 0],
    last: [100, 100],
  }).map(([name, values]) => [name, wireColumn("uint8", values)]),
);
/** The same folded: both begin at 0 %, in the split test. */
const CUBE = Object.fromEntries(
  Object.entries({
    ...{ split: [2, 2], actual: [0, 1], predicted: [0, 0], kind: [255, 255] },
    ...{ offsets: [0, 1, 2], percent: [0, 0], change: [1, 1] },
  }).map(([name, values]) => [name, wireColumn("uint8", values)]),
);

const NAMED = { ...TRAITS.header.blocks, places: ["places_0"], cubes: ["cube_0"] };
const COMING = { ...TRAITS.header, coverage: { test: [[0, 100]] }, rows: "coming", blocks: NAMED };
const HERE = { ...COMING, rows: "here", blocks: { ...NAMED, images: ["images_0"], outcomes: ["outcomes_0"] } };
const FIRST = { header: COMING, places_0: PLACES, cube_0: CUBE };
const REST = { images_0: namesBlock("name", ["a", "b"]), outcomes_0: OUTCOMES };

/** A model as the comm opened it, with a page's session. */
function opened(traits: Record<string, unknown>, own?: OwnModel) {
  const model = {
    ...modelOf({ ...TRAITS, query: "", uid: "u", ...traits }),
    widget_manager: { get_model: async () => own as OwnModel },
  };
  const lifetime = new AbortController();
  onTestFinished(() => lifetime.abort());
  const session = createSession(lifetime.signal);
  const connection = connect(model, session.state, lifetime.signal);
  const put = (more: Record<string, unknown>) => {
    for (const [name, value] of Object.entries(more)) model.set(name, value);
  };
  return { model, put, connection, ...session };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("rows that come after the first picture", () => {
  it("are read when the header names them; until then there are places and the matrix", () => {
    const { state, derived, put, connection } = opened(FIRST);
    expect(connection.isReadable).toBeUndefined();
    expect([state.header.value.rows, state.images.value.size, state.outcomes.value.size]).toEqual(["coming", 2, 0]);
    expect([...derived.matrix.value]).toEqual([1, 0, 1, 0]);
    put({ ...REST, header: HERE });
    expect([state.header.value.rows, state.images.value.name.at(1), state.outcomes.value.size]).toEqual([
      "here",
      "b",
      2,
    ]);
    expect([...derived.matrix.value]).toEqual([1, 0, 1, 0]);
  });

  it("are asked for by way of the header, once, two seconds after the first of two displays", () => {
    const { model, connection } = opened(FIRST);
    connection.displayed();
    vi.advanceTimersByTime(1999);
    expect(model.sent).toEqual([]);
    connection.displayed();
    vi.advanceTimersByTime(4000);
    expect(model.sent).toEqual([{ type: "lacking", traits: ["header"] }]);
  });

  it("are not asked for where they have come", () => {
    const { model, put, connection } = opened(FIRST);
    connection.displayed();
    put({ ...REST, header: HERE });
    vi.advanceTimersByTime(4000);
    expect(model.sent).toEqual([]);
  });
});

describe("a header that names what is not there", () => {
  it("is read as far as it can be at first, and asks for the rest, once", () => {
    const { model, state, put } = opened({ header: HERE, places_0: PLACES, outcomes_0: OUTCOMES });
    expect([state.header.value.rows, state.images.value.size, state.outcomes.value.size]).toEqual(["coming", 2, 2]);
    expect(model.sent).toEqual([{ type: "lacking", traits: ["images_0", "cube_0"] }]);
    put({ header: { ...HERE } });
    expect(model.sent.length).toBe(1);
    put({ cube_0: CUBE });
    expect(state.header.value.rows).toBe("coming");
    put({ images_0: REST.images_0 });
    expect([state.header.value.rows, state.images.value.name.at(0)]).toEqual(["here", "a"]);
  });

  it("leaves what is on screen until all of it is there", () => {
    const { model, state, put } = opened({ ...FIRST, ...REST, header: HERE });
    const blocks = { ...HERE.blocks, outcomes: ["outcomes_0", "outcomes_1"] };
    put({ header: { ...HERE, title: "two thresholds", blocks } });
    expect([state.header.value.title, state.outcomes.value.size]).toEqual([undefined, 2]);
    expect(model.sent).toEqual([{ type: "lacking", traits: ["outcomes_1"] }]);
    put({ outcomes_1: OUTCOMES });
    expect([state.header.value.title, state.outcomes.value.size]).toEqual(["two thresholds", 4]);
  });
});

describe("a cube that is compressed", () => {
  /** As Python sends one: framed, and gzip'd. */
  async function packed() {
    const entries = Object.entries(CUBE);
    const state = Object.fromEntries(entries.map(([name, { dtype }]) => [name, { dtype, data: null }]));
    const buffers = entries.map(([name, { data }]) => ({ path: [name, "data"], size: data.byteLength }));
    const text = JSON.stringify({ state, buffers });
    const head = new TextEncoder().encode(text + " ".repeat((8 - ((4 + text.length) % 8)) % 8));
    const parts = entries.map(([, { data }]) => {
      const bytes = new Uint8Array(Math.ceil(data.byteLength / 8) * 8);
      bytes.set(bytesOf(data));
      return bytes;
    });
    const whole = new Blob([Uint32Array.of(head.length), head, ...parts]).stream();
    const bytes = await new Response(whole.pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
    return { gzip: { dtype: "uint8", data: new DataView(bytes) } };
  }

  it("is waited for where there are no rows, and nobody waits for it in `initialize`", async () => {
    vi.useRealTimers();
    const { state, derived, connection } = opened({ ...FIRST, cube_0: await packed() });
    expect([connection.isReadable, state.images.value.size]).toEqual([expect.any(Promise), 0]);
    await connection.isReadable;
    expect([...derived.matrix.value]).toEqual([1, 0, 1, 0]);
  });

  it("is not waited for where there are", async () => {
    vi.useRealTimers();
    const { state, derived, connection } = opened({ ...FIRST, ...REST, header: HERE, cube_0: await packed() });
    expect([connection.isReadable, [...derived.matrix.value], state.cube.value]).toEqual([
      undefined,
      [1, 0, 1, 0],
      undefined,
    ]);
    await vi.waitFor(() => expect(state.cube.value?.size).toBe(2));
    expect([...derived.matrix.value]).toEqual([1, 0, 1, 0]);
  });

  it("is left out where it is damaged: rows are counted", async () => {
    vi.useRealTimers();
    const { gzip } = await packed();
    const broken = { gzip: { ...gzip, data: new DataView(gzip.data.buffer, 0, 20) } };
    const { state, connection, put } = opened({ ...FIRST, cube_0: broken });
    await connection.isReadable;
    put({ ...REST, header: HERE });
    expect([state.cube.value, state.outcomes.value.size]).toEqual([undefined, 2]);
  });
});

describe("a model that anywidget has given up", () => {
  class Inherited {
    readonly heard: unknown[] = [];
    taken: (message: unknown) => void = () => {};
    readonly comm = {
      on_msg: (take: (message: unknown) => void) => {
        this.taken = take;
      },
    };
    async _handle_comm_msg(message: unknown) {
      this.heard.push(message);
    }
  }

  it("hears again, and asks for all that may have been said meanwhile", async () => {
    class Deaf extends Inherited {
      override async _handle_comm_msg() {
        throw new Error("[anywidget] Failed to initialize model.");
      }
    }
    const own = new Deaf();
    const { model } = opened(FIRST, own);
    await vi.waitFor(() => expect(model.sent.length).toBe(1));
    expect(model.sent).toEqual([{ type: "lacking", traits: expect.arrayContaining(["header", "status", "assets"]) }]);
    own.taken("an update");
    expect(own.heard).toEqual(["an update"]);
  });

  it("is left alone where it hears, and where there is no such model", async () => {
    class Hearing extends Inherited {
      override async _handle_comm_msg(message: unknown) {
        await super._handle_comm_msg(message);
      }
    }
    const own = new Hearing();
    const [{ model }, other] = [opened(FIRST, own), opened(FIRST)];
    await vi.waitFor(() => expect(own.heard.length).toBe(1));
    expect([model.sent, other.model.sent]).toEqual([[], []]);
  });
});

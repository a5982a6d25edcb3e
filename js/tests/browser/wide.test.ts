/** A thousand classes, by hand: order, search, pan, zoom, and names that can be read. */

import { afterEach, expect, test, vi } from "vitest";
import { cdp } from "vitest/browser";
import { written } from "./drawn";
import { eventually } from "./eventually";
import { frames, type Mounted, mounted, press } from "./lens";

interface Devtools {
  send(method: string, params: object): Promise<unknown>;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const CTRL = 2;
const ALT = 1;
const SHIFT = 8;
type Extra = Readonly<Record<string, unknown>>;

/** Real input, as the browser gets it from a hand; coordinates of the page under test. */
function send(kind: "Mouse" | "Touch", params: Extra): Promise<unknown> {
  return (cdp() as unknown as Devtools).send(`Input.dispatch${kind}Event`, params);
}

/** Tests run in a frame, which may be scaled; the browser counts from the outermost page. */
function outside({ x, y }: Point): Point {
  const frame = window.frameElement?.getBoundingClientRect();
  const scale = frame ? frame.width / window.innerWidth : 1;
  return { x: (frame?.left ?? 0) + x * scale, y: (frame?.top ?? 0) + y * scale };
}

async function mouse(type: string, at: Point, extra: Extra = {}): Promise<void> {
  await send("Mouse", { type, ...outside(at), ...extra });
}

async function drag(from: Point, to: Point, extra: Extra = {}): Promise<void> {
  const button = { button: "left", clickCount: 1, ...extra };
  await mouse("mouseMoved", from, { ...extra, button: "none" });
  await mouse("mousePressed", from, button);
  await mouse("mouseMoved", { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }, button);
  await mouse("mouseMoved", to, button);
  await mouse("mouseReleased", to, button);
}

async function touch(type: string, points: readonly Point[]): Promise<void> {
  await send("Touch", { type, touchPoints: points.map((point, id) => ({ ...outside(point), id })) });
}

const scrollerOf = (lens: Mounted) => lens.one(".matrix .scroller");
const cellEdge = (lens: Mounted) => lens.one(".around [role=gridcell]").getBoundingClientRect().width;
const choose = (lens: Mounted, order: string) => {
  lens.one("[aria-haspopup=menu][aria-label^='Order of the classes']").click();
  lens.one(`[role=menuitemradio][value=${order}]`).click();
};
const type = (lens: Mounted, text: string) => {
  const input = lens.one<HTMLInputElement>("[role=combobox]");
  input.focus();
  input.value = text;
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  return input;
};
const middleOf = (node: Element): Point => {
  const { left, top, width, height } = node.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
};
const stop = (lens: Mounted) => lens.one("[role=grid] [tabindex='0']");

afterEach(() => {
  vi.restoreAllMocks();
});

test("classes stand by name, by frequency, by errors or confused ones together, background always last", async () => {
  const lens = await mounted("wide");
  const { state, derived } = lens.session;
  const size = state.header.value.classes.length;
  const last = () => {
    press(stop(lens), "End", { ctrlKey: true });
    return stop(lens).ariaLabel;
  };
  for (const order of ["name", "frequency", "errors", "similar", "given"]) {
    choose(lens, order);
    expect(state.view.value.order).toBe(order);
    expect(last()).toMatch(/^actual background, predicted background/);
  }
  choose(lens, "frequency");
  press(stop(lens), "Home", { ctrlKey: true });
  const first = /^actual (.*), predicted/.exec(stop(lens).ariaLabel ?? "")?.[1] ?? "";
  const sums = state.header.value.classes.map((_, actual) =>
    derived.matrix.value.subarray(actual * size, (actual + 1) * size).reduce((sum, count) => sum + count, 0),
  );
  sums.pop();
  expect(lens.one("[aria-label='Order of the classes: by frequency']").title).toMatch(/^Most instances first/);
  expect(sums[state.header.value.classes.indexOf(first)]).toBe(Math.max(...sums));
});

test("an order is kept while threshold and filters change, and counted again for another split", async () => {
  const lens = await mounted("wide");
  const { actions } = lens.session;
  const firstName = () => {
    press(stop(lens), "Home", { ctrlKey: true });
    return stop(lens).ariaLabel?.replace(/:.*/, "");
  };
  choose(lens, "errors");
  const before = firstName();
  actions.setConfidence(90);
  actions.set("query", "scene_00");
  expect(firstName()).toBe(before);
  actions.reset();
  actions.setSplit("valid");
  const names = [firstName()];
  choose(lens, "given");
  choose(lens, "errors");
  expect([firstName()]).toEqual(names);
});

test("the tab stop and the selection stay with their classes when the order changes", async () => {
  for (const [name, actual, predicted] of [
    ["wide", 40, 41],
    ["digits", 3, 8],
  ] as const) {
    const lens = await mounted(name);
    lens.session.actions.select("cells", [[actual, predicted]], "replace");
    const label = stop(lens).ariaLabel;
    for (const order of ["name", "similar", "errors"]) {
      choose(lens, order);
      expect([stop(lens).ariaLabel, stop(lens).ariaSelected]).toEqual([label, "true"]);
      expect(lens.session.state.facets.cells.value).toEqual([[actual, predicted]]);
    }
    lens.end();
  }
});

test("few classes have the orders and no search", async () => {
  const lens = await mounted("digits");
  choose(lens, "frequency");
  const sums = lens
    .all("[role=row]:has([role=gridcell])")
    .map((row) =>
      [...row.querySelectorAll("[role=gridcell]")].reduce(
        (sum, cell) => sum + Number(cell.ariaLabel?.split(": ")[1]),
        0,
      ),
    );
  const named = sums.slice(0, -1);
  expect(named).toEqual([...named].sort((a, b) => b - a));
  expect(lens.one(".find").hidden).toBe(true);
});

test("the search lists what has the letters, and Enter goes there: readable, in the middle, the tab stop on it", async () => {
  const lens = await mounted("wide");
  const input = type(lens, "ZEBRA 4");
  const options = () => lens.all("[role=option]");
  expect(options().map((option) => option.firstChild?.textContent)).toContain("zebra 4");
  expect(options().every((option) => /\d$/.test(option.textContent ?? ""))).toBe(true);
  expect([input.ariaExpanded, options()[0]?.ariaSelected]).toEqual(["true", "true"]);
  press(input, "ArrowDown");
  expect(input.getAttribute("aria-activedescendant")).toBe(options()[1]?.id);
  press(input, "ArrowUp");
  press(input, "Enter");
  expect([input.value, input.ariaExpanded, options().length]).toEqual(["zebra 4", "false", 0]);
  expect(stop(lens).ariaLabel).toMatch(/^actual zebra 4, predicted zebra 4: /);
  await frames(1);
  expect(cellEdge(lens)).toBeGreaterThanOrEqual(20);
  const [cell, view] = [middleOf(stop(lens)), scrollerOf(lens).getBoundingClientRect()];
  expect([
    Math.abs(cell.x - view.left - view.width / 2) < 120,
    Math.abs(cell.y - view.top - view.height / 2) < 120,
  ]).toEqual([true, true]);
  expect(lens.root.activeElement).toBe(input);
});

test("a click chooses, Escape ends the search, and what is not there is said", async () => {
  const lens = await mounted("wide", 400);
  const input = type(lens, "sheep");
  const list = lens.one("[role=listbox]").getBoundingClientRect();
  const own = lens.one(".lens").getBoundingClientRect();
  expect(list.left >= own.left && list.right <= own.right).toBe(true);
  lens.all("[role=option]")[2]?.click();
  expect(stop(lens).ariaLabel?.startsWith(`actual ${input.value}, predicted ${input.value}: `)).toBe(true);
  const bold = await written(() => lens.session.actions.setConfidence(21));
  expect(bold.filter(({ isBold }) => isBold).map(({ text }) => text)).toEqual([input.value, input.value]);
  press(input, "Escape");
  expect(input.value).toBe("");
  expect((await written(() => lens.session.actions.setConfidence(22))).some(({ isBold }) => isBold)).toBe(false);
  type(lens, "no such class");
  expect(lens.one("[role=listbox]").textContent).toBe("No class has this in its name");
  expect(lens.all("[role=option]")).toHaveLength(0);
});

test("ctrl and the wheel zoom about the pointer, in steps as small as a pinch makes them", async () => {
  const lens = await mounted("wide");
  const scroller = scrollerOf(lens);
  const { left, top } = scroller.getBoundingClientRect();
  const at = { x: left + 300, y: top + 250 };
  const wheel = async (deltaY: number) => {
    await mouse("mouseWheel", at, { deltaX: 0, deltaY, modifiers: CTRL });
    await frames(1);
  };
  const edges = [cellEdge(lens)];
  for (let i = 0; i < 5; i++) {
    await wheel(-10);
    await eventually(() => expect(cellEdge(lens)).toBeGreaterThan(edges.at(-1) as number));
    edges.push(cellEdge(lens));
  }
  expect(edges.at(-1) as number).toBeLessThan(2 * (edges[0] as number));
  lens.one(".zoom button[aria-label='Zoom in']").click();
  scroller.scrollTo(900, 700);
  await frames(2);
  /** The cell under the pointer, as a number with a fraction. */
  const under = () => {
    const { left: x, top: y } = lens.one(".around [role=gridcell]").getBoundingClientRect();
    return { column: (at.x - x) / cellEdge(lens), row: (at.y - y) / cellEdge(lens) };
  };
  const before = under();
  for (let i = 0; i < 3; i++) {
    const edge = cellEdge(lens);
    await wheel(-30);
    await eventually(() => expect(cellEdge(lens)).toBeGreaterThan(edge));
    await frames(2);
    // Scroll positions are whole pixels.
    expect(Math.abs(under().column - before.column)).toBeLessThan(0.3);
    expect(Math.abs(under().row - before.row)).toBeLessThan(0.3);
  }
});

test("the plain wheel is the page's: over the matrix, zoomed or not, it neither zooms nor scrolls inside", async () => {
  const lens = await mounted("wide");
  const scroller = scrollerOf(lens);
  const page = document.scrollingElement as Element;
  lens.one(".lens").style.paddingBottom = "3000px";
  for (const isZoomed of [false, true]) {
    if (isZoomed) lens.one(".zoom button[aria-label='Zoom in']").click();
    page.scrollTop = 0;
    const edge = cellEdge(lens);
    const before = [scroller.scrollLeft, scroller.scrollTop];
    await mouse("mouseWheel", middleOf(scroller), { deltaX: 0, deltaY: 80 });
    await eventually(() => expect(page.scrollTop).toBeGreaterThan(0));
    expect([cellEdge(lens), scroller.scrollLeft, scroller.scrollTop]).toEqual([edge, ...before]);
  }
  page.scrollTop = 0;
});

test("keys zoom as the buttons do, and back to the whole", async () => {
  const lens = await mounted("wide");
  const fit = cellEdge(lens);
  stop(lens).focus();
  press(stop(lens), "+");
  expect(cellEdge(lens)).toBe(13);
  press(stop(lens), "-");
  expect(cellEdge(lens)).toBe(9);
  press(stop(lens), "0");
  expect(cellEdge(lens)).toBeCloseTo(fit, 1);
});

test("a drag moves what is too large for its frame and selects nothing; with shift it selects a block", async () => {
  const lens = await mounted("wide");
  const scroller = scrollerOf(lens);
  lens.one(".zoom button[aria-label='Zoom in']").click();
  scroller.scrollTo(500, 500);
  const from = middleOf(scroller);
  const held = [{ button: "middle" }, { modifiers: ALT }, {}];
  for (const [i, extra] of held.entries()) {
    await drag(from, { x: from.x - 40, y: from.y - 30 }, extra);
    await eventually(() => expect([scroller.scrollLeft, scroller.scrollTop]).toEqual([540 + 40 * i, 530 + 30 * i]));
  }
  expect(lens.session.state.facets.cells.value).toEqual([]);
  await mouse("mousePressed", from, { button: "middle", clickCount: 1 });
  await eventually(() => expect(getComputedStyle(scroller).cursor).toBe("grabbing"));
  await mouse("mouseReleased", from, { button: "middle", clickCount: 1 });
  await drag(from, from);
  await eventually(() => expect(lens.session.state.facets.cells.value).toHaveLength(1));
  await drag(from, { x: from.x + 30, y: from.y + 20 }, { modifiers: SHIFT });
  await eventually(() => expect(lens.session.state.facets.cells.value.length).toBeGreaterThan(1));
  expect([scroller.scrollLeft, scroller.scrollTop]).toEqual([620, 590]);
});

test("two fingers pinch and drag, and select nothing", async () => {
  const lens = await mounted("wide");
  const scroller = scrollerOf(lens);
  lens.one(".zoom button[aria-label='Zoom in']").click();
  scroller.scrollTo(800, 800);
  const { x, y } = middleOf(scroller);
  await touch("touchStart", [{ x: x - 30, y }]);
  await touch("touchStart", [
    { x: x - 30, y },
    { x: x + 30, y },
  ]);
  for (const apart of [36, 44, 52, 60])
    await touch("touchMove", [
      { x: x - apart, y },
      { x: x + apart, y },
    ]);
  await touch("touchEnd", []);
  await eventually(() => expect(cellEdge(lens)).toBe(26));
  expect(lens.session.state.facets.cells.value).toEqual([]);
});

test("a block of hundreds of classes keeps only the cells that anything ever lies in", async () => {
  const lens = await mounted("wide");
  const { state, derived } = lens.session;
  const corner = lens.one(".around [role=gridcell]").getBoundingClientRect();
  press(stop(lens), "End", { ctrlKey: true });
  await drag({ x: corner.left + 1, y: corner.top + 1 }, middleOf(stop(lens)));
  await eventually(() => expect(state.facets.cells.value.length).toBeGreaterThan(1000));
  expect(state.facets.cells.value.length).toBeLessThanOrEqual(state.outcomes.value.size);
  const selected = derived.visible.value.instances;
  lens.session.actions.clear("cells");
  expect(selected / derived.visible.value.instances).toBeGreaterThan(0.9);
});

test.each([
  [400, 0],
  [1200, 0],
  [400, 1],
  [1200, 1],
  [1200, 3],
])(
  "at %i px and after %i steps of zoom no name lies over another, and the hovered one is there",
  async (width, steps) => {
    const lens = await mounted("wide", width);
    const larger = lens.one(".zoom button[aria-label='Zoom in']");
    for (let i = 0; i < steps; i++) larger.click();
    const scroller = scrollerOf(lens);
    scroller.scrollTo(333, 777);
    await frames(2);
    const at = middleOf(scroller);
    const names = await written(() => mouse("mouseMoved", { x: at.x + 31, y: at.y + 17 }));
    for (const of of ["row", "column"]) {
      const places = names
        .filter((name) => name.of === of)
        .map(({ at: place }) => place)
        .sort((a, b) => a - b);
      expect(places.length).toBeGreaterThan(3);
      expect(places.every((place, i) => i === 0 || place - (places[i - 1] as number) > 12.8)).toBe(true);
    }
    const [words = ""] = [lens.one(".matrix .tooltip b").textContent ?? ""];
    const texts = names.map(({ text }) => text.replace("…", ""));
    expect(texts.filter((text) => words.includes(text)).length).toBeGreaterThanOrEqual(1);
  },
);

test("the picture of the cells is made once a recount, never for a scroll, a hover or a selection", async () => {
  const lens = await mounted("wide");
  const made = vi.spyOn(CanvasRenderingContext2D.prototype, "putImageData");
  const painted = vi.spyOn(CanvasRenderingContext2D.prototype, "drawImage");
  lens.session.actions.setConfidence(33);
  await frames(2);
  expect(made).toHaveBeenCalledTimes(1);
  lens.session.actions.select("cells", [[3, 4]], "replace");
  press(stop(lens), "ArrowDown");
  scrollerOf(lens).dispatchEvent(new Event("scroll"));
  await frames(2);
  expect(made).toHaveBeenCalledTimes(1);
  expect(painted.mock.calls.length).toBeGreaterThan(1);
  lens.session.actions.setConfidence(34);
  await frames(2);
  expect(made).toHaveBeenCalledTimes(2);
});

test("the counts are exported in the order on screen", async () => {
  const lens = await mounted("digits");
  choose(lens, "errors");
  const heads = lens.all("[role=columnheader]").map(({ ariaLabel }) => ariaLabel?.replace("predicted ", ""));
  let blob: Blob | undefined;
  vi.spyOn(URL, "createObjectURL").mockImplementation((given) => {
    blob = given as Blob;
    return "blob:";
  });
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
  lens.one("[aria-label='Export the matrix']").click();
  lens.all(".matrix [role=menuitem]")[1]?.click();
  await eventually(() => expect(blob).toBeDefined());
  const [head] = (await blob?.text())?.split("\r\n") ?? [];
  expect(head?.split(",").slice(1)).toEqual(heads);
});

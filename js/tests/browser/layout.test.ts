/** Where the views stand, how large they are, and what moves them. */

import { expect, onTestFinished, test } from "vitest";
import { adoptStyles } from "../../src/appearance";
import { mountLens } from "../../src/layout";
import { sessionOf } from "./cases";
import { eventually } from "./eventually";
import { frames, type Mounted, mounted, press } from "./lens";

const box = (lens: Mounted, selector: string) => lens.one(selector).getBoundingClientRect();
const columns = (lens: Mounted) => lens.one(".views").dataset["columns"];
const handle = (lens: Mounted, name: string) => lens.one(`[role=separator][aria-label="${name}"]`);

async function resize(lens: Mounted, width: number): Promise<void> {
  (lens.root.host as HTMLElement).style.width = `${width}px`;
  await frames(3);
}

test("one column: toolbar, matrix, gallery, map, panels, in the order of the tab key too", async () => {
  const lens = await mounted("digits", 640);
  expect(columns(lens)).toBe("1");
  const order = [".toolbar", ".matrix", ".gallery", ".scatter", ".panels"];
  const tops = order.map((selector) => box(lens, selector).top);
  expect(tops).toEqual([...tops].sort((a, b) => a - b));
  const nodes = order.map((selector) => lens.one(selector));
  for (const [i, node] of nodes.slice(1).entries()) {
    expect((nodes[i] as Node).compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  }
  for (const separator of lens.all("[role=separator]")) expect(separator.hidden).toBe(true);
});

test("two columns: gallery beside the matrix, map below it, panels below the matrix", async () => {
  const lens = await mounted("digits", 1120);
  await eventually(() => expect(columns(lens)).toBe("2"));
  const [matrix, gallery, map, panels] = [".matrix", ".gallery", ".scatter", ".panels"].map((one) => box(lens, one));
  expect(gallery?.left).toBeGreaterThan(matrix?.right as number);
  expect(gallery?.top).toBe(matrix?.top);
  expect(map?.left).toBe(gallery?.left);
  expect(map?.top).toBeGreaterThan(gallery?.bottom as number);
  expect(panels?.top).toBeGreaterThan(matrix?.bottom as number);
  expect(panels?.left).toBe(matrix?.left);
});

test.each(["words", "classification", "one", "many", "wide"])(
  "%s: two columns as soon as the cells are as large as in one, at 1,000 px at the latest",
  async (name) => {
    const lens = await mounted(name, 1000);
    await eventually(() => expect(columns(lens)).toBe("2"));
    const edge = () => lens.one(".matrix [role=gridcell]").getBoundingClientRect().width;
    let [before, narrowest] = [edge(), 1000];
    for (let width = 980; width >= 560; width -= 20) {
      await resize(lens, width);
      if (columns(lens) === "1") break;
      [before, narrowest] = [edge(), width];
    }
    expect(columns(lens)).toBe("1");
    // 20 px of the widget are less than two of a cell's edge, shared among few classes.
    if (narrowest < 1000 && narrowest > 620) expect(before).toBeGreaterThanOrEqual(edge() - 8);
  },
);

test("keys move the line between the columns, and Enter puts it back", async () => {
  const lens = await mounted("digits", 1200);
  await eventually(() => expect(columns(lens)).toBe("2"));
  const line = handle(lens, "Width of the matrix");
  const { view } = lens.session.state;
  const width = () => box(lens, ".matrix").width;
  const first = width();
  expect(line.getAttribute("aria-valuenow")).toBe("44");
  line.focus();
  press(line, "ArrowRight");
  expect(view.value.matrix_share).toBe(0.46);
  expect(width()).toBeGreaterThan(first);
  press(line, "End");
  press(line, "ArrowRight");
  expect(line.getAttribute("aria-valuenow")).toBe("75");
  press(line, "Home");
  expect(view.value.matrix_share).toBe(0.25);
  press(line, "Enter");
  expect(width()).toBe(first);
});

test("the line follows the pointer, and the map grows with its own", async () => {
  const lens = await mounted("digits", 1200);
  await eventually(() => expect(columns(lens)).toBe("2"));
  const views = box(lens, ".views");
  drag(handle(lens, "Width of the matrix"), { clientX: views.left + views.width * 0.6, clientY: views.top + 200 });
  expect(lens.session.state.view.value.matrix_share).toBeCloseTo(0.6, 2);
  const [before, map] = [box(lens, ".scatter").height, box(lens, ".scatter")];
  drag(handle(lens, "Height of the map"), { clientX: map.left + 40, clientY: map.top - 100 });
  expect(box(lens, ".scatter").height).toBeGreaterThan(before + 90);
  press(handle(lens, "Height of the map"), "ArrowDown");
  expect(box(lens, ".scatter").height).toBeLessThan(before + 100);
});

test("the map folds away, and is not there without a place for any image", async () => {
  const lens = await mounted("digits", 1200);
  await eventually(() => expect(columns(lens)).toBe("2"));
  const fold = lens.one(".scatter .fold");
  expect(fold.getAttribute("aria-expanded")).toBe("true");
  fold.click();
  expect(lens.session.state.view.value.map).toBe(false);
  expect(fold.getAttribute("aria-expanded")).toBe("false");
  expect(box(lens, ".scatter").height).toBeLessThan(40);
  expect(handle(lens, "Height of the map").hidden).toBe(true);
  fold.click();
  const { images } = lens.session.state;
  images.value = { ...images.value, x: images.value.x.map(() => Number.NaN) };
  expect(lens.one(".scatter").hidden).toBe(true);
  expect(handle(lens, "Height of the map").hidden).toBe(true);
});

function drag(line: HTMLElement, to: { clientX: number; clientY: number }): void {
  // No pointer is really down, so there is none to capture.
  line.setPointerCapture = () => undefined;
  line.hasPointerCapture = () => true;
  const from = line.getBoundingClientRect();
  const fire = (type: string, at: object) =>
    line.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1, button: 0, ...at }));
  fire("pointerdown", { clientX: from.left, clientY: from.top });
  fire("pointermove", to);
  fire("pointerup", to);
}

test("everything stands at once where it stays: nothing moves when the large view is made", async () => {
  const life = new AbortController();
  const host = document.createElement("div");
  host.style.width = "1120px";
  document.body.append(host);
  onTestFinished(() => {
    life.abort();
    host.remove();
  });
  const root = host.attachShadow({ mode: "open" });
  adoptStyles(root);
  mountLens(root, sessionOf("many", life.signal), life.signal);
  const boxes = () =>
    [...root.querySelectorAll(".matrix, .scroller > *, .gallery, .card, .card .open, .scatter, .panels")].map(
      (node) => {
        const { left, top, width, height } = node.getBoundingClientRect();
        return [left, top, width, height].map(Math.round);
      },
    );
  const first = boxes();
  expect(root.querySelectorAll(".card").length).toBeGreaterThan(0);
  await eventually(() => expect(root.querySelector("dialog.viewer")).not.toBeNull());
  await frames(3);
  expect(boxes()).toEqual(first);
});

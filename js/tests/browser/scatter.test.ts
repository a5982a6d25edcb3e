/** The map: what its pixels show, in words, and when it holds none. */

import { afterEach, expect, it, vi } from "vitest";
import { f1Of } from "../../src/engine/counts";
import { rate } from "../../src/engine/numbers";
import { put } from "../unit/put";
import { eventually } from "./eventually";
import { drag, lonely, map } from "./mapStand";
import { painted, pixelAt } from "./stand";

afterEach(() => vi.restoreAllMocks());

const EVERYWHERE = [[0, 100]] as const;

it("is named as the interactive map it is, with words and a table for those who do not see it", async () => {
  const { canvas, root, all, session } = await map();
  expect(canvas.getAttribute("role")).toBe("application");
  expect(canvas.getAttribute("aria-roledescription")).toBe("interactive map");
  expect(canvas.getAttribute("aria-label")).toBe("Map of the images");
  expect(canvas.tabIndex).toBe(0);
  const words = root.getElementById(canvas.getAttribute("aria-describedby") ?? "")?.textContent;
  expect(words).toContain("240 of 240 images shown");
  const images = () => all("table tr > td:nth-child(2)").reduce((sum, cell) => sum + Number(cell.textContent), 0);
  await eventually(() => expect(images()).toBe(240));
  session.actions.setConfidence(100);
  session.actions.select("picked", [1, 2, 3], "replace");
  await eventually(() => expect(images()).toBe(3));
});

it("scales its colours to what is drawn, and says so", async () => {
  const { one, session } = await map();
  expect(one(".legend").textContent).toBe("F1 01");
  const { derived, state } = session;
  const good = Array.from(state.images.value.split, (_, row) => row).filter(
    (row) => f1Of(derived.tallies.value, row) >= 0.6,
  );
  state.images.value = {
    ...state.images.value,
    split: state.images.value.split.map((_, row) => (good.includes(row) ? 2 : 0)),
  };
  const least = Math.min(...good.map((row) => f1Of(derived.tallies.value, row)));
  expect(one(".legend").textContent).toBe(`F1 ${rate(least)}1`);
});

it("offers to colour by split only where more than one is shown", async () => {
  const { all, session, one } = await map();
  const offered = () => all("[aria-label='Colour by'] button").map((button) => button.textContent);
  expect(offered()).toEqual(["F1", "errors", "cluster"]);
  const { header } = session.state;
  put(session.state, { header: { ...header.value, splits: { train: 100, test: 140 } } });
  expect(offered()).not.toContain("split");
  session.actions.setSplit("all");
  put(session.state, { header: { ...header.value, coverage: { train: EVERYWHERE, test: EVERYWHERE } } });
  expect(offered()).toContain("split");
  session.actions.setView({ colour: "split" });
  session.actions.setSplit("test");
  expect(one("[aria-checked=true]").textContent).toBe("F1");
});

it("changes the pixels of three known points with the selection", async () => {
  const shown = await map();
  const rows = lonely(shown, 3);
  expect(rows).toHaveLength(3);
  const pixels = () => rows.map((row) => pixelAt(shown.canvas, ...shown.place(row)));
  const before = pixels();
  expect(before.map(([, , , alpha]) => alpha)).toEqual([255, 255, 255]);
  shown.session.actions.select("picked", [rows[0] as number], "replace");
  await painted();
  const after = pixels();
  expect(after[0]).toEqual(before[0]);
  for (const hidden of after.slice(1)) expect(hidden[3]).toBeLessThan(128);
});

it("changes them with the threshold: the colours are F1", async () => {
  const shown = await map();
  const rows = lonely(shown, 30);
  const pixels = () => rows.map((row) => pixelAt(shown.canvas, ...shown.place(row)).join());
  const before = pixels();
  shown.session.actions.setConfidence(90);
  await painted();
  expect(pixels()).not.toEqual(before);
});

it("gives its pixels back off the screen, and draws again on it", async () => {
  const shown = await map();
  const [row = 0] = lonely(shown, 1);
  const before = pixelAt(shown.canvas, ...shown.place(row));
  shown.host.style.marginTop = "5000px";
  await eventually(() => expect([shown.canvas.width, shown.canvas.height]).toEqual([0, 0]));
  // What changes meanwhile is not painted.
  shown.session.actions.setConfidence(50);
  shown.session.actions.setConfidence(37);
  await painted();
  expect(shown.canvas.width).toBe(0);
  shown.host.style.marginTop = "";
  await eventually(() => expect(shown.canvas.width).toBeGreaterThan(300));
  expect(pixelAt(shown.canvas, ...shown.place(row))).toEqual(before);
});

it("gives everything back when its display ends", async () => {
  const { canvas, session, end } = await map();
  end();
  expect([canvas.width, canvas.height]).toEqual([0, 0]);
  session.actions.setConfidence(80);
  drag(canvas, [
    [10, 10],
    [60, 60],
  ]);
  await painted();
  expect(canvas.width).toBe(0);
});

it("draws forty maps on one page, all of them at once", async () => {
  const maps: Awaited<ReturnType<typeof map>>[] = [];
  for (let i = 0; i < 40; i++) {
    const shown = await map({ images: 20 });
    // One over the other, so that all stay in sight.
    shown.host.style.cssText = "position: fixed; inset: 0 auto auto 0; width: 600px";
    maps.push(shown);
  }
  for (const shown of maps) {
    const [row = 0] = lonely(shown, 1);
    await eventually(() => expect(pixelAt(shown.canvas, ...shown.place(row))[3]).toBe(255));
  }
});

it.each([0, 0.3, 0.77])("has a pixel for each of the screen's, %s px off the grid", async (left) => {
  const { host, canvas, session } = await map();
  host.style.cssText = `margin-left: ${left}px; width: 600.4px`;
  const screen = await new Promise<number>((told) => {
    const observer = new ResizeObserver(([entry]) => {
      observer.disconnect();
      told(entry?.devicePixelContentBoxSize[0]?.inlineSize ?? 0);
    });
    observer.observe(canvas, { box: "device-pixel-content-box" });
  });
  session.actions.setConfidence(60);
  await eventually(() => expect(canvas.width).toBe(screen));
});

it("filters by the clusters of the legend: click replaces, ctrl adds, again takes away", async () => {
  const { session, all, root } = await map();
  session.actions.setView({ colour: "cluster" });
  const buttons = all<HTMLButtonElement>(".clusters button");
  expect(buttons).toHaveLength(10);
  expect(buttons.at(-1)?.textContent).toContain("unclustered");
  expect(buttons[0]?.getAttribute("aria-label")).toMatch(/^Cluster \d, \d+ images, F1 \.\d+$/);
  buttons[0]?.focus();
  buttons[0]?.click();
  buttons[9]?.dispatchEvent(new MouseEvent("click", { bubbles: true, ctrlKey: true }));
  expect(session.state.facets.clusters.value).toHaveLength(2);
  expect(session.state.facets.clusters.value).toContain(-1);
  expect(buttons.map((button) => button.getAttribute("aria-pressed")).filter((on) => on === "true")).toHaveLength(2);
  expect(root.activeElement).toBe(buttons[0]);
  buttons[9]?.dispatchEvent(new MouseEvent("click", { bubbles: true, ctrlKey: true }));
  buttons[0]?.click();
  expect(session.state.facets.clusters.value).toEqual([]);
});

it("says in words which images have no embedding, and does not draw them", async () => {
  const some = await map({ unplaced: 20 });
  expect(some.root.textContent).toContain("UMAP of 228 images; 12 images have no embedding");
  expect(some.root.textContent).toContain("228 of 228 images shown");
});

it("reads its colours again when the theme turns", async () => {
  const shown = await map();
  const [row = 0] = lonely(shown, 1);
  const before = pixelAt(shown.canvas, ...shown.place(row));
  shown.host.dataset["theme"] = "dark";
  await eventually(() => expect(pixelAt(shown.canvas, ...shown.place(row))).not.toEqual(before));
});

it("has a word and a colour for images in no split", async () => {
  const shown = await map();
  const { state, actions } = shown.session;
  const { images, header } = state;
  images.value = { ...images.value, split: images.value.split.map((_, row) => (row < 40 ? 3 : 2)) };
  const coverage = { train: EVERYWHERE, valid: EVERYWHERE, test: EVERYWHERE };
  put(state, { header: { ...header.value, splits: { test: images.value.size - 40 }, unsplit: 40, coverage } });
  actions.setSplit("all");
  actions.setView({ colour: "split" });
  const entries = shown.all(".legend .entry").map((entry) => entry.textContent);
  expect(entries).toEqual([`test ${images.value.size - 40}`, "no split 40"]);
  expect(shown.one(".legend .entry:last-child i").style.background).toBe("var(--faint)");
});

/** The tabs below the views: what they say, and what they select. */

import { expect, test } from "vitest";
import { wilson } from "../../src/engine/intervals";
import { rate, whole } from "../../src/engine/numbers";
import { sorted } from "../../src/panels/table";
import { put } from "../unit/put";
import { frames, type Mounted, mounted, press } from "./lens";

function tab(lens: Mounted, name: string): HTMLElement {
  const found = lens.all(".panels [role=tab]").find(({ textContent }) => textContent === name);
  if (!found) throw new Error(`No tab called ${name}.`);
  return found;
}

async function opened(name: string, text: string, width?: number): Promise<Mounted> {
  const lens = await mounted(name, width);
  tab(lens, text).click();
  return lens;
}

/** Rows are drawn as far as one looks: look to the end. */
async function allRows(lens: Mounted): Promise<void> {
  lens.one(".panels").scrollIntoView();
  const count = Number(lens.one(".panels table").getAttribute("aria-rowcount")) - 1;
  const drawn = () => {
    lens.one(".panels [role=tabpanel]").scrollTop = 1e6;
    return lens.all(".panels tbody tr").length;
  };
  await expect.poll(drawn).toBe(count);
}

const words = (node: Element | undefined) => node?.textContent?.replaceAll(/\s+/g, " ") ?? "";
const headOf = (lens: Mounted, name: string) => {
  const found = lens.all(".panels thead th").find((node) => words(node) === name);
  if (!found) throw new Error(`No column called ${name}.`);
  return found;
};
const columnOf = (lens: Mounted, name: string) => {
  const index = lens.all(".panels thead th").indexOf(headOf(lens, name));
  return lens.all(".panels tbody tr").map((row) => words(row.children[index]));
};
const numbersOf = (lens: Mounted, name: string) =>
  columnOf(lens, name).map((text) => (text === "—" ? Number.NaN : Number(text.replaceAll(",", ""))));
const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0);
const sortBy = (lens: Mounted, name: string) => headOf(lens, name).querySelector("button")?.click();
const buttonOf = (lens: Mounted, side: string, index: number) =>
  lens.one<HTMLButtonElement>(`.panels button[name=${side}][value="${index}"]`);
const ctrlClick = (node: Element) => node.dispatchEvent(new MouseEvent("click", { bubbles: true, ctrlKey: true }));

test.each(["digits", "many", "pixels", "classification"])("%s: classes add up to the matrix", async (name) => {
  const lens = await opened(name, "Classes", 1200);
  await allRows(lens);
  const { header, outcomes } = lens.session.state;
  const { background, order } = header.value;
  expect(outcomes.value.size).toBeGreaterThan(0);
  const cells = lens.session.derived.matrix.value;
  const size = order.length;
  const total = (isIn: (actual: number, predicted: number) => boolean) =>
    cells.reduce((all, count, cell) => (isIn(Math.floor(cell / size), cell % size) ? all + count : all), 0);
  const isMixup = (a: number, p: number) => a !== p && a !== background && p !== background;
  expect(sum(numbersOf(lens, "Actual"))).toBe(total((a) => a !== background));
  expect(sum(numbersOf(lens, "Predicted"))).toBe(total((_, p) => p !== background));
  expect(sum(numbersOf(lens, "Correct"))).toBe(total((a, p) => a === p && a !== background));
  expect(sum(numbersOf(lens, "Mixed up"))).toBe(total(isMixup));
  expect(sum(numbersOf(lens, "False positives"))).toBe(
    total((a, p) => isMixup(a, p) || (a === background && p !== background)),
  );
  if (background !== null) {
    expect(sum(numbersOf(lens, "Missed"))).toBe(total((a, p) => p === background && a !== background));
  }
});

test.each([
  ["digits", 375],
  ["digits", 600],
  ["digits", 720],
  ["digits", 1060],
  ["classification", 375],
  ["digits", 1200],
] as const)("%s at %d px: actual is the sum of what is beside it", async (name, width) => {
  const lens = await opened(name, "Classes", width);
  const isThere = (column: string) => headOf(lens, column).offsetWidth > 0;
  const parts = ["Correct", "Mixed up", ...lens.all(".panels thead .missed").map(words)];
  expect(["Actual", ...parts, "Predicted"].filter((column) => !isThere(column))).toEqual([]);
  const columns = parts.map((column) => numbersOf(lens, column));
  expect(numbersOf(lens, "Actual")).toEqual(columns[0]?.map((_, row) => sum(columns.map((own) => own[row] ?? 0))));
  expect(headOf(lens, "Actual").title).toContain(parts.join(" + ").toLowerCase());
});

test("classes are counted over every filter but the cells", async () => {
  const lens = await opened("digits", "Classes", 1200);
  const before = columnOf(lens, "Actual");
  lens.session.actions.select("cells", [[3, 4]], "replace");
  expect(columnOf(lens, "Actual")).toEqual(before);
  lens.session.actions.set("query", "1");
  expect(columnOf(lens, "Actual")).not.toEqual(before);
  expect(columnOf(lens, "Correct")).toEqual(lens.session.derived.byClass.value.map(({ tp }) => whole(tp)));
});

test("rates say how sure they are where they are read", async () => {
  const lens = await opened("digits", "Classes", 1200);
  const first = lens.session.derived.byClass.value[0];
  const cellOf = (name: string) =>
    lens.one(".panels tbody tr").children[lens.all(".panels thead th").indexOf(headOf(lens, name))];
  const of = (first?.tp ?? 0) + (first?.fp ?? 0);
  const says = cellOf("Precision")?.getAttribute("title") ?? "";
  expect(says).toMatch(/^Precision \.\d+, 95 % between /);
  expect(says.endsWith(`(${first?.tp} of ${of})`)).toBe(true);
  expect(cellOf("Precision")?.ariaLabel).toBe(says);
  expect(cellOf("Recall")?.getAttribute("title")).toMatch(/^Recall \.\d+, 95 % between /);
  expect(cellOf("F1")?.getAttribute("title")).toMatch(/without an interval$/);
  expect(cellOf("Correct")?.hasAttribute("title")).toBe(false);
  tab(lens, "Clusters").click();
  expect(cellOf("F1")?.getAttribute("title")?.split("\n")).toHaveLength(3);
});

test("columns sort both ways, and say so", async () => {
  const lens = await opened("many", "Classes", 1200);
  await allRows(lens);
  expect(headOf(lens, "Class").getAttribute("aria-sort")).toBe("ascending");
  sortBy(lens, "F1");
  expect(headOf(lens, "F1").getAttribute("aria-sort")).toBe("ascending");
  expect(headOf(lens, "Class").hasAttribute("aria-sort")).toBe(false);
  const rates = numbersOf(lens, "F1");
  expect(rates).toEqual([...rates].sort((a, b) => a - b));
  sortBy(lens, "F1");
  expect(headOf(lens, "F1").getAttribute("aria-sort")).toBe("descending");
  expect(numbersOf(lens, "F1")).toEqual([...rates].sort((a, b) => b - a));
  sortBy(lens, "Missed");
  expect(headOf(lens, "Missed").getAttribute("aria-sort")).toBe("descending");
});

test("what has no rate stands last in both directions, and ties as they came", () => {
  const rows = [3, Number.NaN, 1, 3.5, Number.NaN, 1].map((key, place) => ({ key, place }));
  const places = (isUp: boolean) => sorted(rows, ({ key }) => key, isUp).map(({ place }) => place);
  expect(places(true)).toEqual([2, 5, 0, 3, 1, 4]);
  expect(places(false)).toEqual([3, 0, 2, 5, 1, 4]);
});

test("a click on a row selects the errors of the class, both ways; its button says so", async () => {
  const lens = await opened("digits", "Classes", 1200);
  const { state } = lens.session;
  const { order } = state.header.value;
  buttonOf(lens, "errors", 3)
    .closest("tr")
    ?.lastElementChild?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  const others = order.filter((other) => other !== 3);
  expect(state.facets.cells.value).toEqual([
    ...others.map((other) => [3, other]),
    ...others.map((other) => [other, 3]),
  ]);
  expect(lens.all(".panels [aria-pressed=true]")).toEqual([buttonOf(lens, "errors", 3)]);
  ctrlClick(buttonOf(lens, "errors", 5));
  expect(lens.all(".panels [aria-pressed=true]")).toEqual([buttonOf(lens, "errors", 3), buttonOf(lens, "errors", 5)]);
  buttonOf(lens, "errors", 5).click();
  buttonOf(lens, "errors", 5).click();
  expect(state.facets.cells.value).toEqual([]);
});

test("the number of a class selects its row, its number of predictions the column, ctrl adds", async () => {
  const lens = await opened("digits", "Classes", 1200);
  const { state } = lens.session;
  const { order } = state.header.value;
  buttonOf(lens, "actual", 3).click();
  expect(state.facets.cells.value).toEqual(order.map((other) => [3, other]));
  expect(buttonOf(lens, "actual", 3).getAttribute("aria-pressed")).toBe("true");
  expect(buttonOf(lens, "predicted", 3).getAttribute("aria-pressed")).toBe("false");
  buttonOf(lens, "predicted", 5).click();
  expect(state.facets.cells.value).toEqual(order.map((other) => [other, 5]));
  ctrlClick(buttonOf(lens, "actual", 2));
  expect(state.facets.cells.value).toHaveLength(2 * order.length - 1);
  ctrlClick(buttonOf(lens, "actual", 2));
  expect(buttonOf(lens, "actual", 2).getAttribute("aria-pressed")).toBe("false");
  buttonOf(lens, "actual", 2).click();
  buttonOf(lens, "actual", 2).click();
  expect(state.facets.cells.value).toEqual([]);
});

test("a hidden diagonal is no part of what a class selects", async () => {
  const lens = await opened("digits", "Classes", 1200);
  lens.session.actions.setView({ diagonal: false });
  buttonOf(lens, "actual", 3).click();
  expect(lens.session.state.facets.cells.value).not.toContainEqual([3, 3]);
  expect(buttonOf(lens, "actual", 3).getAttribute("aria-pressed")).toBe("true");
});

test("rows are marked again after a sort", async () => {
  const lens = await opened("digits", "Classes", 1200);
  buttonOf(lens, "actual", 3).click();
  sortBy(lens, "F1");
  expect(buttonOf(lens, "actual", 3).getAttribute("aria-pressed")).toBe("true");
});

test("a table is one tab stop, arrows move in it, and the focus survives a recount", async () => {
  const lens = await opened("digits", "Classes", 1200);
  expect(lens.all(".panels tbody [tabindex='0']")).toEqual([buttonOf(lens, "errors", 0)]);
  buttonOf(lens, "errors", 0).focus();
  for (const key of ["ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight"])
    press(lens.root.activeElement ?? lens.one("table"), key);
  expect(lens.root.activeElement).toBe(buttonOf(lens, "predicted", 2));
  lens.session.actions.set("query", "1");
  sortBy(lens, "Recall");
  expect(lens.root.activeElement).toBe(buttonOf(lens, "predicted", 2));
  expect(lens.all(".panels tbody [tabindex='0']")).toHaveLength(1);
  press(buttonOf(lens, "predicted", 2), "End");
  expect(lens.root.activeElement).toBe(lens.all(".panels tbody button").at(-1));
});

test("arrows move between tabs, and the tab says what its panel is called", async () => {
  const lens = await mounted("digits");
  const first = tab(lens, "Most confused");
  first.focus();
  press(first, "ArrowRight");
  expect(lens.root.activeElement).toBe(tab(lens, "Error types"));
  expect(tab(lens, "Error types").getAttribute("aria-selected")).toBe("true");
  expect(lens.one(".panels [role=tabpanel]").getAttribute("aria-label")).toBe("Error types");
  expect(lens.all(".panels [role=tab][tabindex='0']")).toHaveLength(1);
});

test.each([400, 800, 1200, 1440])("at %i px nothing is wider than the widget", async (width) => {
  const lens = await mounted("many", width);
  for (const name of lens.all(".panels [role=tab]").map(words)) {
    tab(lens, name).click();
    await frames(1);
    expect(lens.one(".lens").scrollWidth, name).toBeLessThanOrEqual(width);
  }
});

test.each([400, 1200])("at %i px sixty classes scroll below heads and beside names that stay", async (width) => {
  const lens = await opened("many", "Classes", width);
  const body = lens.one(".panels [role=tabpanel]");
  const head = headOf(lens, "Class");
  const top = () => head.getBoundingClientRect().top - body.getBoundingClientRect().top;
  const before = top();
  body.scrollTop = 400;
  await frames(1);
  expect(body.scrollTop).toBe(400);
  expect(Math.abs(top() - before)).toBeLessThan(1);
  expect(body.clientHeight, "no scroller of four rows").toBeGreaterThan(250);
  const name = lens.one(".panels tbody th");
  const left = name.getBoundingClientRect().left;
  body.scrollLeft = 1e6;
  await frames(1);
  expect(Math.abs(name.getBoundingClientRect().left - left)).toBeLessThan(7);
  // Every column can be reached.
  const last = lens.one(".panels tbody tr").lastElementChild?.getBoundingClientRect();
  expect(last?.right).toBeLessThanOrEqual(body.getBoundingClientRect().right + 1);
});

test("a thousand classes are drawn as far as one looks, and marked as they come", async () => {
  const lens = await opened("wide", "Classes", 1200);
  const rows = () => lens.all(".panels tbody tr").length;
  expect(rows()).toBe(40);
  expect(lens.one(".panels table").getAttribute("aria-rowcount")).toBe("1001");
  lens.session.actions.select(
    "cells",
    lens.session.state.header.value.order.map((other) => [50, other] as const),
    "replace",
  );
  lens.one(".panels").scrollIntoView();
  lens.one(".panels [role=tabpanel]").scrollTop = 1e6;
  await expect.poll(rows).toBe(80);
  expect(buttonOf(lens, "actual", 50).getAttribute("aria-pressed")).toBe("true");
});

test("clusters: a click filters, ctrl adds, and the unclustered are named and last by number", async () => {
  const lens = await opened("digits", "Clusters");
  const { state } = lens.session;
  sortBy(lens, "Cluster");
  expect(columnOf(lens, "Cluster").at(-1)).toBe("unclustered");
  const ids = lens.all(".panels tbody button").map((button) => Number((button as HTMLButtonElement).value));
  const [one = 0, two = 0] = ids;
  buttonOf(lens, "Cluster", one).click();
  expect(state.facets.clusters.value).toEqual([one]);
  ctrlClick(buttonOf(lens, "Cluster", two));
  expect(state.facets.clusters.value).toEqual([one, two]);
  expect(buttonOf(lens, "Cluster", two).getAttribute("aria-pressed")).toBe("true");
  ctrlClick(buttonOf(lens, "Cluster", one));
  expect(state.facets.clusters.value).toEqual([two]);
  expect(sum(numbersOf(lens, "Images"))).toBe(lens.session.derived.splitSize.value);
});

test("what a service reports has a tab only when there is something, and says whose it is", async () => {
  const lens = await mounted("digits");
  const names = () => lens.all(".panels [role=tab]").map(words);
  expect(names()).not.toContain("From the service");
  lens.session.state.reported.value = {
    url: "https://app.roboflow.com/w/p/evaluation/4",
    notes: [{ title: "<b>9</b> is often missed", text: "<img src=x onerror=alert(1)>" }],
    tables: [
      {
        title: "Metrics by split",
        rows: [
          ["", "test"],
          ["mAP@50", ".924"],
        ],
      },
    ],
  };
  tab(lens, "From the service").click();
  const said = lens.one(".service");
  expect(said.textContent).toContain("<img src=x onerror=alert(1)>");
  expect(said.querySelectorAll("img, b b")).toHaveLength(0);
  expect(words(said.querySelector("caption") ?? undefined)).toContain("reported by the service");
  expect([...said.querySelectorAll("th")].filter((head) => words(head) === "")).toEqual([]);
  const link = lens.one<HTMLAnchorElement>(".service a");
  expect([link.href, link.rel]).toEqual(["https://app.roboflow.com/w/p/evaluation/4", "noopener"]);
  lens.session.state.reported.value = { url: "", notes: [], tables: [] };
  expect(names()).not.toContain("From the service");
  expect(lens.one(".panels [role=tabpanel]").getAttribute("aria-label")).toBe("Most confused");
});

test.each(["http://app.roboflow.com", "javascript:alert(1)", "data:text/html,x"])("never links to %s", async (url) => {
  const lens = await mounted("digits");
  lens.session.state.reported.value = { url, notes: [{ title: "T", text: "" }], tables: [] };
  tab(lens, "From the service").click();
  expect(lens.all(".service a")).toHaveLength(0);
});

test("class names are text, and one without letters can still be clicked", async () => {
  const lens = await opened("hostile", "Classes");
  expect(lens.all(".panels img, .panels script")).toHaveLength(0);
  expect(columnOf(lens, "Class")).toContain("<img src=x onerror=alert(1)>");
  expect(columnOf(lens, "Class")).toContain("(no name)");
});

const ofFirst = (lens: Mounted, column: string) =>
  words(
    lens.one(".panels .classes tbody tr").children[lens.all(".panels .classes thead th").indexOf(headOf(lens, column))],
  );

test("AP50 of a class is a dash until Python has counted it", async () => {
  const lens = await mounted("digits", 1200);
  put(lens.session.state, { objects: { ...lens.session.state.objects.value, size: 1 } });
  tab(lens, "Classes").click();
  expect(ofFirst(lens, "AP50")).toBe("—");
  lens.session.state.precisions.value = { test: { map50: 0.5, map50_95: 0.25, lowest: 0, ap50: [0.4567] } };
  expect(ofFirst(lens, "AP50")).toBe(".457");
});

test("classes show where their rates lie with 95 % certainty, pixels do not", async () => {
  const lens = await opened("digits", "Classes", 1200);
  const first = lens.session.derived.byClass.value[0];
  const [low, high] = wilson(first?.tp ?? 0, (first?.tp ?? 0) + (first?.fp ?? 0));
  const line = lens.one(".panels tbody .interval");
  expect(Number(line.style.getPropertyValue("--low"))).toBeCloseTo(low, 2);
  expect(Number(line.style.getPropertyValue("--wide"))).toBeCloseTo(high - low, 2);
  const pixels = await opened("pixels", "Classes", 1200);
  expect(pixels.all(".panels .interval")).toEqual([]);
});

test("errors stand under headings, each list largest first", async () => {
  const lens = await mounted("digits");
  lens.session.actions.setConfidence(50);
  const lists = lens.all(".pairs ol");
  expect(lens.all(".pairs h3").map(words)).toEqual(["mix-ups", "missed", "unlabelled (false positives)"]);
  for (const list of lists) {
    const counts = [...list.querySelectorAll("b")].map((node) => Number(node.textContent));
    expect(counts.length).toBeGreaterThan(0);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
  }
  const missed = lists[1]?.querySelector("button");
  missed?.click();
  expect(lens.session.state.facets.cells.value[0]?.[1]).toBe(lens.session.state.header.value.background);
  expect(missed?.getAttribute("aria-pressed")).toBe("true");
});

test("the threshold at which each rate is best is one button away", async () => {
  const lens = await opened("digits", "Thresholds");
  const { derived, state } = lens.session;
  const { best, points } = derived.curve.value;
  const row = lens.all(".optima tbody tr").find((node) => words(node).startsWith("F1"));
  expect(words(row)).toBe(
    `F1${rate(points[20]?.f1 ?? 0)}${rate(points[best.f1 ?? 0]?.f1 ?? 0)} at ${best.f1} %Go to ${best.f1} %`,
  );
  row?.querySelector("button")?.click();
  expect(state.confidence.value).toBe(best.f1);
  expect(row?.querySelector("button")?.hidden).toBe(true);
});

test("one class, or the images shown, have curves of their own", async () => {
  const lens = await opened("digits", "Thresholds");
  const { derived, actions } = lens.session;
  const select = lens.one<HTMLSelectElement>(".whose select");
  const path = () => lens.one(".chart polyline.f1").getAttribute("points");
  const ofAll = path();
  expect([...select.options].map(({ text }) => text).slice(0, 2)).toEqual(["all classes", "0"]);
  select.value = "3";
  select.dispatchEvent(new Event("change"));
  const peak = derived.classPeaks.value[3];
  expect(path()).not.toBe(ofAll);
  expect(words(lens.all(".optima tbody tr").at(-1))).toContain(`${rate(peak?.f1 ?? 0)} at ${peak?.percent} %`);
  expect(lens.one(".panels button[name=of][value='3']").getAttribute("aria-pressed")).toBe("true");
  actions.select("cells", [[3, 3]], "replace");
  expect(select.options[1]?.text).toBe(`the ${derived.rows.value.length} images shown`);
  select.value = "shown";
  select.dispatchEvent(new Event("change"));
  expect(words(lens.all(".optima tbody tr").at(-1))).toContain(`at ${derived.visibleCurve.value.best.f1} %`);
});

test("best thresholds of all classes are a sortable table and a dict", async () => {
  const lens = await opened("digits", "Thresholds");
  const { classPeaks } = lens.session.derived;
  const table = lens.one("table[aria-label='Best threshold by class']");
  const column = (index: number) => [...table.querySelectorAll("tbody tr")].map((row) => words(row.children[index]));
  expect(column(1)).toEqual(classPeaks.value.map(({ percent }) => `${percent} %`));
  sortBy(lens, "F1 there");
  const sortedByF1 = [...classPeaks.value].sort((a, b) => a.f1 - b.f1 || a.index - b.index);
  expect(column(0)).toEqual(sortedByF1.map(({ index }) => String(index)));
});

test("stored reports are points, and best means best of these", async () => {
  const lens = await opened("stored", "Thresholds");
  expect(lens.all(".chart polyline")).toEqual([]);
  expect(lens.all(".chart circle.f1").length).toBe(lens.session.derived.known.value.length + 1);
  expect(lens.one(".whose small").textContent).toBe("Only 20 %, 40 % and 60 % are loaded: best means best of these.");
  expect(lens.session.derived.known.value).toContain(lens.session.derived.curve.value.best.f1);
});

test("without scores there are no thresholds to speak of", async () => {
  const lens = await mounted("classification");
  expect(lens.all(".panels [role=tab]").map(words)).not.toContain("Thresholds");
});

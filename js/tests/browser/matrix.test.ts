import { expect, test } from "vitest";
import { frames, type Mounted, mounted, pointer, press } from "./lens";

const focused = ({ root }: Mounted) => root.activeElement as HTMLElement;

test("the grid names every cell by actual, predicted and count", async () => {
  const lens = await mounted("digits");
  const cells = lens.all("[role=grid][aria-label='Confusion matrix'] [role=gridcell]");
  const { derived, state } = lens.session;
  const { classes, order } = state.header.value;
  const wanted = order.flatMap((actual) =>
    order.map((predicted) => {
      const count = derived.matrix.value[actual * classes.length + predicted];
      return `actual ${classes[actual]}, predicted ${classes[predicted]}: ${count}`;
    }),
  );
  expect(cells.map((cell) => cell.ariaLabel)).toEqual(wanted);
  expect(lens.all("[role=gridcell][tabindex='0']")).toHaveLength(1);
});

test("background is drawn last wherever the source puts it", async () => {
  const lens = await mounted("digits");
  const header = lens.session.state.header;
  header.value = { ...header.value, background: 0, order: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0] };
  expect(lens.all("[role=columnheader]").at(-1)?.ariaLabel).toBe("predicted 0");
});

test("a click selects, a second one clears, ctrl toggles", async () => {
  const lens = await mounted("digits");
  pointer([lens.cell("3", "8")]);
  expect(lens.cells()).toEqual(["3>8"]);
  expect(lens.cell("3", "8").ariaSelected).toBe("true");
  pointer([lens.cell("9", "4")], { ctrlKey: true });
  expect(lens.cells()).toEqual(["3>8", "9>4"]);
  pointer([lens.cell("3", "8")], { metaKey: true });
  expect(lens.cells()).toEqual(["9>4"]);
  pointer([lens.cell("9", "4")]);
  expect(lens.cells()).toEqual([]);
});

test("the focus ring is for keys: a pointer leaves none", async () => {
  const lens = await mounted("digits");
  const ring = () => (focused(lens).matches(":focus-visible") ? getComputedStyle(focused(lens)).outlineStyle : "none");
  lens.one("[role=gridcell][tabindex='0']").focus();
  press(focused(lens), "ArrowRight");
  expect(ring()).toBe("solid");
  pointer([lens.cell("3", "8")]);
  expect([focused(lens), ring()]).toEqual([lens.cell("3", "8"), "none"]);
  press(focused(lens), "ArrowRight");
  expect(ring()).toBe("solid");
});

test("a drag and a shift-click select a block", async () => {
  const lens = await mounted("digits");
  pointer([lens.cell("1", "2"), lens.cell("2", "3")]);
  expect(lens.cells()).toEqual(["1>2", "1>3", "2>2", "2>3"]);
  pointer([lens.cell("5", "5")]);
  pointer([lens.cell("4", "6")], { shiftKey: true });
  expect(lens.cells()).toEqual(["4>5", "4>6", "5>5", "5>6"]);
});

test("row and column names select their line, dragged names several", async () => {
  const lens = await mounted("digits");
  pointer([lens.one("[role=rowheader][aria-label='actual 3']")]);
  expect(lens.cells()).toHaveLength(11);
  expect(lens.cells().every((cell) => cell.startsWith("3>"))).toBe(true);
  pointer([
    lens.one("[role=columnheader][aria-label='predicted 1']"),
    lens.one("[role=columnheader][aria-label='predicted 2']"),
  ]);
  expect(lens.cells()).toHaveLength(22);
});

test("with the diagonal hidden a row means its errors", async () => {
  const lens = await mounted("digits");
  lens.session.actions.setView({ diagonal: false });
  pointer([lens.one("[role=rowheader][aria-label='actual 3']")]);
  expect(lens.cells()).not.toContain("3>3");
  expect(lens.cells()).toHaveLength(10);
  expect(lens.cell("3", "3").textContent).toBe("");
});

test("arrows move one tab stop, Enter selects, Escape clears, and the keys stay here", async () => {
  const lens = await mounted("digits");
  lens.one("[role=gridcell][tabindex='0']").focus();
  press(focused(lens), "ArrowRight");
  press(focused(lens), "ArrowDown");
  expect(focused(lens)).toBe(lens.cell("1", "1"));
  expect(lens.all("[role=grid] [tabindex='0']")).toHaveLength(1);
  expect(press(focused(lens), "Enter").defaultPrevented).toBe(true);
  expect(lens.cells()).toEqual(["1>1"]);
  press(focused(lens), "ArrowRight", { shiftKey: true });
  press(focused(lens), "ArrowDown", { shiftKey: true });
  expect(lens.cells()).toEqual(["1>1", "1>2", "2>1", "2>2"]);
  press(focused(lens), "Escape");
  expect(lens.cells()).toEqual([]);
  press(focused(lens), "End");
  expect(focused(lens)).toBe(lens.cell("2", "background"));
  press(focused(lens), "Home", { ctrlKey: true });
  press(focused(lens), "ArrowUp");
  expect(focused(lens).role).toBe("columnheader");
  press(focused(lens), " ");
  expect(lens.cells()).toHaveLength(11);
});

test("an assistive click without a pointer selects", async () => {
  const lens = await mounted("digits");
  lens.cell("2", "1").click();
  expect(lens.cells()).toEqual(["2>1"]);
});

test("shares keep the count in the label", async () => {
  const lens = await mounted("digits");
  lens.session.actions.setView({ normalize: "actual" });
  expect(lens.cell("3", "3").ariaLabel).toMatch(
    /^actual 3, predicted 3: (\d+), \d+ % of actual, 95 % between \d+ % and \d+ % \(\1 of \d+\)$/,
  );
});

test("what a share is a share of is counted again where the share stays", async () => {
  const lens = await mounted("digits");
  const { actions, derived, state } = lens.session;
  actions.setView({ normalize: "actual" });
  const { classes } = state.header.value;
  const empty = () => classes.findIndex((_, predicted) => derived.matrix.value[3 * classes.length + predicted] === 0);
  const predicted = classes[empty()] ?? "";
  const before = lens.cell("3", predicted).ariaLabel;
  actions.set("query", "1");
  expect(before).toMatch(/ 0, 0 % of actual, 95 % between 0 % and /);
  expect(lens.cell("3", predicted).ariaLabel).not.toBe(before);
});

test("the tip of a share says how sure it is", async () => {
  const lens = await mounted("digits");
  lens.session.actions.setView({ normalize: "actual" });
  lens.one("[role=gridcell][tabindex='0']").focus();
  press(focused(lens), "ArrowRight");
  const lines = [...lens.one(".matrix .tooltip").children].map(({ textContent }) => textContent);
  expect(lines).toHaveLength(3);
  expect(lines[2]).toMatch(/^95 % between /);
});

test("a recount touches only what changed and keeps the focus", async () => {
  const lens = await mounted("many");
  const cell = lens.cell("cat", "cat");
  lens.one("[role=gridcell][tabindex='0']").focus();
  const changed = new Set<Node>();
  const observer = new MutationObserver((records) => {
    for (const { target } of records) changed.add(target);
  });
  observer.observe(lens.one("[role=grid]"), { subtree: true, childList: true, attributes: true, characterData: true });
  lens.session.actions.setConfidence(45);
  await frames(1);
  expect(changed.size).toBeGreaterThan(0);
  expect(changed.size).toBeLessThan(400);
  expect(lens.cell("cat", "cat")).toBe(cell);
  expect(focused(lens)).toBe(cell);
});

test("a thousand classes: keys reach every cell, and its element is there", async () => {
  const lens = await mounted("wide");
  lens.one("[role=grid] [tabindex='0']").focus();
  press(focused(lens), "End", { ctrlKey: true });
  expect(focused(lens).ariaLabel).toMatch(/^actual background, predicted background: /);
  press(focused(lens), "ArrowLeft");
  press(focused(lens), "Enter");
  expect(lens.session.state.facets.cells.value).toEqual([[1000, 999]]);
  expect(focused(lens).ariaSelected).toBe("true");
});

test("zooming a wide matrix scrolls inside it", async () => {
  const lens = await mounted("wide");
  lens.one(".zoom button[aria-label='Zoom in']").click();
  const scroller = lens.one(".matrix .scroller");
  expect(scroller.scrollWidth).toBeGreaterThan(10 * scroller.clientWidth);
});

test("most confused: a click selects the pair and says so", async () => {
  const lens = await mounted("digits");
  const [first, second] = lens.all(".pairs button");
  first?.click();
  expect(first?.getAttribute("aria-pressed")).toBe("true");
  expect(lens.session.state.facets.cells.value).toHaveLength(1);
  second?.dispatchEvent(new MouseEvent("click", { bubbles: true, ctrlKey: true }));
  expect(lens.session.state.facets.cells.value).toHaveLength(2);
});

test("names are text, never markup", async () => {
  const lens = await mounted("hostile");
  expect(lens.all("img[src=x], script, b > b")).toHaveLength(0);
  expect(lens.one("[role=rowheader]").textContent).toBe("<img src=x onerror=alert(1)>");
});

test("at 400 px cells stay square and nothing is wider than the widget", async () => {
  const lens = await mounted("digits", 400);
  const { width, height } = lens.cell("0", "0").getBoundingClientRect();
  expect(Math.abs(width - height)).toBeLessThan(0.5);
  expect(lens.one(".lens").scrollWidth).toBeLessThanOrEqual(400);
});

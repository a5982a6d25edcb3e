import { expect, test } from "vitest";
import { cdp } from "vitest/browser";
import { put } from "../unit/put";
import { shadeOf, written, writtenNow } from "./drawn";
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
  put(lens.session.state, { header: { ...header.value, background: 0, order: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0] } });
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
  const filled = lens.all("[role=gridcell]").filter(({ ariaLabel }) => !ariaLabel?.endsWith(": 0"));
  const wrong = filled.filter(({ ariaLabel }) => !/^actual (.*), predicted \1:/.test(ariaLabel ?? ""));
  expect((await writtenNow(lens)).filter((text) => text.of === "cell")).toHaveLength(wrong.length);
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

/** Boxes of what is painted, in the order of the nodes. */
const boxes = (nodes: readonly Element[]) => nodes.map((node) => node.getBoundingClientRect());

test.each(
  [400, 520, 800, 1000, 1400].flatMap((width) =>
    ["digits", "voc", "teeth", "many"].map((name) => [name, width] as const),
  ),
)(
  "%s at %i px: all cells square and in sight without scrolling, names neither cut off nor over another",
  async (name, width) => {
    const lens = await mounted(name, width);
    const scroller = lens.one(".matrix .scroller");
    expect([scroller.scrollWidth - scroller.clientWidth, scroller.scrollHeight - scroller.clientHeight]).toEqual([
      0, 0,
    ]);
    expect(getComputedStyle(scroller).overflow).toBe("hidden");
    const frame = scroller.getBoundingClientRect();
    const pane = lens.one(".matrix").getBoundingClientRect();
    expect(frame.right).toBeLessThanOrEqual(pane.right + 0.5);
    expect(frame.height).toBeLessThanOrEqual(490);
    const cells = boxes(lens.all("[role=gridcell]"));
    const classes = boxes(lens.all("[role=row]:not(:last-child) [role=gridcell]:not(:last-child)"));
    expect(classes.every((cell) => Math.abs(cell.width - cell.height) < 0.1)).toBe(true);
    expect(cells.every((cell) => cell.right <= frame.right + 0.5 && cell.bottom <= frame.bottom + 0.5)).toBe(true);
    // Either side of the room is used up.
    const edge = cells[0]?.width ?? 0;
    const lines = Math.sqrt(cells.length);
    expect(frame.width + edge + lines >= pane.width - 18 || frame.height + edge + lines >= 490).toBe(true);
    const names = await writtenNow(lens);
    const texts = names.filter((text) => text.of === "row").sort((one, other) => one.at - other.at);
    expect(texts.length).toBeGreaterThan(2);
    expect(texts.every((text, i) => i === 0 || text.top >= (texts[i - 1]?.bottom ?? 0) - 2.5)).toBe(true);
    expect(texts.every((text) => text.left >= -0.5 && text.bottom <= frame.height + 0.5)).toBe(true);
    const heads = names.filter((text) => text.of === "column");
    expect(heads.every((text) => text.top >= -0.5 && text.right <= frame.width + 0.5)).toBe(true);
    expect(texts.at(-1)?.text).toBe("background");
    // Below nine pixels names thin out by a step, else all are there.
    expect(texts.length > lines - 1 || edge < 9).toBe(true);
  },
);

test("where the largest number has no room no cell shows one, else all do and none is cut off", async () => {
  for (const [name, width] of [400, 640, 1000].flatMap((px) =>
    ["digits", "voc", "teeth", "many"].map((own) => [own, px] as const),
  )) {
    const lens = await mounted(name, width);
    for (const normalize of ["count", "actual", "all"] as const) {
      lens.session.actions.setView({ normalize });
      const cells = lens.all("[role=gridcell]");
      const filled = cells.filter((cell) => !/: 0(,|$)/.test(cell.ariaLabel ?? ""));
      const shown = (await writtenNow(lens)).filter((text) => text.of === "cell");
      expect([0, filled.length]).toContain(shown.length);
      const edge = cells[0]?.getBoundingClientRect().width ?? 0;
      expect(shown.every(({ left, right, size }) => right - left <= edge + 0.5 && size >= 8)).toBe(true);
    }
    lens.end();
  }
});

test("zoomed and moved, background and names stay in sight, and each name beside its line", async () => {
  const lens = await mounted("teeth", 400);
  const scroller = lens.one(".matrix .scroller");
  for (let i = 0; i < 2; i++) lens.one(".zoom button[aria-label='Zoom in']").click();
  scroller.scrollTo(57, 103);
  await frames(2);
  expect([scroller.scrollLeft, scroller.scrollTop]).toEqual([57, 103]);
  const frame = scroller.getBoundingClientRect();
  const isSeen = ({ left, right, top, bottom }: DOMRect) =>
    left >= frame.left - 0.5 && right <= frame.right + 0.5 && top >= frame.top - 0.5 && bottom <= frame.bottom + 0.5;
  const cell = (row: string, column: string) => lens.cell(row, column).getBoundingClientRect();
  expect([
    isSeen(cell("background", "background")),
    isSeen(cell("21", "background")),
    isSeen(cell("background", "21")),
  ]).toEqual([true, true, true]);
  const names = (await writtenNow(lens)).filter((text) => text.of === "row" && text.text !== "background");
  expect(names.length).toBeGreaterThan(5);
  for (const { text, at, top, bottom } of names) {
    const line = lens.one(`[role=rowheader][aria-label="actual ${text}"]`).getBoundingClientRect();
    expect(Math.abs(frame.top + at - (line.top + line.bottom) / 2)).toBeLessThan(1);
    expect(top >= -0.5 && bottom <= frame.height + 0.5).toBe(true);
  }
  const { left, top } = cell("21", "background");
  expect(lens.root.elementFromPoint(left + 4, top + 4)?.ariaLabel).toMatch(/^actual 21, predicted background: /);
});

test("a column that is selected stands out by its own name, and what is selected is filled, what is focused ringed", async () => {
  const lens = await mounted("digits");
  const before = shadeOf(lens, lens.cell("0", "3"));
  const texts = await written(() => pointer([lens.one("[role=columnheader][aria-label='predicted 3']")]));
  expect(texts.filter(({ isBold }) => isBold).map(({ text, of }) => `${of} ${text}`)).toEqual(["column 3"]);
  expect(shadeOf(lens, lens.cell("0", "3"))).not.toBe(before);
  lens.cell("0", "3").focus();
  press(focused(lens), "ArrowRight");
  const [selected, here] = [getComputedStyle(lens.cell("0", "3")), getComputedStyle(focused(lens))];
  expect([selected.outlineStyle, here.outlineStyle]).toEqual(["none", "solid"]);
});

test("the focus says what the pointer says, and names its row and column", async () => {
  const lens = await mounted("many", 400);
  const tip = () => [...lens.one(".matrix .tooltip").children].map(({ textContent }) => textContent);
  lens.one("[role=gridcell][tabindex='0']").focus();
  const soft = (await writtenNow(lens)).find((text) => text.of === "row")?.colour;
  const texts = await written(() => {
    for (const key of ["ArrowDown", "ArrowRight"]) press(focused(lens), key);
  });
  const keys = tip();
  expect(keys[1]).toMatch(/^\d+ of \d+ actual dog \(.* %\), .* % of predicted dog$/);
  const named = texts.filter(({ of, colour }) => of !== "cell" && colour !== soft);
  expect(named.map(({ text, of }) => `${of} ${text}`)).toEqual(["row dog", "column dog"]);
  pointer([lens.cell("dog", "dog")]);
  expect(tip()).toEqual(keys);
});

test("classes without a name that one could see have one on screen", async () => {
  const lens = await mounted("hostile", 700);
  const { header } = lens.session.state;
  const classes = header.value.classes.map((name) => (name === "עברית" ? "\u200b" : name));
  put(lens.session.state, { header: { ...header.value, classes } });
  const rows = lens.all("[role=rowheader]").map(({ textContent }) => textContent);
  expect(rows.filter((name) => name === "(no name)")).toHaveLength(2);
});

test("numbers, order and what is right are chosen from segments and menus, with the keys of menus", async () => {
  const lens = await mounted("digits");
  const { view } = lens.session.state;
  const group = lens.one("[role=group][aria-label=Numbers]");
  expect(group.querySelector("[aria-pressed=true]")?.textContent).toBe("counts");
  const shares = lens.one("[aria-haspopup=menu][aria-label^=Shares]");
  shares.click();
  press(focused(lens), "ArrowDown");
  focused(lens).click();
  expect([view.value.normalize, shares.ariaLabel, focused(lens)]).toEqual([
    "predicted",
    "Shares: of predicted",
    shares,
  ]);
  shares.click();
  expect(focused(lens).ariaChecked).toBe("true");
  press(focused(lens), "Escape");
  expect([shares.ariaExpanded, focused(lens)]).toEqual(["false", shares]);
  lens.one("[aria-label='Export the matrix']").click();
  lens.all(".matrix [role=menuitem]")[0]?.click();
  expect(view.value.diagonal).toBe(false);
});

test("where the system chooses all colours, cells keep theirs: right, wrong, missed and selected differ", async () => {
  const devtools = cdp() as unknown as { send(method: string, params: object): Promise<unknown> };
  const emulate = (value: string) =>
    devtools.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value }] });
  await emulate("active");
  try {
    const lens = await mounted("voc");
    const shades = () => {
      const [missed, wrong] = ["person", "background"].map((actual) =>
        lens.cell(actual, actual === "person" ? "background" : "person"),
      );
      return [lens.cell("person", "person"), missed, wrong, lens.cell("car", "car")].map((cell) =>
        shadeOf(lens, cell as HTMLElement),
      );
    };
    const before = shades();
    expect(new Set(before).size).toBe(4);
    pointer([lens.cell("car", "car")]);
    await frames(2);
    expect(shades()[3]).not.toBe(before[3]);
  } finally {
    await emulate("none");
  }
});

import { expect, test, vi } from "vitest";
import { rate, whole } from "../../src/engine/numbers";
import { put } from "../unit/put";
import { eventually } from "./eventually";
import { mounted, press } from "./lens";

test("the filter line says how many images and instances are left", async () => {
  const lens = await mounted("digits");
  const { derived, actions } = lens.session;
  expect(lens.one(".filters strong").textContent).toBe("192 of 192 images");
  actions.select("cells", [[3, 3]], "replace");
  const left = derived.rows.value.length;
  expect(lens.one(".filters strong").textContent).toBe(`${left} of 192 images`);
  expect(lens.one(".instances").textContent).toBe(`${derived.visible.value.instances} instances`);
});

test("precision and recall say their interval to hands and to screen readers, and do not show it", async () => {
  const lens = await mounted("digits");
  const [precision, recall, f1] = lens.all(".readings > span");
  const { tp, fp, fn } = lens.session.derived.totals.value;
  const sure = (of: number) =>
    new RegExp(`, 95 % between \\.\\d+ and \\.\\d+ \\(${tp} of ${of}\\), over 192 images of test$`);
  for (const says of [precision?.title, precision?.textContent]) expect(says).toMatch(sure(tp + fp));
  for (const says of [recall?.title, recall?.textContent]) expect(says).toMatch(sure(tp + fn));
  expect(f1?.title).toMatch(/without an interval, over 192 images of test$/);
  expect(lens.one(".metrics .unseen").getBoundingClientRect().width).toBeLessThanOrEqual(1);
});

test("rates say what they count over, in words", async () => {
  const lens = await mounted("digits");
  const { actions, derived } = lens.session;
  const over = () => lens.one(".metrics .over").textContent;
  expect(over()).toBe("over 192 images of test");
  actions.select("cells", [[3, 3]], "replace");
  expect(over(), "a cell filters images, not rates").toBe("over 192 images of test");
  actions.set("query", "1");
  expect(over()).toBe(`over the ${derived.filtered.value.reduce((sum, one) => sum + one, 0)} images filtered`);
  actions.clear("query");
  actions.setSplit("all");
  expect(over()).toBe("over all 960 images");
});

test("mAP stands beside the rates where Python has counted it, says of what it is, and steps back under a filter", async () => {
  const lens = await mounted("digits");
  const { state, actions } = lens.session;
  const reading = () => lens.all(".readings > span").find((node) => node.textContent?.startsWith("mAP50"));
  expect(reading()).toBeUndefined();
  const found = { map50: 0.8614, map50_95: 0.5, lowest: 0.01, ap50: [] };
  state.precisions.value = { test: found };
  expect(reading()?.textContent).toMatch(/^mAP50 \.861, mAP50:95 \.500/);
  expect(reading()?.title).toContain("neither filters nor the confidence threshold change it");
  expect(reading()?.title).not.toContain("scores below");
  expect(reading()?.classList.contains("apart")).toBe(false);
  state.precisions.value = { test: { ...found, lowest: 0.25 } };
  expect(reading()?.title).toContain("No prediction scores below 25 %");
  actions.set("query", "1");
  expect(reading()?.querySelector("small")?.textContent).toBe("whole split");
  actions.setSplit("valid");
  expect(reading()).toBeUndefined();
});

test("classification says right and wrong once, not as three equal rates", async () => {
  const lens = await mounted("classification");
  const { tp, fp } = lens.session.derived.totals.value;
  const texts = lens
    .all(".readings > span")
    .map((node) => [node.firstChild?.textContent?.trim(), node.querySelector("b")?.textContent]);
  expect(texts).toEqual([
    ["Accuracy", rate(tp / (tp + fp))],
    ["Correct", whole(tp)],
    ["Wrong", whole(fp)],
  ]);
  expect(lens.one(".metrics").getAttribute("aria-label")).toBe("Accuracy, Correct, Wrong");
});

test("the curves are named, lettered, and ticked where F1 is best", async () => {
  const lens = await mounted("digits");
  const { best } = lens.session.derived.curve.value;
  expect(lens.one(".best text").textContent).toBe(`best F1 ${best.f1} %`);
  expect(lens.one("[role=slider]").getAttribute("aria-description")).toBe(
    `Precision, recall and F1 over the confidence threshold; F1 is best at ${best.f1} %`,
  );
  expect(lens.all(".curves text:is(.precision, .recall, .f1)").map((node) => node.textContent)).toEqual([
    "P",
    "R",
    "F1",
  ]);
});

test("a card says the rates under the pointer and at the knob that keys move; Escape puts it away", async () => {
  const lens = await mounted("digits");
  const slider = lens.one("[role=slider]");
  const card = () => lens.all(".lens > .tooltip").find((node) => !node.hidden);
  const box = lens.one(".toolbar .curves").getBoundingClientRect();
  const move = { bubbles: true, clientX: box.left + 0.6 * box.width, clientY: box.top + 20 };
  slider.dispatchEvent(new PointerEvent("pointermove", move));
  const { points } = lens.session.derived.curve.value;
  await expect.poll(() => card()?.textContent).toContain(`at 60 %Precision ${rate(points[60]?.precision ?? 0)}`);
  slider.dispatchEvent(new PointerEvent("pointerleave"));
  expect(card()).toBeUndefined();
  slider.focus();
  press(slider, "ArrowRight");
  await expect.poll(() => card()?.textContent).toContain("at 21 %");
  expect(press(slider, "Escape").defaultPrevented).toBe(true);
  expect(card()).toBeUndefined();
  expect(press(slider, "Escape").defaultPrevented, "nothing is left to put away").toBe(false);
});

test("a chip for every filter removes just that one, and hands the focus on", async () => {
  const lens = await mounted("filtered");
  const texts = () => lens.all(".chip span").map((chip) => chip.textContent);
  expect(texts()).toEqual(["3 predicted as 4", "9 predicted as 0", "5 missed", "lasso, 18 images", "name has “scene”"]);
  lens.one(".chip button[aria-label='Remove filter: 9 predicted as 0']").click();
  expect(lens.cells()).toEqual(["3>4", "5>background"]);
  expect(lens.root.activeElement?.ariaLabel).toBe("Remove filter: 5 missed");
  lens.one(".chip[data-kind=lasso] button").click();
  expect(lens.session.state.facets.lasso.value).toEqual([]);
});

test("Reset is there only while something is filtered", async () => {
  const lens = await mounted("filtered");
  const reset = lens.all(".filters button").find((button) => button.textContent === "Reset");
  expect(reset?.hidden).toBe(false);
  reset?.click();
  expect(reset?.hidden).toBe(true);
  expect(lens.all(".chip")).toHaveLength(0);
});

test("the threshold is a slider that keys move by 1, by 10 and to the ends", async () => {
  const lens = await mounted("digits");
  const slider = lens.one("[role=slider]");
  press(slider, "ArrowRight");
  expect(slider.getAttribute("aria-valuetext")).toBe("21 %");
  press(slider, "PageUp");
  expect(lens.session.state.confidence.value).toBe(31);
  press(slider, "End");
  expect(lens.session.state.confidence.value).toBe(100);
  press(slider, "Home");
  press(slider, "ArrowLeft");
  expect(lens.session.state.confidence.value).toBe(0);
});

test("the curve gives way before the title does", async () => {
  const lens = await mounted("stored", 1180);
  const { header } = lens.session.state;
  const title = lens.one("h1");
  const line = title.offsetHeight;
  const widths: number[] = [];
  // Letters, whatever their width in the fonts of this machine, until the curve has given all that it can.
  for (let added = 0, width = 222; width > 100 && added < 200; added++) {
    expect(title.scrollWidth).toBeLessThanOrEqual(title.clientWidth);
    expect(title.offsetHeight).toBe(line);
    put(lens.session.state, { header: { ...header.value, title: `${header.value.title}n` } });
    width = lens.one("[role=slider]").offsetWidth;
    widths.push(width);
  }
  expect(widths.at(-1)).toBe(100);
  expect(widths.filter((width) => width < 222 && width > 100).length).toBeGreaterThan(2);
});

test.each([1000, 1060, 1100, 1180])("at %d px neither the title nor the task is cut", async (width) => {
  const lens = await mounted("digits", width);
  for (const part of lens.all("h1 > *")) expect(part.scrollWidth).toBeLessThanOrEqual(part.clientWidth);
  expect(lens.one(".toolbar .bar").scrollWidth).toBeLessThanOrEqual(lens.one(".toolbar .bar").clientWidth);
});

test("without a curve an empty frame keeps its place", async () => {
  const lens = await mounted("digits");
  const width = lens.one("[role=slider]").offsetWidth;
  expect(lens.all("[role=slider] rect")).toHaveLength(0);
  lens.session.actions.set("query", "no such name");
  expect(lens.all("[role=slider] rect")).toHaveLength(1);
  expect(lens.one("[role=slider]").offsetWidth).toBe(width);
});

test("dragging recounts at once where the columns answer", async () => {
  const lens = await mounted("digits");
  drag(lens.one("[role=slider]"), [0.4, 0.8], () => expect(lens.session.state.confidence.value).toBe(80));
});

test("dragging over stored reports asks only for where it ends, and ticks attract", async () => {
  const lens = await mounted("stored");
  expect(lens.all(".ticks line")).toHaveLength(3);
  drag(lens.one("[role=slider]"), [0.33, 0.7], () => expect(lens.session.state.confidence.value).toBe(20));
  expect(lens.session.state.confidence.value).toBe(70);
  drag(lens.one("[role=slider]"), [0.41], () => expect(lens.session.state.confidence.value).toBe(40));
});

test("without scores there is no slider", async () => {
  const lens = await mounted("classification");
  expect(lens.one(".threshold").hidden).toBe(true);
  expect(lens.one(".filters").textContent).not.toContain("instances");
});

test("what is on its way is said, and an unanswered question in the end too", async () => {
  vi.useFakeTimers();
  try {
    const lens = mounted("stored");
    await vi.advanceTimersByTimeAsync(100);
    const { session, one } = await lens;
    session.actions.setConfidence(37);
    expect(one("[role=status].says").textContent).toBe("Fetching the numbers at 37 % … still showing 20 %");
    expect(one(".threshold .value").textContent).toBe("20 %");
    expect(one(".curves > text").textContent).toBe("37 %");
    expect(one("[role=slider]").getAttribute("aria-valuetext")).toBe("37 %, still showing 20 %");
    await vi.advanceTimersByTimeAsync(5000);
    expect(one("[role=status].says").textContent).toBe(
      "37 % was not saved in this notebook. Still showing 20 %. Saved: 20 %, 40 % and 60 %.",
    );
    expect(one(".threshold .value").textContent).toBe("20 %");
    one(".status button").click();
    expect(session.state.confidence.value).toBe(20);
    expect(one("[role=status].says").textContent).toBe("");
    expect(one(".curves > text").textContent).toBe("");
  } finally {
    vi.useRealTimers();
  }
});

test("an error of before is not the reason why a dead kernel does not answer", async () => {
  vi.useFakeTimers();
  try {
    const lens = mounted("stored");
    await vi.advanceTimersByTimeAsync(100);
    const { session, one } = await lens;
    const says = () => one("[role=status].says").textContent;
    session.actions.setConfidence(37);
    session.state.status.value = { state: "error", message: "The key was refused.", done: 0, total: 0 };
    session.actions.setConfidence(20);
    expect(says()).toBe("The key was refused.");
    session.actions.setConfidence(50);
    expect(says()).toBe("Fetching the numbers at 50 % … still showing 20 %");
    await vi.advanceTimersByTimeAsync(5000);
    expect(says()).toMatch(/^50 % was not saved in this notebook/);
  } finally {
    vi.useRealTimers();
  }
});

test("splits carry their sizes and are one choice", async () => {
  const lens = await mounted("digits");
  const radios = lens.all("[role=radiogroup][aria-label=Split] [role=radio]");
  expect(radios.map((radio) => radio.textContent)).toEqual(["train 576", "valid 192", "test 192", "all"]);
  radios[0]?.click();
  expect(lens.session.state.split.value).toBe("train");
  expect(radios[0]?.getAttribute("aria-checked")).toBe("true");
  press(radios[0] as HTMLElement, "ArrowRight");
  expect(lens.session.state.split.value).toBe("valid");
});

test("the export menu downloads the selection without a kernel", async () => {
  const lens = await mounted("digits");
  const saved: string[] = [];
  const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
  lens.one("[aria-label='Download']").click();
  const [, download] = lens.all(".filters [role=menuitem]");
  expect(lens.root.activeElement?.role).toBe("menuitem");
  download?.click();
  lens.one("[aria-label='Export the matrix']").click();
  for (const item of lens.all(".matrix [role=menuitem]")) item.click();
  await eventually(() => expect(saved).toHaveLength(3));
  click.mockRestore();
  expect(saved).toEqual([
    "digit-scenes-test-20-images.csv",
    "digit-scenes-test-20-matrix.csv",
    "digit-scenes-test-20-matrix.png",
  ]);
});

test.each(["empty", "error"])("%s: one sentence, one action, no views", async (name) => {
  const lens = await mounted(name);
  expect(lens.one(".instead p").textContent).not.toBe("");
  expect(lens.all(".instead button")).toHaveLength(1);
  expect(lens.one(".views").hidden).toBe(true);
});

test("an aborted display leaves nothing behind", async () => {
  const lens = await mounted("digits");
  lens.end();
  lens.session.actions.setConfidence(50);
  expect(lens.root.childElementCount).toBe(0);
});

function drag(slider: HTMLElement, shares: readonly number[], whileHeld: () => void): void {
  const box = slider.querySelector(".curves")?.getBoundingClientRect() as DOMRect;
  // No pointer is really down, so there is none to capture.
  slider.setPointerCapture = () => undefined;
  slider.hasPointerCapture = () => true;
  const fire = (type: string, share: number) => {
    const clientX = box.left + share * box.width;
    slider.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1, button: 0, clientX }));
  };
  fire("pointerdown", shares[0] ?? 0);
  for (const share of shares) fire("pointermove", share);
  whileHeld();
  fire("pointerup", shares.at(-1) ?? 0);
}

test("a name with an override leaves the words of its chip in order", async () => {
  const lens = await mounted("digits");
  const { header } = lens.session.state;
  put(lens.session.state, {
    header: { ...header.value, classes: header.value.classes.map((name, i) => (i === 3 ? "\u202e3" : name)) },
  });
  lens.session.actions.select("cells", [[3, 8]], "replace");
  const text = lens.one(".chip span").firstChild as Text;
  const left = (word: string) => {
    const place = document.createRange();
    const from = text.data.indexOf(word);
    place.setStart(text, from);
    place.setEnd(text, from + word.length);
    return place.getBoundingClientRect().left;
  };
  const places = ["3", "predicted", "as", "8"].map(left);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test("a filter that only Python knows is told of in a sentence, and Reset clears it", async () => {
  const lens = await mounted("digits");
  const { state } = lens.session;
  expect(lens.one(".unknown").hidden).toBe(true);
  put(state, { header: { ...state.header.value, facets: ["weather"] } });
  expect(lens.one(".notices li").textContent).toContain("does not know the filter “weather”");
  state.unknown.value = { weather: { trait: "weather", value: ["rain"] } };
  expect(lens.one(".unknown").textContent).toBe(
    "This page does not know the filter “weather”: numbers and images here do not follow it. Reset clears it, and a newer version of evallens shows it.",
  );
  lens
    .all(".filters button")
    .find((button) => button.textContent === "Reset")
    ?.click();
  expect(lens.one(".unknown").hidden).toBe(true);
});

test("what a newer Python sent is not drawn, and a sentence says why", async () => {
  const lens = await mounted("digits");
  const { header } = lens.session.state;
  put(lens.session.state, { header: { ...header.value, version: header.value.version + 1 } });
  expect(lens.one(".instead p").textContent).toContain("newer version of EvalLens");
  expect(lens.one(".views").hidden).toBe(true);
});

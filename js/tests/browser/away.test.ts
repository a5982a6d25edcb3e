/** A Lens whose rows are on their way, or stay with Python: what answers at once, and what is seen to wait. */

import { describe, expect, it } from "vitest";
import { connect } from "../../src/host/traits";
import { createSession } from "../../src/state/session";
import { wireColumn } from "../unit/blocks";
import { type Kernel, kernelOver } from "../unit/kernel";
import { frames, type Mounted, mountedSession, pointer } from "./lens";
import { sceneSession } from "./scenes";

const CLASSES = ["cat", "dog", "bird"];

async function stood(rows: "coming" | "behind"): Promise<Mounted & { kernel: Kernel }> {
  const whole = await sceneSession({ images: 60, classes: CLASSES, pictures: 12 });
  const kernel = kernelOver(whole, rows, { split: "test", confidence: 37, page_size: 6 });
  const session = createSession(new AbortController().signal);
  connect(kernel.model, session.state, new AbortController().signal);
  session.state.thumbnails.value = whole.state.thumbnails.value;
  return { ...(await mountedSession(session, 1100)), kernel };
}

const status = ({ one }: Mounted) => one(".status .says").textContent;
const rowsOf = ({ all }: Mounted) => all(".cards .card").map(({ dataset }) => dataset["row"]);
const isStale = ({ one }: Mounted, selector: string) => one(selector).classList.contains("stale");

describe.each(["coming", "behind"] as const)("rows %s", (rows) => {
  it("selects a cell at once, lets the cards wait in words, and shows what was asked for when it comes", async () => {
    const lens = await stood(rows);
    expect(rowsOf(lens)).toHaveLength(6);
    expect(status(lens)).toBe("");
    expect(lens.all(".card .name").every(({ textContent }) => textContent !== "")).toBe(true);
    const before = rowsOf(lens);
    pointer([lens.cell("cat", "dog")]);
    await frames(2);
    expect(lens.cell("cat", "dog").getAttribute("aria-selected")).toBe("true");
    expect(rowsOf(lens)).toEqual(before);
    expect([isStale(lens, ".cards"), isStale(lens, ".filters strong"), isStale(lens, ".matrix .plot")]).toEqual([
      true,
      true,
      false,
    ]);
    expect(status(lens)).toBe("Fetching the images …");
    if (rows === "coming") lens.kernel.arrive();
    else lens.kernel.answer();
    await frames(3);
    expect([isStale(lens, ".cards"), isStale(lens, ".filters strong")]).toEqual([false, false]);
    expect(status(lens)).toBe("");
    const { images } = lens.session.derived.counts.value;
    expect(lens.one(".filters strong").textContent).toBe(`${images} of 60 images`);
    expect(images).toBeLessThan(60);
  });

  it("paints matrix and rates at another threshold before anybody answers", async () => {
    const lens = await stood(rows);
    const numbers = () => [lens.cell("cat", "cat").getAttribute("aria-label"), lens.one(".readings").textContent];
    const before = numbers();
    lens.session.actions.setConfidence(80);
    await frames(2);
    const now = numbers();
    expect(now).not.toEqual(before);
    lens.kernel.answer();
    await frames(3);
    expect(numbers()).toEqual(now);
  });
});

describe("rows that come", () => {
  it("move nothing: the same cards and buttons, in the same elements, at the same places", async () => {
    const lens = await stood("coming");
    const places = () =>
      lens.all(".card, .filters *").map((card) => [card, JSON.stringify(card.getBoundingClientRect())]);
    const before = places();
    lens.kernel.arrive();
    await frames(4);
    expect(places()).toEqual(before);
  });
});

describe("rows that stay behind", () => {
  it("says that what filters leave came damaged, and shows no numbers as waiting", async () => {
    const lens = await stood("behind");
    lens.session.actions.set("query", "1");
    lens.kernel.answer();
    const { model } = lens.kernel;
    const damaged = { gzip: wireColumn("uint8", [31, 139, 8, 0]) };
    model.set("left", { ...(model.get("left") as object), cube: damaged });
    await expect.poll(() => status(lens)).toMatch(/^The numbers of these filters came damaged: /);
    expect(isStale(lens, ".matrix .plot")).toBe(false);
    expect(lens.one(".status").dataset["kind"]).toBe("error");
    lens.session.actions.reset();
    lens.kernel.answer();
    await expect.poll(() => status(lens)).toBe("");
  });

  it("opens an image that is on no page, once it has come", async () => {
    const lens = await stood("behind");
    const row = [...Array(60).keys()].find((one) => !rowsOf(lens).includes(String(one))) as number;
    lens.session.actions.open(row);
    await frames(2);
    expect(lens.all("dialog[open]")).toHaveLength(0);
    lens.kernel.answer();
    await expect.poll(() => lens.all("dialog[open]").length).toBe(1);
  });

  it("says of suspects, average precision and curves of some images what they need", async () => {
    const lens = await stood("behind");
    const { model } = lens.kernel;
    model.set("header", { ...(model.get("header") as object), matching: "iou" });
    const said = async (panel: "suspects" | "classes") => {
      lens.session.actions.setView({ panel });
      await frames(2);
      return lens.one("#panel").textContent;
    };
    expect(await said("suspects")).toContain("Looking for suspect labels needs all rows in memory");
    expect(await said("classes")).toContain("Average precision needs all rows in memory");
    expect(lens.one(".readings").textContent).toContain("mAP50 —");
    lens.session.actions.setView({ panel: "thresholds" });
    lens.session.actions.select("cells", [[0, 1]], "replace");
    lens.kernel.answer();
    await frames(2);
    const some = lens.one<HTMLOptionElement>("option[value=shown]");
    expect([some.disabled, some.textContent]).toEqual([true, expect.stringContaining("needs all rows in memory")]);
  });

  it("draws histograms when they come, asks for none that nobody sees, and lets those of another question wait", async () => {
    const lens = await stood("behind");
    const asked = () => lens.kernel.model.get("levels_asked");
    lens.session.actions.setView({ face: "instances" });
    lens.kernel.answer();
    await frames(2);
    expect(asked()).toEqual([]);
    const fold = lens.all("button").find(({ textContent }) => textContent === "filter") as HTMLElement;
    fold.click();
    expect(asked()).toEqual(["score", "iou", "area"]);
    const brush = () => lens.one('.brush[aria-label="confidence"]');
    const says = () => lens.one('.brush[aria-label="confidence"] .range').textContent;
    expect([isStale(lens, ".brush"), says(), lens.one(".brush .plot").inert]).toEqual([true, "…", true]);
    lens.kernel.answer();
    await frames(2);
    expect([isStale(lens, ".brush"), lens.one(".brush .plot").inert]).toEqual([false, false]);
    expect(brush().querySelector(".in")?.getAttribute("d")).toContain("M");
    expect(says()).toContain("%");
    const handle = lens.one('.brush[aria-label="confidence"] .handle');
    handle.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
    await frames(2);
    expect(lens.session.state.facets.score.value?.range[0]).toBeGreaterThan(0);
    expect(lens.all(".brush.stale").map((node) => node.getAttribute("aria-label"))).toEqual(["IoU", "area"]);
    lens.kernel.answer();
    await frames(2);
    expect(lens.all(".brush.stale")).toHaveLength(0);
    fold.click();
    expect(asked()).toEqual([]);
  });

  it("lists clusters when they come, and colours a raster by them", async () => {
    const lens = await stood("behind");
    lens.kernel.cells = 64;
    lens.kernel.answer();
    lens.session.actions.setView({ panel: "clusters" });
    await frames(2);
    expect([lens.kernel.model.get("levels_asked"), isStale(lens, "#panel table")]).toEqual([["clusters"], true]);
    lens.kernel.answer();
    await frames(2);
    const names = lens.all("#panel tbody th button").map(({ textContent }) => textContent);
    expect([names.length > 1, isStale(lens, "#panel table")]).toEqual([true, false]);
    lens.session.actions.setView({ colour: "cluster" });
    await frames(2);
    expect(isStale(lens, ".scatter .plot")).toBe(true);
    lens.kernel.answer();
    await frames(2);
    expect(isStale(lens, ".scatter .plot")).toBe(false);
    expect(lens.all(".scatter .legend button.entry").length).toBe(names.length);
    expect(new Set(lens.session.state.sentMap.value?.cluster).size).toBeGreaterThan(1);
    const colours = lens.all('[role=radiogroup][aria-label="Colour by"] button') as HTMLButtonElement[];
    expect(colours.map(({ value, ariaDisabled }) => [value, ariaDisabled])).toEqual([
      ["f1", "true"],
      ["errors", "false"],
      ["cluster", "false"],
    ]);
    expect(colours[0]?.title).toContain("errors and clusters alone");
    // Arrows reach it, so that its reason is read, and choose what follows.
    const right = () => new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true });
    colours[2]?.dispatchEvent(right());
    colours[0]?.click();
    expect(lens.session.state.view.value.colour).toBe("cluster");
    colours[0]?.dispatchEvent(right());
    expect(lens.session.state.view.value.colour).toBe("errors");
  });

  it("offers as files what Python writes or the page holds, and says what to call for the rest", async () => {
    const lens = await stood("behind");
    const offered = () => {
      lens.one("[aria-label='Download']").click();
      return lens.all(".filters [role=menuitem]");
    };
    const texts = () => offered().map(({ textContent }) => textContent);
    const images = [
      "Copy the names of 6 images of this page",
      "Download 60 images as CSV",
      'Copy lens.selected.to_csv("all.csv")',
    ];
    expect(texts()).toEqual(images);
    lens.one("[aria-label='Download']").click();
    offered()[1]?.click();
    expect(lens.kernel.model.get("report_asked")).toMatch(/^images 0/);
    lens.session.state.marks.value = { images: [Number(rowsOf(lens)[0])], objects: [] };
    await frames(2);
    expect(texts()).toEqual([
      "1 marked as a file for load_marks",
      "1 marked as CSV",
      'Copy lens.marked.to_coco("marked.json")',
      ...images,
    ]);
    lens.one("[aria-label='Download']").click();
    lens.session.state.counted.value = {
      ...lens.session.derived.counts.value,
      for: {},
      images: 25_000,
      cards: 0,
      of_images: 0,
    };
    expect(texts()[4]).toBe("Download the first 10,000 images as CSV");
    lens.one("[aria-label='Download']").click();
    lens.session.state.hasKernel.value = false;
    await frames(2);
    expect(texts()).toContain("Download 6 images of this page as CSV");
  });

  it("draws a raster as it draws points, asks for another one where one looks nearer, and draws points when they come", async () => {
    const lens = await stood("behind");
    lens.kernel.cells = 64;
    lens.kernel.answer();
    await frames(4);
    const canvas = lens.one<HTMLCanvasElement>(".scatter canvas");
    const painted = () => {
      const { data } = (canvas.getContext("2d") as CanvasRenderingContext2D).getImageData(
        0,
        0,
        canvas.width,
        canvas.height,
      );
      let found = 0;
      for (let i = 3; i < data.length; i += 4) if ((data[i] as number) > 0) found += 1;
      return found;
    };
    canvas.scrollIntoView();
    await expect.poll(painted).toBeGreaterThan(60);
    expect(lens.one(".scatter footer").textContent).toContain("errors an image");
    expect(lens.kernel.model.get("map_box")).toBe(null);
    canvas.focus();
    canvas.dispatchEvent(new KeyboardEvent("keydown", { key: "+", bubbles: true, composed: true, cancelable: true }));
    await expect.poll(() => lens.kernel.model.get("map_box")).toHaveLength(4);
    lens.kernel.cells = 0;
    const legend = lens.one(".scatter .legend").textContent;
    lens.kernel.answer();
    await expect.poll(() => lens.session.state.sentMap.value?.n).toBe(0);
    await frames(3);
    // Points mean by their colours what the raster meant, which they are a part of.
    expect(lens.one(".scatter .legend").textContent).toBe(legend);
    expect(legend).toContain("errors an image");
  });

  it("asks for no more of the map than where images lie", async () => {
    const lens = await stood("behind");
    lens.kernel.cells = 64;
    lens.kernel.answer();
    await frames(4);
    const [x0, y0, x1, y1] = lens.session.state.sentMap.value?.box ?? [0, 0, 0, 0];
    lens.one(".scatter canvas").dispatchEvent(new KeyboardEvent("keydown", { key: "+", bubbles: true }));
    await expect.poll(() => lens.kernel.model.get("map_box")).toHaveLength(4);
    const [left, bottom, right, top] = lens.kernel.model.get("map_box") as [number, number, number, number];
    expect([left >= x0, bottom >= y0, right <= x1, top <= y1]).toEqual([true, true, true, true]);
  });

  it("keeps the map where it is while filters leave nothing", async () => {
    const lens = await stood("behind");
    lens.session.actions.set("query", "no such name");
    lens.kernel.answer();
    await expect.poll(() => lens.session.derived.counts.value.images).toBe(0);
    await frames(2);
    expect(lens.one(".scatter canvas").checkVisibility()).toBe(true);
    expect(lens.session.state.sentMap.value?.points.size).toBe(0);
  });

  it("says without a kernel what cannot be had, and goes on showing the rest", async () => {
    const lens = await stood("behind");
    lens.session.state.hasKernel.value = false;
    lens.session.actions.set("query", "1");
    await expect.poll(() => status(lens)).toContain("This needs a kernel");
    lens.session.actions.clear("query");
    await expect.poll(() => status(lens)).toBe("");
    lens.session.actions.setConfidence(70);
    await frames(2);
    expect(lens.one(".readings").textContent).toContain("F1");
  });
});

describe("a page of large tables", () => {
  it("says at which stored threshold its errors or F1 sort it", async () => {
    const lens = await stood("behind");
    const sorts = () => lens.one(".sorts [aria-checked=true]").textContent;
    expect(sorts()).toBe("most errors");
    const { model } = lens.kernel;
    model.set("page_rows", { ...(model.get("page_rows") as object), sorted_at: 35 });
    await frames(2);
    expect(sorts()).toBe("most errors at 35 %");
    // Until the page of another order is here, no threshold is that one's.
    lens.session.actions.setView({ sort: "f1" });
    await frames(2);
    expect(sorts()).toBe("lowest F1");
    const page = model.get("page_rows") as { for: object };
    model.set("page_rows", { ...page, for: { ...page.for, sort: "f1" } });
    await frames(2);
    expect(sorts()).toBe("lowest F1 at 35 %");
  });
});

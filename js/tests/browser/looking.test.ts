/** Looking closely in the large view: zoom, pan, instances, labels, filters, pixels. */

import { expect, it } from "vitest";
import { userEvent } from "vitest/browser";
import { TONES } from "../../src/engine/cells";
import { boxesOf, type Instance, instancesOf } from "../../src/pictures/instances";
import type { Session } from "../../src/state/session";
import { put } from "../unit/put";
import { eventually } from "./eventually";
import { type Gallery, gallery } from "./galleryStand";
import { painted } from "./stand";

interface Large extends Gallery {
  readonly row: number;
  readonly stage: HTMLElement;
  /** Of a CSS pixel of the screen a pixel of the original. */
  scale(): number;
  /** Where the picture is on the screen. */
  ground(): DOMRect;
  press(key: string): void;
  tool(name: string): HTMLButtonElement;
  lines(): HTMLButtonElement[];
}

async function large(settings: Parameters<typeof gallery>[0] = {}, place = 0): Promise<Large> {
  const shown = await gallery({ pictures: 60, ...settings });
  const row = shown.session.derived.rows.value[place] ?? 0;
  shown.session.actions.open(row);
  if (settings.pictures !== 0) await eventually(() => shown.one(".ground img"));
  const stage = shown.one(".stage");
  const ground = () => shown.one(".ground").getBoundingClientRect();
  return {
    ...shown,
    ...{ row, stage, ground },
    scale: () => ground().width / Number.parseFloat(shown.one(".ground").style.width),
    press: (key) =>
      void shown
        .one(".viewer-panel")
        .dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true })),
    tool: (name) => shown.one<HTMLButtonElement>(`.viewer [aria-label="${name}"]`),
    lines: () => shown.all<HTMLButtonElement>(".findings button"),
  };
}

function instances({ state, derived }: Session, row: number): Instance[] {
  const { outcomes, objects, header } = state;
  const { starts, rows } = derived.byImage.value;
  const { first, last } = outcomes.value;
  const now = derived.shown.value.confidence;
  const own = [...rows.subarray(starts[row], starts[row + 1])].filter(
    (i) => (first[i] ?? 0) <= now && now <= (last[i] ?? 0),
  );
  return instancesOf(outcomes.value, own, objects.value, header.value);
}

function middle(node: Element) {
  const { left, top, width, height } = node.getBoundingClientRect();
  return { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true, composed: true };
}

function wheel(stage: Element, deltaY: number, more: WheelEventInit = {}): WheelEvent {
  const event = new WheelEvent("wheel", { ...middle(stage), deltaY, ...more });
  stage.dispatchEvent(event);
  return event;
}

function pointer(stage: Element, type: string, more: PointerEventInit = {}): void {
  const own = { ...middle(stage), pointerId: 7, pointerType: "mouse", button: 0, ...more };
  stage.dispatchEvent(new PointerEvent(type, own));
}

it("shows the picture where it stays from the first frame on", async () => {
  const shown = await gallery({ pictures: 60 });
  shown.session.actions.open(shown.session.derived.rows.value[0] ?? 0);
  const { transform } = shown.one(".ground").style;
  expect(transform).toMatch(/^translate/);
  await painted();
  expect(shown.one(".ground").style.transform).toBe(transform);
});

it("opens at an instance, which its card leads to", async () => {
  const shown = await gallery({ pictures: 60 });
  const { session } = shown;
  session.actions.setView({ face: "instances" });
  const [row = 0] = session.derived.pageInstances.value;
  shown.one<HTMLButtonElement>(`[data-row="${row}"] .open`).click();
  expect(session.state.openInstance.value).toBe(row);
  expect(shown.one(".findings button[aria-pressed=true]")).toBeDefined();
  expect(shown.all(".names .label")).toHaveLength(1);
  expect(shown.one('.viewer [aria-label="Fit: show all of the picture"]').ariaDisabled).toBe("false");
});

it("zooms by wheel about the pointer, and scrolls no page with it", async () => {
  const { stage, ground, scale } = await large();
  const before = scale();
  const at = middle(stage);
  at.clientX += 40;
  const pixel = () => (at.clientX - ground().left) / scale();
  const under = pixel();
  const event = wheel(stage, -400, at);
  expect(event.defaultPrevented).toBe(true);
  expect(scale()).toBeGreaterThan(before * 2);
  expect(pixel()).toBeCloseTo(under, 1);
  for (let i = 0; i < 60; i++) wheel(stage, 500, at);
  expect(scale()).toBeCloseTo(Math.min(before, 1), 5);
});

it("zooms by buttons and keys, fits, and shows a pixel as a pixel", async () => {
  const { tool, press, scale, one } = await large();
  const fit = scale();
  tool("Zoom in").click();
  const closer = scale();
  expect(closer).toBeGreaterThan(fit);
  press("-");
  expect(scale()).toBeCloseTo(fit, 5);
  press("+");
  expect(scale()).toBeCloseTo(closer, 5);
  press("1");
  expect(scale() * devicePixelRatio).toBeCloseTo(1, 5);
  expect(one(".zoom").textContent).toBe("100 %");
  tool("Fit: show all of the picture").click();
  expect(scale()).toBeCloseTo(fit, 5);
  expect(tool("Fit: show all of the picture").ariaDisabled).toBe("true");
});

it("goes closer where it is double-clicked, and back", async () => {
  const { stage, scale } = await large();
  const fit = scale();
  stage.dispatchEvent(new MouseEvent("dblclick", middle(stage)));
  expect(scale()).toBeGreaterThan(2 * fit);
  stage.dispatchEvent(new MouseEvent("dblclick", middle(stage)));
  expect(scale()).toBeCloseTo(fit, 5);
});

it("is dragged, but never out of sight, and two fingers pinch it", async () => {
  const { stage, ground, scale } = await large();
  wheel(stage, -900);
  const before = ground();
  const { clientX, clientY } = middle(stage);
  pointer(stage, "pointerdown");
  pointer(stage, "pointermove", { clientX: clientX + 30, clientY: clientY + 20, buttons: 1 });
  expect(ground().left - before.left).toBeCloseTo(30, 1);
  expect(ground().top - before.top).toBeCloseTo(20, 1);
  pointer(stage, "pointermove", { clientX: clientX + 1e5, clientY: clientY + 1e5, buttons: 1 });
  pointer(stage, "pointerup");
  const { left, right, top, bottom } = stage.getBoundingClientRect();
  expect([ground().left < right, ground().top < bottom, ground().left > left, ground().top > top]).toEqual(
    Array(4).fill(true),
  );
  const wide = scale();
  pointer(stage, "pointerdown", { pointerId: 1, pointerType: "touch", clientX: clientX - 20 });
  pointer(stage, "pointerdown", { pointerId: 2, pointerType: "touch", clientX: clientX + 20 });
  pointer(stage, "pointermove", { pointerId: 2, pointerType: "touch", clientX: clientX + 60 });
  expect(scale() / wide).toBeCloseTo(2, 1);
});

it("keeps lines as wide as they are at every zoom", async () => {
  const { one, stage } = await large();
  const line = one<SVGPathElement>(".shape path + path");
  expect(getComputedStyle(line).vectorEffect).toBe("non-scaling-stroke");
  const { strokeWidth } = getComputedStyle(line);
  wheel(stage, -900);
  expect(getComputedStyle(line).strokeWidth).toBe(strokeWidth);
});

it("goes to the instance whose line is pressed, labels it beside its boxes, and comes back", async () => {
  const { lines, session, scale, one, all, row, stage } = await large();
  const fit = scale();
  expect(all(".names .label")).toHaveLength(0);
  lines()[0]?.click();
  expect(session.state.openInstance.value).toBe(instances(session, row)[0]?.row);
  expect(lines()[0]?.ariaPressed).toBe("true");
  expect(scale()).toBeGreaterThan(fit);
  const label = one(".names .label").getBoundingClientRect();
  const room = stage.getBoundingClientRect();
  expect([label.left >= room.left, label.right <= room.right, label.top >= room.top]).toEqual([true, true, true]);
  for (const box of all<SVGPathElement>(".shape.highlighted path + path")) {
    const { left, right, top, bottom } = box.getBoundingClientRect();
    expect(left >= room.left - 1 && right <= room.right + 1 && top >= room.top - 1 && bottom <= room.bottom + 1).toBe(
      true,
    );
    // A line is half its width outside of its box.
    const isBeside =
      label.right <= left + 3 || label.left >= right - 3 || label.bottom <= top + 3 || label.top >= bottom - 3;
    expect(isBeside).toBe(true);
  }
  lines()[0]?.click();
  expect(session.state.openInstance.value).toBeNull();
  expect(scale()).toBeCloseTo(fit, 5);
});

it("walks from instance to instance over the ends of images by J and K, and by the buttons", async () => {
  const { session, press, tool, row } = await large();
  const rows = [...session.derived.rows.value];
  const own = instances(session, row);
  const after = instances(session, rows[1] ?? 0);
  const seen: (number | null)[] = [];
  for (let i = 0; i < own.length + 1; i++) {
    press("j");
    seen.push(session.state.openInstance.value);
  }
  expect(seen).toEqual([...own, ...after.slice(0, 1)].map((one) => one.row));
  expect(session.state.open.value).toBe(rows[1]);
  tool("Previous instance").click();
  expect([session.state.open.value, session.state.openInstance.value]).toEqual([row, own.at(-1)?.row]);
  press("k");
  expect(session.state.openInstance.value).toBe(own.at(-2)?.row);
});

it("walks through the instances that the filters of outcomes leave, and no others", async () => {
  const shown = await gallery({ images: 240, pictures: 0 });
  const { session } = shown;
  session.actions.select("cells", [[3, 8]], "replace");
  const rows = [...session.derived.rows.value];
  expect(rows.length).toBeGreaterThan(2);
  session.actions.open(rows[0] ?? 0);
  const wanted = rows.flatMap((row) =>
    instances(session, row)
      .filter(({ actual, predicted }) => actual === 3 && predicted === 8)
      .map((one) => one.row),
  );
  const seen: (number | null)[] = [];
  for (let i = 0; i < wanted.length; i++) {
    shown.one<HTMLButtonElement>('.viewer [aria-label="Next instance"]').click();
    seen.push(session.state.openInstance.value);
  }
  expect(seen).toEqual(wanted);
  shown.one<HTMLButtonElement>('.viewer [aria-label="Next instance"]').click();
  expect(session.state.openInstance.value).toBe(wanted.at(-1));
});

it("walks through the cards in their order while they are on show, turns their pages, and says which it is", async () => {
  const shown = await gallery({ images: 240, pictures: 0 });
  const { session, one } = shown;
  session.actions.setView({ face: "instances" });
  const cards = [...session.derived.instanceRows.value];
  const images = session.state.outcomes.value.image;
  expect(cards.length).toBeGreaterThan(24);
  one<HTMLButtonElement>(".card .open").click();
  expect(session.state.openInstance.value).toBe(cards[0]);
  expect(one(".viewer-head .place").textContent).toBe(`1 of ${cards.length}`);
  const next = one<HTMLButtonElement>('.viewer [aria-label="Next instance"]');
  const seen = cards.slice(1, 26).map(() => {
    next.click();
    return session.state.openInstance.value;
  });
  expect(seen).toEqual(cards.slice(1, 26));
  expect(session.state.open.value).toBe(images[cards[25] ?? 0]);
  expect(session.derived.page.value).toBe(2);
  expect(one(".viewer-head .place").textContent).toBe(`26 of ${cards.length}`);
  one<HTMLButtonElement>('.viewer [aria-label="Previous instance"]').click();
  one<HTMLButtonElement>('.viewer [aria-label="Previous instance"]').click();
  expect([session.state.openInstance.value, session.derived.page.value]).toEqual([cards[23], 1]);
});

it("moves no button while one steps on, and keeps the filters", async () => {
  const { session, tool, press, one, all } = await large();
  const place = () =>
    ["Next image", "Previous image", "Next instance", "Close", "Zoom in"].map((name) => {
      const { left, top } = tool(name).getBoundingClientRect();
      return [left, top];
    });
  const before = place();
  all<HTMLButtonElement>(".viewer-filters [role=switch]")[0]?.click();
  const slider = one<HTMLInputElement>("input[aria-label='Lowest confidence']");
  slider.value = "60";
  slider.dispatchEvent(new Event("input"));
  for (let i = 0; i < 12; i++) {
    press("ArrowRight");
    expect(place()).toEqual(before);
    const row = session.state.open.value ?? 0;
    const kept = instances(session, row).filter(
      ({ kind, prediction }) => TONES[kind] !== "right" && !((prediction?.score ?? 1) < 0.6),
    );
    expect(all(".findings button")).toHaveLength(kept.length);
    expect(all(".viewer .shape")).toHaveLength(kept.flatMap(boxesOf).length);
    const hidden = instances(session, row).length - kept.length;
    expect(one(".sum").textContent?.includes(`${hidden} hidden`)).toBe(hidden > 0);
  }
});

it("leaves its own keys to the slider", async () => {
  const { session, one, row } = await large();
  const slider = one<HTMLInputElement>("input[aria-label='Lowest confidence']");
  slider.focus();
  await userEvent.keyboard("{ArrowRight}");
  expect([slider.value, session.state.open.value]).toEqual(["1", row]);
});

it("fades nothing when the list opens under the pointer, and lights what the pointer moves to", async () => {
  const { lines, all } = await large();
  const [first] = lines() as [HTMLButtonElement];
  const over = (type: string, dx = 0) => {
    const at = middle(first);
    first.dispatchEvent(new PointerEvent(type, { ...at, clientX: at.clientX + dx }));
  };
  over("pointerover");
  over("pointermove");
  expect(all(".shape.faded")).toHaveLength(0);
  over("pointermove", 3);
  expect(all(".shape.highlighted").length).toBeGreaterThan(0);
  expect(all(".names .label")).toHaveLength(1);
});

it("lights and selects what is pointed at in the picture, without going there", async () => {
  const { stage, session, ground, scale, all, row } = await large();
  const box = instances(session, row).flatMap(boxesOf)[0];
  if (!box) throw new Error("There is a box in every scene.");
  const before = scale();
  const at = {
    clientX: ground().left + before * (box.x + box.w / 2),
    clientY: ground().top + before * (box.y + box.h / 2),
  };
  pointer(stage, "pointermove", at);
  expect(all(".shape.highlighted").length).toBeGreaterThan(0);
  pointer(stage, "pointerdown", at);
  pointer(stage, "pointerup", at);
  expect(session.state.openInstance.value).not.toBeNull();
  expect(scale()).toBeCloseTo(before, 5);
});

it("goes with each click to the next of the boxes that lie over one another", async () => {
  const { stage, session, ground, scale, row, all } = await large();
  const { objects } = session.state;
  const { x, y, w, h, image, ...others } = objects.value;
  const edges = [x, y, w, h].map((column) => Float32Array.from(column));
  // All boxes of the image in the same place, each a little larger.
  let size = 0;
  for (let i = 0; i < objects.value.size; i++) {
    if (image[i] !== row) continue;
    size += 1;
    edges.forEach((column, place) => {
      column[i] = place < 2 ? 60 - size : 40 + 2 * size;
    });
  }
  const [left, top, width, height] = edges as [
    Float32Array<ArrayBuffer>,
    Float32Array<ArrayBuffer>,
    Float32Array<ArrayBuffer>,
    Float32Array<ArrayBuffer>,
  ];
  put(session.state, { objects: { ...others, image, x: left, y: top, w: width, h: height } });
  const at = { clientX: ground().left + scale() * 80, clientY: ground().top + scale() * 80 };
  const seen = new Set<number | null>();
  for (let i = 0; i <= instances(session, row).length; i++) {
    pointer(stage, "pointermove", at);
    pointer(stage, "pointerdown", at);
    pointer(stage, "pointerup", at);
    seen.add(session.state.openInstance.value);
    pointer(stage, "pointermove", at);
    const lit = all(".shape.highlighted").length;
    expect(lit > 0).toBe(true);
  }
  expect(seen).toEqual(new Set([...instances(session, row).map((own) => own.row), null]));
});

it("takes a pinch as Safari sends it, and a wheel in lines", async () => {
  const { stage, scale } = await large();
  const before = scale();
  const gesture = (type: string, factor: number) =>
    stage.dispatchEvent(Object.assign(new MouseEvent(type, middle(stage)), { scale: factor }));
  gesture("gesturestart", 1);
  gesture("gesturechange", 1.5);
  gesture("gesturechange", 3);
  expect(scale() / before).toBeCloseTo(3, 3);
  gesture("gesturestart", 1);
  gesture("gesturechange", 1 / 3);
  expect(scale() / before).toBeCloseTo(1, 3);
  wheel(stage, -3, { deltaMode: 1 });
  expect(scale() / before).toBeGreaterThan(1.05);
});

it("names every box that is asked for, none over another name", async () => {
  const { press, all } = await large();
  press("l");
  const seen = all(".names .label")
    .filter((node) => node.style.visibility !== "hidden")
    .map((node) => node.getBoundingClientRect());
  expect(seen.length).toBeGreaterThan(1);
  seen.forEach((a, i) => {
    for (const b of seen.slice(i + 1)) {
      const isApart = a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
      expect(isApart).toBe(true);
    }
  });
});

it("draws boxes on a plain ground of about the picture's shape where there is no picture, and says so", async () => {
  const { all, one, ground, session, row } = await large({ pictures: 0 });
  expect(all(".ground img")).toHaveLength(0);
  expect(all(".viewer .shape").length).toBeGreaterThan(0);
  expect(one(".note").textContent).toBe("no picture");
  const shown = instances(session, row).flatMap(boxesOf);
  const { width } = ground();
  const right = Math.max(...shown.map(({ x, w }) => x + w));
  expect(right / Number.parseFloat(one(".ground").style.width)).toBeLessThanOrEqual(1);
  expect(width).toBeGreaterThan(0);
});

it("lists alone what happened where there are neither pictures nor boxes", async () => {
  const shown = await gallery({ isBoxed: false, pictures: 0 });
  shown.session.actions.open(shown.session.derived.rows.value[0] ?? 0);
  expect(shown.one(".viewer-picture").hidden).toBe(true);
  const [side, panel] = [shown.one(".viewer-side"), shown.one(".viewer-panel")].map((node) => node.clientWidth);
  expect(side).toBe(panel);
  expect(shown.all(".findings li").length).toBeGreaterThan(0);
});

it("asks for the original's pixels once it is zoomed in, and takes them without leaving the place", async () => {
  const { session, stage, ground, one, row } = await large({ pictures: 60 });
  const { state } = session;
  const [thumbnails] = state.thumbnails.value;
  if (!thumbnails) throw new Error("The scenes have pictures.");
  const block = async (side: number, wanted: number) => {
    const canvas = new OffscreenCanvas(side, side);
    canvas.getContext("2d")?.fillRect(0, 0, side, side);
    const data = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
    const size = Uint32Array.of(1000);
    return {
      row: Uint32Array.of(row),
      offsets: Uint32Array.of(0, data.length),
      data,
      width: size,
      height: size,
      wanted,
    };
  };
  state.large.value = [await block(500, 0)];
  await eventually(() => expect(one<HTMLImageElement>(".ground img").naturalWidth).toBe(500));
  expect(state.openPixels.value).toBeNull();
  wheel(stage, -1200);
  await eventually(() => expect(state.openPixels.value).toBeGreaterThan(500));
  expect(state.openPixels.value).toBeLessThanOrEqual(1000);
  const before = ground();
  const image = one<HTMLImageElement>(".ground img");
  state.large.value = [await block(1000, 1000)];
  // Until the next one is decoded the last one stays.
  expect(one(".ground img")).toBe(image);
  await eventually(() => expect(one<HTMLImageElement>(".ground img").naturalWidth).toBe(1000));
  expect(ground()).toEqual(before);
  expect(one(".note").textContent).toBe("");
  session.actions.step(1);
  expect(state.openPixels.value).toBeNull();
});

it("says where a small picture is all there is", async () => {
  const { session, one, stage } = await large({ pictures: 60 });
  const { width, height } = session.state.thumbnails.value[0] ?? {};
  if (!width || !height) throw new Error("The scenes have pictures.");
  expect(one(".note").textContent).toBe("");
  session.state.hasKernel.value = false;
  session.state.thumbnails.value = session.state.thumbnails.value.map((block) => ({
    ...block,
    width: width.map(() => 3000),
    height: height.map(() => 3000),
  }));
  wheel(stage, -600);
  await eventually(() => expect(one(".note").textContent).toBe("small picture"));
  expect(session.state.openPixels.value).toBeNull();
});

it("fills the window where the page may not have the screen, and leaves it again", async () => {
  const { tool, one, press, session } = await large();
  const panel = one(".viewer-panel");
  panel.requestFullscreen = () => Promise.reject(new TypeError("Not allowed."));
  tool("Full screen").click();
  await painted();
  expect(panel.getBoundingClientRect().width).toBe(document.documentElement.clientWidth);
  expect(tool("Full screen").ariaPressed).toBe("true");
  press("f");
  expect(panel.classList.contains("full")).toBe(false);
  press("f");
  session.actions.open(null);
  expect(panel.classList.contains("full")).toBe(false);
});

it("moves in its list by arrows, one tab stop of all", async () => {
  const { lines, root } = await large();
  const stops = () => lines().filter((line) => line.tabIndex === 0);
  expect(stops()).toHaveLength(1);
  lines()[0]?.focus();
  await userEvent.keyboard("{ArrowDown}");
  expect(root.activeElement).toBe(lines()[1]);
  await userEvent.keyboard("{Enter}");
  expect(lines()[1]?.ariaPressed).toBe("true");
  expect(stops()).toEqual([lines()[1]]);
});

it("marks the selected instance, else the image", async () => {
  const { press, session, row, lines, one } = await large();
  press("m");
  expect(session.state.marks.value.images).toEqual([row]);
  expect(one('[aria-label="Mark this image"]').ariaPressed).toBe("true");
  lines()[0]?.click();
  press("m");
  expect(session.state.marks.value.objects).toHaveLength(1);
  expect(one('[aria-label="Mark this instance"]').ariaPressed).toBe("true");
});

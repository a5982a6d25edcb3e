/** The gallery: cards, pages, search, sorts. */

import { expect, it } from "vitest";
import { holdingAt } from "../../src/engine/counts";
import { range } from "../../src/engine/numbers";
import { pagesToShow } from "../../src/gallery/pages";
import type { Session } from "../../src/state/session";
import { eventually } from "./eventually";
import { gallery, namesOf } from "./galleryStand";
import { press } from "./lens";
import { sceneSession } from "./scenes";
import { painted } from "./stand";

it("lists the page in gallery order, each image under its name", async () => {
  const { one, all, names, session } = await gallery();
  const list = one('[role="list"]');
  expect(list.getAttribute("aria-label")).toBe("Images");
  expect(all('[role="listitem"]').map((item) => item.getAttribute("aria-label"))).toEqual(namesOf(session));
  expect(names()).toEqual(namesOf(session));
  expect(names()).toHaveLength(24);
});

it("takes names as text, never as markup", async () => {
  const { session, names, root } = await gallery();
  session.actions.set("query", "markup");
  expect(names()).toEqual(["<b>not markup</b> & a very long name that goes on and on until it must be cut.jpeg"]);
  expect(root.querySelector(".name b")).toBeNull();
});

it("shows pictures that differ, and boxes on a plain ground where there is none", async () => {
  const { session, all } = await gallery({ pictures: 3 });
  session.actions.setView({ sort: "name" });
  session.actions.set("query", "scene_04");
  const images = all<HTMLImageElement>(".card img[src]");
  await eventually(() => expect(images.every((image) => image.naturalWidth > 0)).toBe(true));
  expect(new Set(images.map((image) => image.src)).size).toBe(images.length);
  expect(images).toHaveLength(3);
  const [without] = all(".card").filter((card) => !card.querySelector("img[src]"));
  expect(without?.querySelectorAll(".box").length).toBeGreaterThan(0);
});

it("shows a picture as soon as it arrives", async () => {
  const { session, all } = await gallery({ pictures: 0 });
  expect(all(".card img[src]")).toHaveLength(0);
  session.state.thumbnails.value = (await sceneSession({ images: 60, pictures: 60 })).state.thumbnails.value;
  expect(all(".card img[src]")).toHaveLength(24);
});

it("outlines the instance behind the selected cell, tags it, and says it in words", async () => {
  const { session, all } = await gallery({ images: 240, pictures: 240 });
  session.actions.select("cells", [[3, 8]], "replace");
  const cards = all(".card");
  expect(cards.length).toBeGreaterThan(1);
  for (const card of cards) {
    expect(card.querySelectorAll(".box.thick").length).toBeGreaterThan(0);
    expect(card.querySelector(".label")?.textContent).toBe("3 → 8");
    expect(card.querySelector(".why")?.textContent).toMatch(/^3 predicted as 8(, x\d)?$/);
  }
});

it("outlines of the selected cell only the instances that pass a range", async () => {
  const { session, all } = await gallery({ images: 240, pictures: 240 });
  const { derived, actions } = session;
  actions.select("cells", [[3, 8]], "replace");
  const outlined = () => all(".card").reduce((sum, card) => sum + card.querySelectorAll(".box.thick").length, 0);
  const before = outlined();
  expect(before).toBe(derived.visible.value.instances);
  const scores = scoresOf(session).sort((a, b) => a - b);
  const middle = scores[scores.length >> 1] ?? 0;
  actions.set("score", { range: [middle, null] });
  expect(outlined()).toBe(scores.filter((score) => score >= middle).length);
  expect(outlined()).toBeLessThan(before);
});

/** The scores of the visible instances. */
function scoresOf({ state, derived }: Session): number[] {
  const [outcomes, isSelected] = [state.outcomes.value, derived.isSelected.value];
  const isHeld = holdingAt(outcomes, derived.shown.value.confidence);
  const rows = range(0, outcomes.size - 1).filter((row) => isSelected?.(row) && isHeld(row));
  return rows.map((row) => state.objects.value.score[outcomes.prediction[row] ?? -1] ?? Number.NaN);
}

it("counts a repeated error: 0 predicted as 1, x2", async () => {
  const { session, all } = await gallery({ classes: ["0", "1", "2"], images: 240 });
  session.actions.select("cells", [[0, 1]], "replace");
  expect(all(".why").map((node) => node.textContent)).toContain("0 predicted as 1, x2");
});

it("never cuts a label at the edge of its picture", async () => {
  const { session, all } = await gallery({ images: 200, pictures: 200 });
  session.state.pageSize.value = 200;
  session.actions.select(
    "cells",
    Array.from({ length: 10 }, (_, i) => [i, 10] as const),
    "replace",
  );
  await painted();
  const labels = all(".card .label bdi");
  expect(labels.length).toBeGreaterThan(50);
  for (const label of labels) {
    const box = label.getBoundingClientRect();
    const frame = label.closest(".frame")?.getBoundingClientRect() ?? new DOMRect();
    expect(box.left).toBeGreaterThanOrEqual(frame.left - 0.5);
    expect(box.right).toBeLessThanOrEqual(frame.right + 0.5);
    expect(box.top).toBeGreaterThanOrEqual(frame.top - 0.5);
    expect(box.bottom).toBeLessThanOrEqual(frame.bottom + 0.5);
  }
});

it("turns pages and keeps the focus on what was pressed", async () => {
  const { button, names, session, focusedName, one } = await gallery();
  for (const name of ["Page 2", "Next page", "Previous page", "Last page", "First page"]) {
    button(name).focus();
    button(name).click();
    expect(focusedName()).toBe(name);
    expect(names()).toEqual(namesOf(session));
    expect(one("[aria-current=page]").textContent).toBe(String(session.derived.page.value));
  }
  button("Next page").click();
  expect(one(".pages").textContent).toContain("page 2 of 3");
});

it("shows every image once over all pages", async () => {
  const { names, session } = await gallery();
  const seen: (string | null)[] = [];
  for (let page = 1; page <= 3; page++) {
    session.actions.setPage(page);
    seen.push(...names());
  }
  expect(seen).toHaveLength(60);
  expect(new Set(seen).size).toBe(60);
});

it("keeps its height on a short last page", async () => {
  const { button, one } = await gallery();
  await painted();
  const before = one(".cards").offsetHeight;
  button("Last page").click();
  await painted();
  expect(one(".cards").offsetHeight).toBeGreaterThanOrEqual(before);
});

it("searches names as one types, and follows the query from elsewhere", async () => {
  const { one, names, session } = await gallery();
  const search = one<HTMLInputElement>("input[type=search]");
  expect(search.getAttribute("aria-label")).toBe("Search image names");
  search.value = "SCENE_04";
  search.dispatchEvent(new InputEvent("input"));
  expect(session.state.facets.query.value).toBe("SCENE_04");
  expect(names().every((name) => name?.startsWith("scene_04"))).toBe(true);
  session.actions.clear("query");
  expect(search.value).toBe("");
});

it("sorts by errors, F1 and name", async () => {
  const { one, names, session } = await gallery();
  for (const sort of ["f1", "name", "errors"]) {
    one<HTMLButtonElement>(`.sorts button[value=${sort}]`).click();
    expect(session.state.view.value.sort).toBe(sort);
    expect(names()).toEqual(namesOf(session));
  }
});

it("says that nothing is left, with one thing to do about it", async () => {
  const { one, session, names } = await gallery();
  session.actions.set("query", "no such name");
  expect(one("p.empty").hidden).toBe(false);
  one("p.empty button").click();
  expect(session.state.facets.query.value).toBe("");
  expect(names()).toHaveLength(24);
});

it("picks with ctrl-click, and opens nothing", async () => {
  const { session, button } = await gallery();
  const [first] = [...session.derived.pageRows.value];
  const [name = ""] = namesOf(session);
  const click = () => button(`Open ${name}`).dispatchEvent(new MouseEvent("click", { bubbles: true, ctrlKey: true }));
  click();
  expect(session.state.facets.picked.value).toEqual([first]);
  expect(session.state.open.value).toBeNull();
  click();
  expect(session.state.facets.picked.value).toEqual([]);
});

it("marks with the tick, with shift up to another, and with the keys", async () => {
  const { all, session } = await gallery();
  const rows = [...session.derived.pageRows.value];
  const ticks = all<HTMLButtonElement>(".mark-it");
  const marked = () => rows.map((row) => session.state.marks.value.images.includes(row));
  const click = (place: number, shiftKey = false) =>
    ticks[place]?.dispatchEvent(new MouseEvent("click", { bubbles: true, shiftKey }));
  click(4);
  click(1, true);
  expect(marked().slice(0, 6)).toEqual([false, true, true, true, true, false]);
  expect(ticks[2]?.ariaPressed).toBe("true");
  expect(session.derived.rows.value).toHaveLength(rows.length > 24 ? rows.length : session.derived.splitSize.value);
  click(3);
  click(2, true);
  expect(marked().slice(0, 6)).toEqual([false, true, false, false, true, false]);
  ticks[0]?.focus();
  press(ticks[0] as HTMLElement, "m");
  ticks[2]?.focus();
  press(ticks[2] as HTMLElement, "M", { shiftKey: true });
  expect(marked().slice(0, 6)).toEqual([true, true, true, false, true, false]);
});

it("stays inside 400 pixels", async () => {
  const { one, session } = await gallery({ pictures: 60 }, 400);
  await painted();
  expect(one(".gallery").scrollWidth).toBeLessThanOrEqual(400);
  session.actions.setPage(2);
  expect(one(".pages").getBoundingClientRect().width).toBeLessThanOrEqual(400);
});

it("offers few page numbers, with gaps, the current one among its neighbours", () => {
  expect(pagesToShow(1, 3)).toEqual([1, 2, 3]);
  expect(pagesToShow(1, 20)).toEqual([1, 2, 3, 4, 5, 0, 20]);
  expect(pagesToShow(10, 20)).toEqual([1, 0, 9, 10, 11, 0, 20]);
  expect(pagesToShow(20, 20)).toEqual([1, 0, 16, 17, 18, 19, 20]);
  for (let page = 1; page <= 9; page++) expect(pagesToShow(page, 9)).toContain(page);
});

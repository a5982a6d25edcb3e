/** One image shown large: the dialog, its keys, its boxes and its list. */

import { expect, it, onTestFinished } from "vitest";
import { adoptStyles } from "../../src/appearance";
import { mountLens } from "../../src/layout";
import { eventually } from "./eventually";
import { gallery, galleryOf, namesOf } from "./galleryStand";
import { mounted } from "./lens";
import { sceneSession } from "./scenes";

function press(node: Element, key: string): void {
  node.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

it("opens large, steps with the arrows over page ends, and gives the focus to the last card", async () => {
  const { session, button, one, focusedName } = await gallery({ pictures: 60 });
  const rows = [...session.derived.rows.value];
  const name = (index: number) => session.state.images.value.name.at(rows[index] ?? 0);
  button(`Open ${name(22)}`).focus();
  button(`Open ${name(22)}`).click();
  const dialog = one<HTMLDialogElement>("dialog");
  expect(dialog.open).toBe(true);
  expect(dialog.querySelector("h2")?.textContent).toBe(name(22));
  expect(dialog.textContent).toContain("image 23 of 60");
  press(dialog, "ArrowRight");
  press(dialog, "ArrowRight");
  expect(session.state.open.value).toBe(rows[24]);
  expect(session.derived.page.value).toBe(2);
  press(dialog, "ArrowLeft");
  expect(dialog.querySelector("h2")?.textContent).toBe(name(23));
  expect(dialog.getAttribute("aria-label")).toBe("Image");
  press(dialog, "ArrowRight");
  dialog.dispatchEvent(new Event("cancel", { cancelable: true }));
  expect(dialog.open).toBe(false);
  expect(session.state.open.value).toBeNull();
  expect(focusedName()).toBe(`Open ${name(24)}`);
});

it("says the rates of the image, and how sure they are, with its F1", async () => {
  const { session, one, all } = await gallery({ pictures: 60 });
  session.actions.open(session.derived.rows.value[0] ?? 0);
  const f1 = all(".viewer-bar .tallies span").find(({ textContent }) => textContent?.startsWith("F1"));
  const [precision, recall, last] = f1?.title.split("\n") ?? [];
  expect(precision).toMatch(/^Precision [.\d]+, 95 % between [.\d]+ and [.\d]+ \(\d+ of \d+\)$/);
  expect(recall).toMatch(/^Recall [.\d]+, 95 % between /);
  expect(last?.startsWith(f1?.textContent ?? "-")).toBe(true);
  expect(one("dialog").textContent).not.toContain("95 %");
});

it("draws truth and predictions in the large view, each with its switch", async () => {
  const { session, one, all } = await gallery({ pictures: 60 });
  session.actions.open(session.derived.rows.value[0] ?? 0);
  await eventually(() => expect(one<HTMLImageElement>(".viewer img").naturalWidth).toBeGreaterThan(0));
  const boxes = (look: string) => all(`.viewer .box.${look}`).length;
  const named = (text: string) =>
    all<HTMLButtonElement>(".viewer [role=switch]").find((node) => node.textContent === text);
  expect(boxes("dashed")).toBeGreaterThan(0);
  expect(boxes("solid")).toBeGreaterThan(0);
  const [truth, predictions] = [named("Ground truth"), named("Predictions")];
  truth?.click();
  expect([boxes("dashed"), truth?.getAttribute("aria-checked")]).toEqual([0, "false"]);
  predictions?.click();
  expect(boxes("solid")).toBe(0);
  truth?.click();
  expect(boxes("dashed")).toBeGreaterThan(0);
});

it("lists the instances in words, and lights the box of the one that has the focus", async () => {
  const { session, all } = await gallery({ pictures: 60 });
  session.actions.open(session.derived.rows.value[0] ?? 0);
  const lines = all<HTMLButtonElement>(".findings button");
  expect(lines.length).toBeGreaterThan(1);
  expect(lines[0]?.textContent).toMatch(/predicted as|unlabelled|missed/);
  lines[0]?.focus();
  expect(all(".viewer .box:not(.faded)").length).toBeLessThan(all(".viewer .box").length);
  lines[0]?.blur();
  expect(all(".viewer .box.faded")).toHaveLength(0);
});

it("lists the cells in words where there are no boxes", async () => {
  const { session, all, one } = await gallery({ isBoxed: false });
  session.actions.open(session.derived.rows.value[0] ?? 0);
  expect(all(".findings li").length).toBeGreaterThan(0);
  expect(all(".viewer .box")).toHaveLength(0);
  expect(one("[aria-label=Outlines]").hidden).toBe(true);
});

it("opens one dialog for two displays of a session, in the one with the focus", async () => {
  const session = await sceneSession({ images: 60 });
  const [first, second] = [galleryOf(session), galleryOf(session)];
  const [name = ""] = namesOf(session);
  second.button(`Open ${name}`).focus();
  second.button(`Open ${name}`).click();
  expect(first.one<HTMLDialogElement>("dialog").open).toBe(false);
  expect(second.one<HTMLDialogElement>("dialog").open).toBe(true);
  second.end();
  expect(session.state.open.value).toBeNull();
  session.actions.open(3);
  expect(first.one<HTMLDialogElement>("dialog").open).toBe(true);
});

it("opens the image that was open when the page was saved", async () => {
  const session = await sceneSession({ images: 60 });
  const row = session.derived.rows.value[0] ?? 0;
  session.state.open.value = row;
  const { one, button } = galleryOf(session);
  expect(one<HTMLDialogElement>("dialog").open).toBe(false);
  button(`Open ${session.state.images.value.name.at(row)}`).click();
  expect(one<HTMLDialogElement>("dialog").open).toBe(true);
  expect(session.state.open.value).toBe(row);
});

it("opens an image that is asked for while the display is being made", async () => {
  const { root, session } = await mounted("digits");
  session.actions.open(null);
  const life = new AbortController();
  const host = document.createElement("div");
  document.body.append(host);
  onTestFinished(() => {
    life.abort();
    host.remove();
  });
  const second = host.attachShadow({ mode: "open" });
  adoptStyles(second);
  mountLens(second, session, life.signal);
  // The pictures are not there yet, and with them the dialog.
  expect(second.querySelector("dialog")).toBeNull();
  root.replaceChildren();
  session.actions.open(3);
  await eventually(() => expect(second.querySelector("dialog")?.open).toBe(true));
});

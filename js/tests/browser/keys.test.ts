/** Keys act with the focus in the Lens, on nothing else, and all of them are listed. */

import { expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { eventually } from "./eventually";
import { mounted, press } from "./lens";

test("a press of the pointer moves the focus into the Lens, and to what takes it where something does", async () => {
  const lens = await mounted("digits");
  expect(document.activeElement).toBe(document.body);
  await userEvent.click(lens.one(".metrics"));
  expect(lens.root.activeElement).toBe(lens.one(".lens"));
  const split = lens.one(".bar [role=radio]");
  await userEvent.click(split);
  expect(lens.root.activeElement).toBe(split);
});

test("? and the button beside the filters list every key, and give the focus back", async () => {
  const lens = await mounted("digits");
  const opener = lens.one("button[aria-label=Keys]");
  await userEvent.click(opener);
  const dialog = lens.one<HTMLDialogElement>("dialog.keys");
  expect(dialog.open).toBe(true);
  const listed = lens.all(".keys kbd").map((key) => key.textContent);
  expect(listed).toContain("?");
  expect(listed).toContain("Esc");
  await userEvent.keyboard("{Escape}");
  expect(dialog.open).toBe(false);
  expect(lens.root.activeElement).toBe(opener);
  await userEvent.keyboard("?");
  expect(dialog.open).toBe(true);
  await userEvent.keyboard("?");
  expect(dialog.open).toBe(false);
});

test("what is handled goes no further; everything else, and what a text field is given, does", async () => {
  const lens = await mounted("digits");
  const around = vi.fn();
  document.addEventListener("keydown", around, { signal: AbortSignal.timeout(60_000) });
  const frame = lens.one(".lens");
  expect(press(frame, "?").defaultPrevented).toBe(true);
  expect(around).not.toHaveBeenCalled();
  press(frame, "?");
  for (const [target, key] of [
    [frame, "q"],
    [lens.one("input[type=search]"), "?"],
  ] as const) {
    expect(press(target, key).defaultPrevented, key).toBe(false);
    expect(around).toHaveBeenCalledOnce();
    around.mockClear();
  }
  expect(lens.all("dialog.keys[open]")).toEqual([]);
  press(lens.one("[role=slider]"), "ArrowRight");
  expect(around).not.toHaveBeenCalled();
});

test("lists of buttons are one tab stop each, within which the arrows move", async () => {
  const lens = await mounted("digits");
  const pages = await eventually(() => lens.one("nav.pages"));
  for (const [name, node] of [
    ["pairs", lens.one(".pairs")],
    ["pages", pages],
  ] as const) {
    const buttons = [...node.querySelectorAll("button")];
    expect(buttons.length, name).toBeGreaterThan(4);
    expect(buttons.filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
    const stop = buttons.find(({ tabIndex }) => tabIndex === 0) as HTMLButtonElement;
    stop.focus();
    press(stop, "End");
    expect(lens.root.activeElement).toBe(buttons.at(-1));
    press(buttons.at(-1) as HTMLElement, "ArrowLeft");
    expect(lens.root.activeElement).toBe(buttons.at(-2));
    expect(buttons.filter(({ tabIndex }) => tabIndex === 0)).toEqual([buttons.at(-2)]);
  }
  lens.session.actions.setPage(2);
  expect([...pages.querySelectorAll("button")].filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
});

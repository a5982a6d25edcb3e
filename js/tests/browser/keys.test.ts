/** Keys act with the focus in the Lens, on nothing else, and all of them are listed. */

import { expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
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

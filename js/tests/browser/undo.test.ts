/** Undo and Escape, by keys and buttons. */

import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { eventually } from "./eventually";
import { mounted, press } from "./lens";

const undoOf = (lens: Awaited<ReturnType<typeof mounted>>, name: string) =>
  lens.all(".filters button").find((button) => button.textContent === name) as HTMLButtonElement;

test("ctrl-Z and the button take back, shift redoes, and typed text is not what they take back", async () => {
  const lens = await mounted("digits");
  const { state } = lens.session;
  const [undo, redo] = [undoOf(lens, "Undo"), undoOf(lens, "Redo")];
  expect([undo.ariaDisabled, redo.hidden]).toEqual(["true", true]);
  await userEvent.click(lens.cell("3", "9"));
  expect(lens.cells()).toEqual(["3>9"]);
  await userEvent.keyboard("{Control>}z{/Control}");
  expect(lens.cells()).toEqual([]);
  expect([undo.ariaDisabled, redo.hidden]).toEqual(["true", false]);
  await userEvent.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
  expect(lens.cells()).toEqual(["3>9"]);
  await userEvent.click(undo);
  expect(lens.cells()).toEqual([]);
  await userEvent.click(redo);
  expect(lens.cells()).toEqual(["3>9"]);
  expect(lens.root.activeElement).toBe(undo);
  const search = await eventually(() => lens.one<HTMLInputElement>("input[aria-label='Search image names']"));
  search.focus();
  expect(press(search, "z", { ctrlKey: true }).defaultPrevented).toBe(false);
  expect(state.facets.cells.value).toHaveLength(1);
});

test("a drag over the thresholds is one step", async () => {
  const lens = await mounted("digits");
  const slider = lens.one("[role=slider]");
  const before = lens.session.state.confidence.value;
  const box = slider.getBoundingClientRect();
  const fire = (type: string, share: number) => {
    const place = { clientX: box.left + share * box.width, clientY: box.top + box.height / 2 };
    const options = { bubbles: true, composed: true, pointerId: 1, button: 0, buttons: 1, isPrimary: true, ...place };
    slider.dispatchEvent(new PointerEvent(type, options));
  };
  slider.setPointerCapture = () => undefined;
  slider.hasPointerCapture = () => true;
  fire("pointerdown", 0.3);
  for (let share = 0.3; share < 0.9; share += 0.1) fire("pointermove", share);
  fire("pointerup", 0.9);
  expect(lens.session.state.confidence.value).toBeGreaterThan(70);
  undoOf(lens, "Undo").click();
  expect(lens.session.state.confidence.value).toBe(before);
  expect(undoOf(lens, "Undo").ariaDisabled).toBe("true");
});

test("Escape does one thing a press, in one order everywhere", async () => {
  const lens = await mounted("digits");
  const { state, actions, derived } = lens.session;
  actions.select("cells", [[3, 3]], "replace");
  actions.set("query", "scene");
  actions.open(derived.rows.value[0] ?? null);
  lens.one(".lens").focus();
  const seen: unknown[] = [];
  for (let i = 0; i < 4; i++) {
    const dialog = lens.all("dialog[open]").at(-1);
    const { defaultPrevented } = press(dialog?.querySelector("button") ?? lens.one(".lens"), "Escape");
    seen.push([defaultPrevented, state.open.value !== null, state.facets.query.value, state.facets.cells.value.length]);
  }
  expect(seen).toEqual([
    [true, false, "scene", 1],
    [true, false, "", 1],
    [true, false, "", 0],
    [false, false, "", 0],
  ]);
});

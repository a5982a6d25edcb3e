/** "Suspect labels": the panel, the cards that it leads to, and judging them by keys and by hand. */

import { expect, test } from "vitest";
import { objectsAt } from "../../src/data/tables";
import { at, PERCENTS } from "../../src/engine/counts";
import { reasonOf, SUSPECTS, type Suspect } from "../../src/engine/suspects";
import { put } from "../unit/put";
import { type Mounted, mountedSession, press } from "./lens";
import { sceneSession } from "./scenes";

const words = (node: Element | null | undefined) => node?.textContent?.replaceAll(/\s+/g, " ").trim() ?? "";
const kindButton = (lens: Mounted, kind: Suspect) => lens.one<HTMLButtonElement>(`.types [value="${kind}"]`);
const cards = (lens: Mounted) => lens.all(".instance");
const verdicts = (lens: Mounted) => lens.session.state.verdicts.value;

/** Scenes in which every fourth prediction, and every ninth truth, is suspect. */
async function suspected(width = 1200): Promise<Mounted> {
  const session = await sceneSession({ images: 60, pictures: 24 });
  const { state } = session;
  const { side, size, label } = state.objects.value;
  const codeOf = (row: number) => (at(side, row) === 1 ? (row % 4 === 1 ? 1 + (row % 3) : 0) : row % 9 === 0 ? 4 : 0);
  const rows = Array.from({ length: size }, (_, row) => row);
  put(state, {
    objects: {
      ...state.objects.value,
      suspect: Uint8Array.from(rows, codeOf),
      weight: Float32Array.from(rows, (row) => (codeOf(row) ? ((row * 7) % 100) / 100 : Number.NaN)),
      against: Uint32Array.from(rows, (row) => (at(label, row) === 0 ? 0xffffffff : 0)),
      overlap: Float32Array.from(rows, () => 0.5),
    },
  });
  put(state, { header: { ...state.header.value, matching: "iou", iou: 0.5, tb: 0.1 } });
  return mountedSession(session, width);
}

async function opened(width?: number): Promise<Mounted> {
  const lens = await suspected(width);
  open(lens);
  return lens;
}

function open(lens: Mounted): void {
  lens.one('.panels [role=tab][value="suspects"]').click();
}

test("counts each kind at the threshold, and says how many more there are below", async () => {
  const lens = await opened();
  const { derived, state } = lens.session;
  const countAt = (i: number, percent: number) => derived.suspects.value[PERCENTS * i + percent] ?? 0;
  const rows = lens.all(".types tbody tr");
  expect(rows.map((row) => words(row.querySelector("button")))).toEqual(SUSPECTS.slice(1));
  const { confidence } = derived.shown.value;
  expect(rows.map((row) => words(row.children[1]))).toEqual(
    SUSPECTS.slice(1).map((_, i) => String(countAt(i + 1, confidence))),
  );
  const below = SUSPECTS.reduce((sum, _, i) => sum + countAt(i, 0) - countAt(i, confidence), 0);
  expect(below).toBeGreaterThan(0);
  const more = lens.one<HTMLButtonElement>(".types > button");
  expect(words(more)).toBe(`${below} more below ${confidence} %`);
  more.click();
  expect(state.confidence.value).toBe(0);
  expect(more.hidden).toBe(true);
});

test("a press shows the instances of a kind, the weightiest first, each with its reason", async () => {
  const lens = await opened();
  const { state, derived } = lens.session;
  kindButton(lens, "unlabelled object").click();
  expect(kindButton(lens, "unlabelled object").ariaPressed).toBe("true");
  expect(cards(lens).map((card) => Number(card.dataset["row"]))).toEqual([...derived.pageInstances.value]);
  expect(lens.one('[role=radio][value="weight"]').ariaChecked).toBe("true");
  for (const card of cards(lens)) {
    const object = derived.accusedOf.value(Number(card.dataset["row"])) ?? -1;
    expect(words(card.querySelector(".words"))).toBe(reasonOf(state.objects.value, object, state.header.value));
    expect(card.querySelector(".words")?.classList.contains("wrong")).toBe(false);
  }
});

test("L and M judge a card, the next one that nobody has judged gets the focus, over pages too; U takes back", async () => {
  const lens = await opened();
  const { state } = lens.session;
  state.pageSize.value = 3;
  kindButton(lens, "wrong label").click();
  const focused = () => Number(lens.root.activeElement?.closest<HTMLElement>(".card")?.dataset["row"]);
  const rows = [...lens.session.derived.instanceRows.value];
  cards(lens)[0]?.querySelector<HTMLElement>(".open")?.focus();
  for (const [i, key] of ["l", "m", "L"].entries()) {
    expect(focused()).toBe(rows[i]);
    press(lens.root.activeElement as Element, key);
  }
  expect(state.page.value).toBe(2);
  expect(focused()).toBe(rows[3]);
  expect([verdicts(lens).label.length, verdicts(lens).model.length]).toEqual([2, 1]);
  expect(words(lens.one(".judging [role=status]"))).toBe(`3 of ${rows.length} judged`);
  // A key that is held down.
  press(lens.root.activeElement as Element, "m", { repeat: true });
  expect(verdicts(lens).model).toHaveLength(1);
  press(lens.root.activeElement as Element, "u");
  expect(focused()).toBe(rows[2]);
  expect(state.page.value).toBe(1);
  expect(verdicts(lens).label).toHaveLength(1);
  // Space marks as ever.
  press(lens.root.activeElement as Element, " ");
  expect(state.marks.value.objects).toHaveLength(1);
  expect(verdicts(lens).label).toHaveLength(1);
});

test("without suspects or types chosen, M marks and L does nothing", async () => {
  const lens = await suspected();
  lens.session.actions.setView({ face: "instances" });
  expect(lens.one(".judging").hidden).toBe(true);
  expect(lens.one(".instance .verdict").hidden).toBe(true);
  lens.one(".instance .open").focus();
  const focus = lens.root.activeElement as Element;
  press(focus, "m");
  expect(press(focus, "l").defaultPrevented).toBe(false);
  expect(lens.session.state.marks.value.objects).toHaveLength(1);
  expect(verdicts(lens).model).toEqual([]);
});

test("a card's buttons judge by hand, stay where they are, and take back what they said", async () => {
  const lens = await opened();
  kindButton(lens, "label of nothing").click();
  const button = () => lens.one<HTMLButtonElement>(".instance .verdict [value=label]");
  button().click();
  expect(button().ariaPressed).toBe("true");
  const row = Number(cards(lens)[0]?.dataset["row"]);
  expect(objectsAt(lens.session.state.outcomes.value, row)).toContain(verdicts(lens).label[0]);
  // Drawn anew, it is chosen still.
  expect(kindButton(lens, "label of nothing").ariaPressed).toBe("true");
  const judged = lens.all(".types tbody tr").map((own) => words(own.children[2]));
  expect(judged).toEqual(["0", "0", "0", "1", "0"]);
  button().click();
  expect(button().ariaPressed).toBe("false");
  expect(verdicts(lens).label).toEqual([]);
});

test("the large view judges the selected instance, says why it is suspect, and goes on to the next", async () => {
  const lens = await opened();
  const { state, derived } = lens.session;
  kindButton(lens, "badly drawn label").click();
  const rows = [...derived.instanceRows.value];
  lens.one(".instance .open").click();
  await expect.poll(() => lens.one<HTMLDialogElement>("dialog.viewer").open).toBe(true);
  const judging = lens.one(".viewer-judging");
  expect(judging.hidden).toBe(false);
  expect(words(judging.querySelector(".reason"))).toContain("beside a label");
  const panel = lens.one(".viewer-panel");
  press(panel, "l");
  expect(state.openInstance.value).toBe(rows[1]);
  judging.querySelector<HTMLButtonElement>("[value=model]")?.click();
  expect(state.openInstance.value).toBe(rows[2]);
  expect(words(judging.querySelector("[role=status]"))).toBe(`2 of ${rows.length} judged`);
  press(panel, "u");
  expect(state.openInstance.value).toBe(rows[1]);
  expect([verdicts(lens).label.length, verdicts(lens).model.length]).toEqual([1, 0]);
  // Of the image alone there is nothing to judge: the keys are those of the view.
  lens.session.actions.open(state.open.value);
  expect(judging.hidden).toBe(true);
  press(panel, "m");
  expect(state.marks.value.images).toHaveLength(1);
});

test("in the large view nobody judges what is hidden", async () => {
  const lens = await opened();
  const { state, derived } = lens.session;
  // Of a mixture of right ones and wrong ones.
  kindButton(lens, "unlabelled object").click();
  const rows = [...derived.instanceRows.value];
  const isRight = (row: number) => at(state.outcomes.value.actual, row) === at(state.outcomes.value.predicted, row);
  const second = rows.findIndex((row, place) => place > 0 && isRight(row));
  expect([second, rows.some((row, place) => place > second && isRight(row))]).toEqual([expect.any(Number), true]);
  lens.session.actions.openInstanceAt(second);
  await expect.poll(() => lens.one<HTMLDialogElement>("dialog.viewer").open).toBe(true);
  for (const tone of ["wrong", "missed"]) lens.one(`.viewer-filters .toggle:has(.${tone})`).click();
  for (let i = 0; i < 3; i++) press(lens.one(".viewer-panel"), "l");
  expect(verdicts(lens).label).toHaveLength(Math.min(3, rows.filter(isRight).length));
  for (const row of rows) if (!isRight(row)) expect(derived.verdictOf.value(row)).toBeUndefined();
  lens.one(".viewer-filters .toggle:has(.right)").click();
  expect(lens.one(".viewer-judging").hidden).toBe(true);
  press(lens.one(".viewer-panel"), "u");
  expect(verdicts(lens).label).toHaveLength(Math.min(3, rows.filter(isRight).length));
});

test("from a panel the keys first lead to the cards, and judge nothing on the way", async () => {
  const lens = await opened();
  const kind = kindButton(lens, "wrong label");
  kind.focus();
  kind.click();
  press(lens.root.activeElement as Element, "m");
  expect(lens.root.activeElement).toBe(lens.one(".instance .open"));
  expect(verdicts(lens).model).toEqual([]);
  press(lens.root.activeElement as Element, "m");
  expect(verdicts(lens).model).toHaveLength(1);
});

test("says why there are none", async () => {
  const lens = await opened();
  const { state } = lens.session;
  const said = () => words(lens.one(".types p"));
  expect(said()).toMatch(/You decide\.$/);
  put(state, { objects: { ...state.objects.value, suspect: new Uint8Array(0) } });
  expect(said()).toBe("No label of these images is suspect.");
  expect(lens.one(".types table").hidden).toBe(true);
  put(state, { header: { ...state.header.value, matching: null } });
  expect(said()).toBe("This file does not say how it was matched; evaluate again.");
  put(state, { objects: { ...state.objects.value, size: 0 } });
  expect(said()).toBe("This needs boxes: labels are held against predictions one by one.");
});

test("says that training hides faults, where the split was trained on", async () => {
  const lens = await opened();
  const { state } = lens.session;
  put(state, { header: { ...state.header.value, splits: { test: 60, train: 1 } } });
  const said = () => words(lens.one(".types p"));
  expect(said()).not.toContain("train");
  put(state, { header: { ...state.header.value, coverage: { test: [[0, 100]], train: [[0, 100]] } } });
  lens.session.actions.setSplit("all");
  expect(said()).toContain("as in train.");
});

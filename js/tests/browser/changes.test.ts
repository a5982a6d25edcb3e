/** "Changes": what it counts of two models, what a press selects, and what is said where nobody knows more. */

import { expect, test } from "vitest";
import { at } from "../../src/engine/counts";
import { TRANSITIONS, type Transition } from "../../src/engine/transitions";
import { shadesOf, valuesOf } from "../../src/scatter/shades";
import { put } from "../unit/put";
import { type Mounted, mountedSession } from "./lens";
import { sceneSession } from "./scenes";

const words = (node: Element | null | undefined) => node?.textContent?.replaceAll(/\s+/g, " ").trim() ?? "";
const rowsOf = (lens: Mounted, label: string) => lens.all(`.types table[aria-label="${label}"] tbody tr`);
const buttonOf = (lens: Mounted, word: string) => lens.one<HTMLButtonElement>(`.types button[value="${word}"]`);
const classButton = (lens: Mounted, word: string, label: number) =>
  lens.one<HTMLButtonElement>(`.types button[name="${word}"][value="${label}"]`);
const ctrlClick = (node: Element) => node.dispatchEvent(new MouseEvent("click", { bubbles: true, ctrlKey: true }));
const tabs = (lens: Mounted) => lens.all(".panels [role=tab]").map(words);
const chips = (lens: Mounted) => lens.all(".chips .chip span").map(words);

/** Scenes, and a baseline that has every fourth class otherwise: some of what is right there is wrong here. */
async function compared(width = 1200): Promise<Mounted> {
  const session = await sceneSession({ images: 120, pictures: 12 });
  const { state } = session;
  const [own] = state.parts.value;
  if (!own) throw new Error("No model.");
  const { actual, predicted, size } = own.outcomes;
  const background = own.header.background ?? -1;
  const before = Uint16Array.from({ length: size }, (_, row) => {
    const [truth, answer] = [at(actual, row), at(predicted, row)];
    if (truth === background || answer === background || row % 4 > 0) return answer;
    return truth === answer ? (truth + 1) % background : truth;
  });
  state.parts.value = [
    { ...own, name: "v1", outcomes: { ...own.outcomes, predicted: before } },
    { ...own, name: "v2" },
  ];
  state.baseline.value = "v1";
  const lens = await mountedSession(session, width);
  lens.one('.panels [role=tab][value="changes"]').click();
  return lens;
}

function reopen(lens: Mounted): void {
  for (const tab of ["classes", "changes"]) lens.one(`.panels [role=tab][value="${tab}"]`).click();
}

function countOf({ session: { derived } }: Mounted, word: Transition, label?: number): number {
  const code = TRANSITIONS.indexOf(word);
  const all = [...(derived.transitionsByClass.value ?? [])].filter((_, place) => place % TRANSITIONS.length === code);
  return label === undefined ? all.reduce((sum, count) => sum + count, 0) : (all[label] ?? 0);
}

test("is the first tab of two models, and none of one", async () => {
  const lens = await compared();
  expect(tabs(lens)[0]).toBe("Changes");
  lens.session.state.baseline.value = null;
  await expect.poll(() => tabs(lens)[0]).toBe("Most confused");
});

test("counts each transition, and how much of it there is", async () => {
  const lens = await compared();
  const rows = rowsOf(lens, "Instances by change");
  expect(rows.map((row) => words(row.querySelector("button")))).toEqual([
    ...["broken", "fixed", "wrong otherwise", "wrong alike", "right in both"],
    ...["new false positive", "gone false positive", "turned false positive", "kept false positive"],
  ]);
  const counts = Object.fromEntries(TRANSITIONS.map((word) => [word, countOf(lens, word)])) as Record<
    Transition,
    number
  >;
  expect(words(rows[0]?.children[1])).toBe(String(counts.broken));
  expect(counts.broken).toBeGreaterThan(0);
  expect(counts.fixed).toBeGreaterThan(0);
  const truths = counts.broken + counts.fixed + counts.otherwise + counts.alike + counts.both_right;
  expect(words(lens.one(".types p"))).toMatch(
    new RegExp(`^From v1 to v2 [\\d.]+ % of ${truths} truths changed \\(churn\\): .* broken \\(negative flips\\)`),
  );
});

test("a press selects a transition as instances, ctrl another; it can be undone", async () => {
  const lens = await compared();
  const { state, derived, history } = lens.session;
  buttonOf(lens, "broken").click();
  expect(state.facets.transition.value).toEqual(["broken"]);
  expect(derived.face.value).toBe("instances");
  expect(derived.visible.value.instances).toBe(countOf(lens, "broken"));
  expect(buttonOf(lens, "broken").ariaPressed).toBe("true");
  ctrlClick(buttonOf(lens, "fixed"));
  expect(chips(lens)).toEqual(["broken", "fixed"]);
  expect(lens.all(".chips .chip").map((chip) => chip.dataset["kind"])).toEqual(["wrong", "right"]);
  history.undo();
  expect(chips(lens)).toEqual(["broken"]);
  history.undo();
  expect([chips(lens), derived.face.value]).toEqual([[], "images"]);
});

test("the classes come worst first, and a count selects its truths", async () => {
  const lens = await compared();
  const { state, derived, history } = lens.session;
  const rows = () => rowsOf(lens, "Changes by class");
  const differences = rows().map((row) => Number(words(row.children[1]?.querySelector("b")).replace("−", "-")));
  expect(differences).toEqual([...differences].sort((a, b) => a - b));
  expect(rows()[0]?.children[1]?.ariaLabel).toMatch(/^F1 \S+ → \S+: [+−]\.\d{3}, .* in \d+ images$/);
  const label = Number(rows()[0]?.querySelector("button")?.value);
  classButton(lens, "broken", label).click();
  const { order } = state.header.value;
  expect(state.facets.cells.value).toEqual(order.map((other) => [label, other]));
  expect(derived.visible.value.instances).toBe(countOf(lens, "broken", label));
  expect(classButton(lens, "broken", label).ariaPressed).toBe("true");
  // The other classes stay, to go on with.
  expect(rows().length).toBe(differences.length);
  classButton(lens, "fixed", label).click();
  expect(state.facets.transition.value).toEqual(["fixed"]);
  expect(derived.visible.value.instances).toBe(countOf(lens, "fixed", label));
  const next = (label + 1) % (order.length - 1);
  ctrlClick(classButton(lens, "fixed", next));
  expect(state.facets.cells.value).toHaveLength(2 * order.length);
  history.undo();
  classButton(lens, "fixed", label).click();
  expect([state.facets.cells.value, state.facets.transition.value]).toEqual([[], []]);
});

test("a class written from right to left begins where the others do", async () => {
  const lens = await compared();
  const { state } = lens.session;
  const left = () =>
    rowsOf(lens, "Changes by class").map((row) => row.querySelector("bdi")?.getBoundingClientRect().left);
  const [before] = left();
  put(state, { header: { ...state.header.value, classes: state.header.value.classes.map(() => "עברית") } });
  await expect.poll(() => words(rowsOf(lens, "Changes by class")[0]?.querySelector("bdi"))).toContain("עברית");
  expect(new Set(left())).toEqual(new Set([before]));
});

test("a class in few images has a difference, but no interval", async () => {
  const lens = await compared();
  const { images } = lens.session.state;
  images.value = { ...images.value, split: Uint8Array.from(images.value.split, (code, row) => (row < 15 ? code : 0)) };
  const cell = () => rowsOf(lens, "Changes by class")[0]?.children[1];
  await expect.poll(() => words(cell()?.querySelector("small"))).toBe("too few images");
  expect(words(cell()?.querySelector("b"))).toMatch(/^[+−]/);
});

test("a press selects the images whose errors changed so", async () => {
  const lens = await compared();
  const { state, derived } = lens.session;
  const rows = rowsOf(lens, "Images by change");
  expect(rows.map((row) => words(row.querySelector("button")))).toEqual([
    ...["regressed", "worse", "fixed", "better", "same"],
  ]);
  buttonOf(lens, "regressed").click();
  expect(words(rowsOf(lens, "Images by change")[0]?.children[1])).toBe(String(derived.visible.value.rows.length));
  ctrlClick(buttonOf(lens, "worse"));
  expect(state.facets.change.value).toEqual(["regressed", "worse"]);
  expect(chips(lens)).toEqual(["regressed images", "worse images"]);
});

test("the map is coloured by change: better, worse and the same", async () => {
  const lens = await compared();
  const { state, derived, actions } = lens.session;
  const option = lens.all(".scatter [role=radio]").find((node) => words(node) === "change");
  option?.click();
  expect(state.view.value.colour).toBe("change");
  expect(words(lens.one(".scatter .legend"))).toBe("more errorsfewer");
  const change = derived.change.value ?? [];
  const tallies = derived.tallies.value;
  const shades = shadesOf("change", state.images.value, valuesOf("change", tallies), [0, 1], change);
  const both = [derived.talliesBefore.value ?? tallies, tallies] as const;
  for (const [row, shade] of shades.entries()) {
    const [was, now] = both.map((of) => at(of.fp, row) + at(of.fn, row)) as [number, number];
    expect(shade).toBe(now < was ? 200 : now > was ? 0 : 100);
  }
  // A model alone has no change to be coloured by.
  actions.setView({ colour: "change" });
  state.baseline.value = null;
  await expect.poll(() => lens.all(".scatter [role=radio]").map(words)).not.toContain("change");
  expect(words(lens.one(".scatter .legend"))).toMatch(/^F1/);
});

test("without boxes, and of pixels, images and classes alone are compared", async () => {
  const lens = await compared();
  const { state } = lens.session;
  const said = () => words(lens.one(".types p"));
  const bare = state.parts.value.map((part) => ({ ...part, objects: { ...part.objects, size: 0 } }));
  state.parts.value = bare;
  reopen(lens);
  expect(said()).toBe("Which instances changed, only boxes would tell: images and classes are compared.");
  expect(rowsOf(lens, "Instances by change")).toHaveLength(0);
  expect(rowsOf(lens, "Images by change")).toHaveLength(5);
  expect(rowsOf(lens, "Changes by class")[0]?.children).toHaveLength(3);
  state.parts.value = bare.map((part) => ({ ...part, header: { ...part.header, unit: "pixels" } }));
  reopen(lens);
  expect(said()).toBe("Pixels are no instances: images and classes are compared.");
});

test("of labels of images there are no false positives to speak of", async () => {
  const lens = await compared();
  const { state } = lens.session;
  put(state, { header: { ...state.header.value, unit: "images", task: "classification" } });
  reopen(lens);
  expect(rowsOf(lens, "Instances by change")).toHaveLength(5);
});

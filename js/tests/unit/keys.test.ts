/** Which key a press means, and who of several gets it. */

import { expect, test } from "vitest";
import { createKeys, type KeyBinding, nameOf, type Press } from "../../src/state/keys";

const PRESS: Press = { key: "", code: "", ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
const press = (change: Partial<Press>): Press => ({ ...PRESS, ...change });
const NOWHERE = {} as Node;

test.each([
  ["j", { key: "j", code: "KeyJ" }],
  ["shift+j", { key: "J", code: "KeyJ", shiftKey: true }],
  ["?", { key: "?", code: "Slash", shiftKey: true }],
  ["ctrl+z", { key: "z", code: "KeyZ", ctrlKey: true }],
  ["ctrl+z", { key: "z", code: "KeyZ", metaKey: true }],
  ["ctrl+shift+z", { key: "Z", code: "KeyZ", metaKey: true, shiftKey: true }],
  ["ctrl+alt+q", { key: "@", code: "KeyQ", ctrlKey: true, altKey: true }],
  ["shift+arrowup", { key: "ArrowUp", code: "ArrowUp", shiftKey: true }],
  // A Russian keyboard, and a French one, on which the letter moves.
  ["ctrl+z", { key: "я", code: "KeyZ", ctrlKey: true }],
  ["ctrl+z", { key: "z", code: "KeyW", ctrlKey: true }],
] as const)("%s", (name, change) => {
  expect(nameOf(press(change))).toBe(name);
});

const binding = (own: Partial<KeyBinding>): KeyBinding => ({ keys: ["j"], words: "", run: () => undefined, ...own });

test("of several that could act, the lowest rank does, then what holds the focus, then the latest", () => {
  const life = new AbortController().signal;
  const within = { contains: () => true } as unknown as Element;
  const other = { contains: () => false } as unknown as Element;
  const [ranked, inside, latest] = [binding({ rank: -1 }), binding({ within }), binding({})];
  const asked = press({ key: "j", code: "KeyJ" });
  const keys = createKeys();
  keys.add([ranked], life);
  keys.add([inside, binding({ within: other, rank: -2 }), binding({ when: () => false, rank: -2 }), latest], life);
  expect(keys.find(asked, NOWHERE)).toBe(ranked.run);
  const unranked = createKeys();
  unranked.add([inside, binding({}), latest], life);
  expect(unranked.find(asked, NOWHERE)).toBe(inside.run);
  const plain = createKeys();
  plain.add([binding({}), latest], life);
  expect(plain.find(asked, NOWHERE)).toBe(latest.run);
});

test("what a view only lists does nothing, and what has ended is gone", () => {
  const life = new AbortController();
  const keys = createKeys();
  keys.add([{ keys: ["j"], words: "Next" }], life.signal);
  expect(keys.find(press({ key: "j" }), NOWHERE)).toBeUndefined();
  expect(keys.bindings.value).toHaveLength(1);
  life.abort();
  expect(keys.bindings.value).toEqual([]);
});

/** Outcomes of whose truth, or false positive, this became since a baseline: a word, or from which class to which. */

import type { CellIndex } from "../cells";
import { isolated } from "../cellWords";
import { LOOKS } from "../change";
import { at } from "../counts";
import { isOfTruth, TRANSITIONS, type Transition } from "../transitions";
import type { OutcomeFacet } from "./facet";

/** The transitions in words. */
export const TRANSITION_WORDS: Readonly<Record<Transition, string>> = {
  fixed: "fixed",
  broken: "broken",
  both_right: "right in both",
  alike: "wrong alike",
  otherwise: "wrong otherwise",
  kept: "kept false positive",
  turned: "turned false positive",
  new: "new false positive",
  gone: "gone false positive",
};

const isPair = (one: unknown) => Array.isArray(one) && one.length === 2 && one.every(Number.isInteger);

export const transition: OutcomeFacet<"transition", readonly (Transition | CellIndex)[]> = {
  name: "transition",
  group: "outcomes",
  empty: [],
  accepts: (value) => Array.isArray(value) && value.every((one) => TRANSITIONS.includes(one) || isPair(one)),
  test(chosen, { told, header: { classes } }) {
    if (!told) return () => true;
    const { code, was, now } = told;
    const words = new Set(chosen.map((one) => TRANSITIONS.indexOf(one as Transition)));
    const pairs = new Set(chosen.map((one) => (typeof one === "string" ? -1 : one[0] * classes.length + one[1])));
    return (row) => {
      const own = at(code, row);
      return words.has(own) || (isOfTruth(own) && pairs.has(at(was, row) * classes.length + at(now, row)));
    };
  },
  chips: (chosen, { header: { classes } }) =>
    chosen.map((one) => ({
      text:
        typeof one === "string"
          ? TRANSITION_WORDS[one]
          : one.map((label) => isolated(classes[label] ?? "")).join(" to "),
      look: LOOKS[String(one)] ?? "picked",
      left: chosen.filter((other) => other !== one),
    })),
};

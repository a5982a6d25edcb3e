/** Outcomes of any of these kinds of error. */

import { KINDS, type Kind, kindsOf } from "../kinds";
import type { OutcomeFacet } from "./facet";

/** The kinds in words. */
export const KIND_WORDS: Readonly<Record<Kind, string>> = {
  correct: "correct",
  class: "wrong class",
  localisation: "poorly placed",
  duplicate: "second box on one object",
  background: "nothing labelled there",
  both: "poorly placed, wrong class",
  missed: "missed",
  covered: "missed, a poor prediction is near",
  unknown: "without a partner",
  none: "nothing",
};

export const kinds: OutcomeFacet<"kinds", readonly Kind[]> = {
  name: "kinds",
  group: "outcomes",
  isInCube: true,
  empty: [],
  accepts: (value) => Array.isArray(value) && value.every((name) => KINDS.includes(name)),
  test(names, { outcomes, header }) {
    const wanted = new Set<number>(names.map((name) => KINDS.indexOf(name)));
    const kindOf = kindsOf(outcomes, header);
    return (row) => wanted.has(kindOf(row));
  },
  chips: (names) =>
    names.map((name) => ({
      text: KIND_WORDS[name],
      look: name === "missed" || name === "covered" ? "missed" : "wrong",
      left: names.filter((other) => other !== name),
    })),
};

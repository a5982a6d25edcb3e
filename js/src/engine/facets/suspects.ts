/** Outcomes one of whose objects makes a label suspect, of any of these kinds. */

import { SUSPECTS, type Suspect, suspectsOf } from "../suspects";
import type { OutcomeFacet } from "./facet";

export const suspects: OutcomeFacet<"suspects", readonly Suspect[]> = {
  name: "suspects",
  group: "outcomes",
  empty: [],
  accepts: (value) => Array.isArray(value) && value.every((name) => name && SUSPECTS.includes(name)),
  test(names, tables) {
    const found = suspectsOf(tables);
    const wanted = new Set(names.map((name) => SUSPECTS.indexOf(name)));
    return (row) => found(row).some((object) => wanted.has(tables.objects.suspect[object] ?? 0));
  },
  chips: (names) =>
    names.map((name) => ({ text: name, look: "suspect", left: names.filter((other) => other !== name) })),
};

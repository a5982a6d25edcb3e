/**
 * The outcomes and objects of two models in one table each: those of the model on show, then those of the baseline;
 * Python's columns/joined.py. The truths that both have are those of the model on show.
 */

import { type Column, constant, joined } from "./columns";
import { type Images, MISSING, NONE, type Objects, type Outcomes } from "./tables";

interface Tables {
  readonly outcomes: Outcomes;
  readonly objects: Objects;
}

/** Row r of the baseline's outcomes is row `shown.outcomes.size + r`, and so with its objects. */
export function joinedTables(shown: Tables, baseline: Tables, { alike }: Images): Tables {
  const [mine, theirs] = [shown.objects, baseline.objects];
  const placeOf = (row: number) => {
    if (row >= theirs.size) return NONE;
    return isCommon(theirs, mine, alike, row) ? row : mine.size + row;
  };
  const moved = (rows: Column) => Uint32Array.from(rows, placeOf);
  const outcomes = { ...baseline.outcomes, truth: moved(baseline.outcomes.truth) };
  return {
    outcomes: stacked(shown.outcomes, { ...outcomes, prediction: moved(outcomes.prediction) }),
    objects: stacked(mine, theirs),
  };
}

/** Is an object a truth that the other model has at the same row? `alike`: of which images both have the same truths. */
export function isCommon(own: Objects, others: Objects, alike: Column, row: number): boolean {
  const image = own.image[row] as number;
  return !own.side[row] && row < others.size && !others.side[row] && others.image[row] === image && alike[image] !== 0;
}

function stacked<Table extends Outcomes | Objects>(first: Table, second: Table): Table {
  const columns = Object.entries(first).map(([name, own]) => {
    const other = second[name as keyof Table] as Column | number;
    if (typeof own === "number") return [name, own + (other as number)];
    const parts = [
      [own, first.size],
      [other as Column, second.size],
    ] as const;
    const isThere = parts.some(([column]) => column.length > 0);
    const whole = parts.map(([column, size]) => (column.length === size ? column : constant(MISSING[name] ?? 0, size)));
    return [name, isThere ? joined(whole) : own];
  });
  return Object.fromEntries(columns);
}

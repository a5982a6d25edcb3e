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
    const image = theirs.image[row] as number;
    const isShared = !theirs.side[row] && row < mine.size && !mine.side[row] && mine.image[row] === image;
    return isShared && (alike[image] ?? 1) ? row : mine.size + row;
  };
  const moved = (rows: Column) => Uint32Array.from(rows, placeOf);
  const outcomes = { ...baseline.outcomes, truth: moved(baseline.outcomes.truth) };
  return {
    outcomes: stacked(shown.outcomes, { ...outcomes, prediction: moved(outcomes.prediction) }),
    objects: stacked(mine, theirs),
  };
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

/** The cube of some outcomes, folded anew: what begins and ends at each percent, as outcomes of the splits. */

import type { Images, Outcomes } from "../../src/data/tables";

export function cubeOf(outcomes: Outcomes, { split }: Pick<Images, "split">): Outcomes {
  const changes = new Map<string, number>();
  const change = (row: number, percent: number, by: number) => {
    if (percent > 100) return;
    const { image, actual, predicted, kind } = outcomes;
    const cell = [split[image[row] as number], actual[row], predicted[row], kind[row] ?? 255, percent].join();
    changes.set(cell, (changes.get(cell) ?? 0) + by);
  };
  for (let row = 0; row < outcomes.size; row++) {
    const count = outcomes.count[row] as number;
    change(row, outcomes.first[row] as number, count);
    change(row, (outcomes.last[row] as number) + 1, -count);
  }
  const rows = [...changes].filter(([, by]) => by !== 0).map(([cell, by]) => [...cell.split(",").map(Number), by]);
  const column = (place: number) => Float64Array.from(rows, (row) => row[place] as number);
  const none = new Uint8Array(0);
  return {
    size: rows.length,
    ...{
      image: column(0),
      actual: column(1),
      predicted: column(2),
      kind: column(3),
      first: column(4),
      count: column(5),
    },
    last: new Uint8Array(rows.length).fill(100),
    ...{ truth: none, prediction: none, iou: none, score: none },
  };
}

/** The golden vectors: what Python answers by brute force, the browser answers to the last digit. */

import { describe, expect, it } from "vitest";
import { byCell } from "../../src/engine/byCell";
import { byClass } from "../../src/engine/byClass";
import * as counts from "../../src/engine/counts";
import * as filters from "../../src/engine/filters";
import { wilson } from "../../src/engine/intervals";
import { ordered } from "../../src/engine/order";
import { cellWords } from "../../src/engine/words";
import { tableOf, valueAt } from "../../src/matrix/table";
import { type Answer, headerOf, readIntervals, readVector, vectorImages, vectorNames, vectorOutcomes } from "./vectors";

describe.each(vectorNames())("%s", (name) => {
  const vector = readVector(name);
  const header = headerOf(vector);
  const images = vectorImages(vector);
  const outcomes = vectorOutcomes(vector);
  const classes = header.classes.length;
  const index = byCell(outcomes, classes);

  function answered(check: (asked: filters.Filters, answer: Answer) => void): void {
    for (const { asked, answer } of vector.queries) check(asked, answer);
  }

  const matrixOf = (asked: filters.Filters) =>
    counts.matrix(outcomes, filters.base(images, asked), asked.confidence, classes);

  const visibleOf = (asked: filters.Filters) => {
    const passing = filters.base(images, asked);
    if (asked.cells.length === 0) return filters.everyone(passing, filters.rowsOf(passing), matrixOf(asked));
    return filters.behind(outcomes, index, passing, asked, classes);
  };

  const talliesAt = (confidence: number) => counts.perImage(outcomes, confidence, images.size, header);

  it("lists the visible images in gallery order", () => {
    answered((asked, answer) => {
      const tallies = talliesAt(asked.confidence);
      for (const sort of ["errors", "f1", "name"] as const) {
        const rows = ordered(visibleOf(asked), sort, images.name, tallies);
        expect([...rows], JSON.stringify({ asked, sort })).toEqual(answer.rows[sort]);
      }
    });
  });

  it("gives images their tallies and F1", () => {
    answered((asked, answer) => {
      const tallies = talliesAt(asked.confidence);
      const rows = answer.rows.errors;
      const found = rows.map((row) => [tallies.tp[row], tallies.fp[row], tallies.fn[row]]);
      expect(found, JSON.stringify(asked)).toEqual(answer.tallies);
      expect(rows.map((row) => orNull(counts.rates(tallies, row).f1))).toEqual(answer.f1);
    });
  });

  it("counts matrix and totals over all filters but the cells", () => {
    answered((asked, answer) => {
      const cells = matrixOf(asked);
      const total = counts.ofMatrix(cells, header);
      const { precision, recall, f1 } = counts.rates(total, 0);
      const [tp, fp, fn] = [total.tp, total.fp, total.fn].map((column) => column[0]);
      expect([...cells], JSON.stringify(asked)).toEqual(answer.matrix.flat());
      expect({
        tp,
        fp,
        fn,
        precision: orNull(precision),
        recall: orNull(recall),
        f1: orNull(f1),
      }).toEqual(answer.totals);
    });
  });

  it("counts classes one by one", () => {
    answered((asked, answer) => {
      const found = byClass(matrixOf(asked), header).map(({ mixedUp, onBackground, ...rest }) => ({
        ...rest,
        mixed_up: mixedUp,
        on_background: onBackground,
      }));
      const columns = Object.entries(answer.by_class) as [keyof (typeof found)[number], readonly (number | null)[]][];
      for (const [name, values] of columns) {
        expect(
          found.map((row) => orNull(row[name])),
          `${name} of ${JSON.stringify(asked)}`,
        ).toEqual(values);
      }
    });
  });

  it("sums instances over the visible images and the selected cells", () => {
    answered((asked, answer) => {
      expect(visibleOf(asked).instances, JSON.stringify(asked)).toBe(answer.instances);
    });
  });

  it("shares are quotients of the counts", () => {
    const unarranged = { ...header, order: header.classes.map((_, index) => index) };
    answered((asked, answer) => {
      for (const by of ["actual", "predicted", "all"] as const) {
        const table = tableOf(matrixOf(asked), unarranged, { normalize: by, diagonal: true });
        const found = Array.from(table.cells, (_, cell) => valueAt(table, cell));
        expect(found.map(orNull), JSON.stringify({ asked, by })).toEqual(answer.shares[by].flat());
      }
    });
  });

  it("counts the curve at every threshold", () => {
    answered((asked, answer) => {
      if (!answer.curve) return;
      const { tp, fp, fn } = counts.curve(outcomes, filters.base(images, asked), header);
      const points = [...tp].map((_, percent) => [percent, tp[percent], fp[percent], fn[percent]]);
      const key = (point: readonly unknown[] | undefined) => point?.slice(1).join();
      const changes = points.filter((point, i) => key(point) !== key(points[i - 1]));
      expect(changes, JSON.stringify(asked)).toEqual(answer.curve);
    });
  });

  it("puts the worst cells first, background last among equals", () => {
    answered((asked, answer) => {
      const worst = counts.mostConfused(matrixOf(asked), header);
      const cells = worst.map(({ actual, predicted }) => [actual, predicted]);
      expect(cells, JSON.stringify(asked)).toEqual(answer.worst);
    });
  });

  it("puts cells in words", () => {
    const words = vector.words.map((_, cell) => cellWords(Math.floor(cell / classes), cell % classes, header));
    expect(words).toEqual(vector.words);
  });
});

it("gives proportions the same intervals", () => {
  const { part, whole, low, high } = readIntervals();
  const ends = part.map((own, i) => wilson(own, whole[i] ?? Number.NaN));
  expect(ends.map(([least]) => orNull(least))).toEqual(low);
  expect(ends.map(([, most]) => orNull(most))).toEqual(high);
});

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

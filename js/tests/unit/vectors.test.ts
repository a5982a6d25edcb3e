/** The golden vectors: what Python answers by brute force, the browser answers to the last digit. */

import { describe, expect, it } from "vitest";
import { meanIou } from "../../src/engine/byClass";
import type { CellCount } from "../../src/engine/cells";
import { cellWords } from "../../src/engine/cellWords";
import * as counts from "../../src/engine/counts";
import type { FacetName } from "../../src/engine/facets";
import { area } from "../../src/engine/facets/area";
import { iou } from "../../src/engine/facets/iou";
import { score } from "../../src/engine/facets/score";
import { edgesBetween } from "../../src/engine/histogram";
import type { InstanceSort } from "../../src/engine/instanceOrder";
import { type RateName, wilson } from "../../src/engine/intervals";
import { f1Without, KINDS } from "../../src/engine/kinds";
import { range } from "../../src/engine/numbers";
import { peak } from "../../src/engine/peak";
import { SUSPECTS } from "../../src/engine/suspects";
import { tableOf, valueAt } from "../../src/matrix/model/table";
import { regionOf } from "../../src/pictures/region";
import { type Asked, ask, sessionOver } from "./asked";
import {
  type Answer,
  headerOf,
  readHistograms,
  readIntervals,
  readPages,
  readRegions,
  readVector,
  vectorNames,
} from "./vectors";

const WAYS = vectorNames().flatMap((name) => [
  { name, way: "its rows", hasCube: false },
  { name, way: "its cube and rows", hasCube: true },
]);

describe.each(WAYS)("$name, over $way", ({ name, hasCube }) => {
  const vector = readVector(name);
  const header = headerOf(vector);
  const classes = header.classes.length;
  const session = sessionOver(vector, { hasCube });
  const { derived, actions } = session;

  function answered(check: (answer: Answer, asked: Asked, words: string) => void): void {
    for (const { asked, answer } of vector.queries) {
      ask(session, asked);
      check(answer, asked, JSON.stringify(asked));
    }
  }

  it("lists the visible images in gallery order", () => {
    answered((answer, _, asked) => {
      for (const sort of ["errors", "f1", "name"] as const) {
        actions.setView({ sort });
        expect([...derived.rows.value], `${sort} of ${asked}`).toEqual(answer.rows[sort]);
      }
    });
  });

  it("gives images their tallies and F1", () => {
    answered((answer, _, asked) => {
      const tallies = derived.tallies.value;
      const rows = answer.rows.errors;
      const found = rows.map((row) => [tallies.tp[row], tallies.fp[row], tallies.fn[row]]);
      expect(found, asked).toEqual(answer.tallies);
      expect(rows.map((row) => orNull(counts.rates(tallies, row).f1))).toEqual(answer.f1);
    });
  });

  it("counts the matrix over all facets but the cells", () => {
    answered((answer, _, asked) => {
      expect([...derived.matrix.value], asked).toEqual(answer.matrix.flat());
    });
  });

  it("counts the totals over the facets of images and of size", () => {
    answered((answer, _, asked) => {
      const found = Object.entries(derived.totals.value).map(([key, value]) => [key, orNull(value)]);
      expect(Object.fromEntries(found), asked).toEqual(answer.totals);
    });
  });

  it("counts classes one by one", () => {
    answered((answer, _, asked) => {
      const found = derived.byClass.value.map(({ mixedUp, onBackground, ...rest }) => ({
        ...rest,
        mixed_up: mixedUp,
        on_background: onBackground,
      }));
      const columns = Object.entries(answer.by_class) as [keyof (typeof found)[number], readonly (number | null)[]][];
      for (const [column, values] of columns) {
        expect(
          found.map((row) => orNull(row[column])),
          `${column} of ${asked}`,
        ).toEqual(values);
      }
      expect(orNull(meanIou(derived.byClass.value)), asked).toBe(answer.mean_iou);
    });
  });

  it("sums the visible instances", () => {
    answered((answer, _, asked) => expect(derived.visible.value.instances, asked).toBe(answer.instances));
  });

  it("shows the instances that pass everything", () => {
    answered((answer, { confidence }, asked) => {
      if (!answer.visible) return;
      const { outcomes } = session.state;
      const [images, isSelected] = [derived.filtered.value, derived.isSelected.value ?? (() => true)];
      const isHeld = counts.holdingAt(outcomes.value, confidence);
      const isShown = (row: number) => images[outcomes.value.image[row] ?? 0] === 1 && isHeld(row) && isSelected(row);
      expect(range(0, outcomes.value.size - 1).filter(isShown), asked).toEqual(answer.visible);
    });
  });

  it("lists the visible instances in the order of their cards", () => {
    answered((answer, _, asked) => {
      for (const [sort, rows] of Object.entries(answer.instance_rows ?? {})) {
        actions.setView({ face: "instances", instance_sort: sort as InstanceSort });
        expect([...derived.instanceRows.value], `${sort} of ${asked}`).toEqual(rows);
      }
      actions.setView({ face: "images" });
    });
  });

  it("counts kinds of error over every facet but the kinds", () => {
    answered((answer, _, asked) => {
      if (!answer.kinds) return;
      const found = [...derived.kinds.value].flatMap((count, place) =>
        count > 0 ? [[Math.floor(place / KINDS.length), place % KINDS.length, count]] : [],
      );
      expect(found, asked).toEqual(answer.kinds);
    });
  });

  it("counts them at every threshold alike, and F1 without each", () => {
    answered((answer, { confidence }, asked) => {
      if (!answer.f1_without || !answer.kinds) return;
      const curves = derived.kindCurves.value;
      const found = KINDS.map((kind) => orNull(f1Without(derived.totals.value, curves, kind, confidence)));
      expect(found, asked).toEqual(answer.f1_without);
      const counted = KINDS.map((_, number) => curves.count[counts.PERCENTS * number + confidence]);
      const sums = KINDS.map((_, number) =>
        (answer.kinds ?? []).reduce((sum, [, kind, count]) => sum + (kind === number ? count : 0), 0),
      );
      expect(counted, asked).toEqual(sums);
    });
  });

  it("counts suspects over every facet but the suspects, at every threshold alike", () => {
    answered((answer, { confidence }, asked) => {
      if (!answer.suspects) return;
      const counted = SUSPECTS.map((_, number) => derived.suspects.value[counts.PERCENTS * number + confidence] ?? 0);
      const found = counted.flatMap((count, number) => (count > 0 ? [[number, count]] : []));
      expect(found, asked).toEqual(answer.suspects);
    });
  });

  it("counts clusters over every facet but the clusters", () => {
    answered((answer, _, asked) => {
      if (!answer.clusters) return;
      const found = derived.clusters.value.map(({ id, size, tp, fp, fn }) => [id, size, tp, fp, fn]);
      expect(
        found.sort(([a = 0], [b = 0]) => a - b),
        asked,
      ).toEqual(answer.clusters);
    });
  });

  it("shares are quotients of the counts", () => {
    const unarranged = { ...header, order: header.classes.map((_, index) => index) };
    answered((answer, _, asked) => {
      for (const by of ["actual", "predicted", "all"] as const) {
        const table = tableOf(derived.matrix.value, unarranged, { normalize: by, diagonal: true });
        const found = Array.from(table.cells, (__, cell) => valueAt(table, cell));
        expect(found.map(orNull), `${by} of ${asked}`).toEqual(answer.shares[by].flat());
      }
    });
  });

  it("counts the curve at every threshold", () => {
    answered((answer, _, asked) => {
      if (!answer.curve) return;
      const points = derived.curve.value.points.map(({ percent, tp, fp, fn }) => [percent, tp, fp, fn]);
      const key = (point: readonly unknown[] | undefined) => point?.slice(1).join();
      const changes = points.filter((point, i) => key(point) !== key(points[i - 1]));
      expect(changes, asked).toEqual(answer.curve);
    });
  });

  it("finds each rate best at the same threshold", () => {
    answered((answer, _, asked) => {
      if (!answer.best) return;
      const whole = counts.curve(derived.rated.value, derived.filtered.value, header);
      const curves = derived.classCurves.value;
      const best = Object.keys(answer.best).map((name) => [name, peak(whole, name as RateName, range(0, 100)) ?? null]);
      expect(Object.fromEntries(best), asked).toEqual(answer.best);
      const rows = header.order.filter((index) => index !== header.background);
      const found = rows.map((index) => peak(curves, "f1", range(0, 100), 101 * index) ?? null);
      expect(found, asked).toEqual(answer.best_by_class);
    });
  });

  it("puts the most confused cells first, background last among equals", () => {
    answered((answer, _, asked) => {
      const { mixup, missed, falsePositive } = derived.mostConfused.value;
      const place = ({ actual, predicted }: CellCount) => classes * header.order.indexOf(actual) + predicted;
      const others = [...missed, ...falsePositive].sort((a, b) => b.count - a.count || place(a) - place(b));
      const cells = [...mixup, ...others].slice(0, 10).map(({ actual, predicted }) => [actual, predicted]);
      expect(cells, asked).toEqual(answer.worst);
    });
  });

  it("puts cells in words", () => {
    const words = vector.words.map((_, cell) => cellWords(Math.floor(cell / classes), cell % classes, header));
    expect(words).toEqual(vector.words);
  });
});

it.each(readPages().tasks)("turns to the same page after each step (%s)", (task) => {
  const { page_size, tasks, steps } = readPages();
  const vector = readVector("filters");
  const { state, derived, actions } = sessionOver({ ...vector, header: { ...vector.header, task } });
  state.split.value = "all";
  state.pageSize.value = page_size;
  const doing: Readonly<Record<string, (value: never) => void>> = {
    page: actions.setPage,
    split: actions.setSplit,
    confidence: actions.setConfidence,
    view: actions.setView,
  };
  for (const { set, pages } of steps) {
    for (const [name, value] of Object.entries(set)) {
      if (doing[name]) doing[name](value as never);
      else actions.set(name as FacetName, value as never);
    }
    const page = pages[tasks.indexOf(task)];
    expect([state.page.value, derived.page.value], JSON.stringify(set)).toEqual([page, page]);
  }
});

it("cuts the same part out of a picture", () => {
  for (const { boxes, picture, region } of readRegions().cases) {
    const found = regionOf(
      boxes.map(([x, y, w, h]) => ({ x, y, w, h })),
      ...picture,
    );
    expect(found ? [found.x, found.y, found.width, found.height] : null, JSON.stringify(boxes)).toEqual(region);
  }
});

it("counts histograms over every other facet", () => {
  const { cases, bins } = readHistograms();
  for (const { evaluation, asked, histograms } of cases) {
    const session = sessionOver(readVector(evaluation));
    ask(session, asked);
    for (const facet of [area, score, iou]) {
      const { edges, instances, unknown } = session.derived.histogramOf(facet).value;
      const found = { edges: [...edges], instances: [...instances], unknown };
      expect(found, `${facet.name} of ${JSON.stringify(asked)}`).toEqual(histograms[facet.name]);
    }
  }
  for (const { values, edges } of bins) {
    const ends = [Math.min(...values), Math.max(...values)] as const;
    expect([...edgesBetween(...ends, true)]).toEqual(edges.area);
    expect([...edgesBetween(...ends, false)]).toEqual(edges.score);
  }
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

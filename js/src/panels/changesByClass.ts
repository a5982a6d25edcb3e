/** Of "Changes" the classes: how far their rates are apart, how sure that is, and what of them broke and was fixed. */

import { computed, type Signal } from "@preact/signals-core";
import { type Apart, apart, apartWords, heldByClass } from "../engine/apart";
import { byImage } from "../engine/byImage";
import type { CellIndex } from "../engine/cells";
import { isolated } from "../engine/cellWords";
import { counted, rate, whole } from "../engine/numbers";
import { TRANSITIONS } from "../engine/transitions";
import type { Context } from "../state/session";
import { el } from "../ui/dom";
import { named, pick } from "./parts";
import { type Column, type Order, table } from "./table";

interface Row extends Readonly<Record<"f1" | "recall", Apart>> {
  readonly label: number;
  readonly broken: number;
  readonly fixed: number;
}

/** Worst first; a count selects those truths. `isTold`: do we know which instances changed? */
export function changesByClass(ctx: Context, isTold: boolean, order: Signal<Order>): HTMLElement {
  const { state, derived, actions, signal } = ctx;
  const rows = computed((): readonly Row[] => {
    const [two, before, after] = [state.two.value, derived.ratedBefore.value, derived.rated.value];
    if (!two || !before) return [];
    const { classes, order: shown, background } = two.shown.header;
    const models = [
      { ...two.baseline, outcomes: before, index: byImage(before, two.images.size) },
      { ...two.shown, outcomes: after, index: byImage(after, two.images.size) },
    ] as const;
    const held = heldByClass(models, derived.filtered.value, classes.length);
    const [f1, recall] = (["f1", "recall"] as const).map((name) => apart(held, name, classes.length));
    const counts = derived.transitionsByClass.value ?? [];
    const countOf = (label: number, word: "broken" | "fixed") =>
      counts[label * TRANSITIONS.length + TRANSITIONS.indexOf(word)] ?? 0;
    return shown
      .filter((label) => label !== background && f1?.[label]?.images)
      .map((label) => ({
        ...{ label, f1: f1?.[label] as Apart, recall: recall?.[label] as Apart },
        ...{ broken: countOf(label, "broken"), fixed: countOf(label, "fixed") },
      }));
  });
  const most = computed(() => Math.max(1, ...rows.value.map(({ broken, fixed }) => broken + fixed)));
  const nameOf = (label: number) => isolated(state.header.value.classes[label] ?? "");
  const rateColumn = (name: string, key: "f1" | "recall"): Column<Row> => ({
    name,
    isUp: true,
    key: (row) => row[key].delta,
    draw: (row) => {
      const [difference, interval] = apartWords(row[key], row.recall.images);
      const { was, now } = row[key];
      return el("div", {}, `${rate(was)} → ${rate(now)} `, el("b", {}, difference), el("small", {}, interval));
    },
    says: (row) => {
      const { was, now, images } = row[key];
      const words = apartWords(row[key], row.recall.images).join(", ");
      return `${name} ${rate(was)} → ${rate(now)}: ${words} in ${counted(images, "images")}`;
    },
  });
  const countColumn = (name: string, key: "broken" | "fixed"): Column<Row> => ({
    name,
    key: (row) => row[key],
    draw: (row) => {
      const words = `${nameOf(row.label)}: ${whole(row[key])} ${key}`;
      return pick(whole(row[key]), words, { name: key, value: row.label, "aria-label": words });
    },
  });
  const columns: Column<Row>[] = [
    {
      name: "Class",
      draw: ({ label, broken, fixed }) =>
        named(el("bdi", {}, nameOf(label)), most.value, [
          ["wrong", broken],
          ["right", fixed],
        ]),
    },
    rateColumn("F1", "f1"),
    rateColumn("Recall", "recall"),
    ...(isTold ? [countColumn("Broken", "broken"), countColumn("Fixed", "fixed")] : []),
  ];
  const { cells, transition } = state.facets;
  const rowOf = (label: string) => state.header.value.order.map((other): CellIndex => [Number(label), other]);
  const list = table<Row>({
    ...{ label: "Changes by class", look: "few", columns, rows, order, signal },
    isPressed: ({ name, value }) => {
      const chosen = new Set(cells.value.map(String));
      return transition.value.includes(name as "broken") && rowOf(value).every((cell) => chosen.has(String(cell)));
    },
    choose: ({ name, value }, mode) => actions.became(name as "broken", mode, rowOf(value)),
  });
  return el("div", {}, el("h3", {}, "By class"), list);
}

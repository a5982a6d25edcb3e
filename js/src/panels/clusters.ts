/** "Clusters": how large each is and how well the model does on it. */

import { computed, type Signal } from "@preact/signals-core";
import { NOISE } from "../data/tables";
import type { Cluster } from "../engine/clusters";
import { rateLines } from "../engine/intervals";
import { rate, whole } from "../engine/numbers";
import type { Context } from "../state/session";
import { named, pick } from "./parts";
import { type Column, type Order, table } from "./table";

/** The table of clusters; the buttons in it filter by cluster. */
export function clusters({ state, derived, actions, signal }: Context, order: Signal<Order>): HTMLElement {
  const most = computed(() => Math.max(1, ...derived.clusters.value.map(({ size }) => size)));
  const columns: Column<Cluster>[] = [
    {
      name: "Cluster",
      isUp: true,
      // What is in no cluster comes last, as in the legend of the embedding.
      key: ({ id }) => (id === NOISE ? Number.NaN : id),
      draw: ({ id, size }) => {
        const text = id === NOISE ? "unclustered" : String(id);
        const button = pick(text, "Show only these images", { name: "cluster", value: id });
        return named(button, most.value, [["size", size]]);
      },
    },
    { name: "Images", key: ({ size }) => size, draw: ({ size }) => whole(size) },
    {
      name: "F1",
      about: "Over all their instances",
      isUp: true,
      key: ({ f1 }) => f1,
      draw: ({ f1 }) => rate(f1),
      says: (row) => rateLines(row, state.header.value.unit),
    },
  ];
  return table({
    label: "Clusters",
    look: "few",
    columns,
    rows: derived.clusters,
    order,
    signal,
    isPressed: ({ value }) => state.facets.clusters.value.includes(Number(value)),
    choose: ({ value }, mode) => actions.select("clusters", [Number(value)], mode),
  });
}

/** "Clusters": how large each is and how well the model does on it. */

import type { Signal } from "@preact/signals-core";
import { NOISE } from "../data/tables";
import type { Cluster } from "../engine/clusters";
import { rateLines } from "../engine/intervals";
import { rate } from "../engine/numbers";
import type { Context } from "../state/session";
import { watch } from "../ui/effect";
import { countColumn, namedColumn, ofFacet } from "./counting";
import { type Order, table } from "./table";

/** The table of clusters; the buttons in it filter by cluster. */
export function clusters(ctx: Context, order: Signal<Order>): HTMLElement {
  const { state, derived, actions } = ctx;
  const rows = derived.clusters;
  const node = table({
    ...ofFacet(ctx, "clusters", (value, mode) => actions.select("clusters", [Number(value)], mode)),
    ...{ label: "Clusters", rows, order },
    columns: [
      {
        ...namedColumn("Cluster", rows, sizeOf, ({ id }) => {
          const text = id === NOISE ? "unclustered" : String(id);
          return { text, title: "Show only these images", value: id, look: "size" };
        }),
        isUp: true,
        // What is in no cluster comes last, as in the legend of the embedding.
        key: ({ id }) => (id === NOISE ? Number.NaN : id),
      },
      countColumn("Images", sizeOf),
      {
        name: "F1",
        about: "Over all their instances",
        isUp: true,
        key: ({ f1 }) => f1,
        draw: ({ f1 }) => rate(f1),
        says: (row) => rateLines(row, state.header.value.unit),
      },
    ],
  });
  watch(ctx.signal, () => void node.classList.toggle("stale", derived.areLevelsStale("clusters")));
  return node;
}

const sizeOf = ({ size }: Cluster) => size;

/** How many there are, and what of it is out of date: counted here, or told by Python where rows are not here. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import type { Counted } from "../data/wire";
import { splitsOf } from "../engine/header";
import { countOf } from "../engine/mask";
import { firstOf } from "./faces";
import type { Shown } from "./parts";
import { PLACED, type Scoped } from "./scoped";
import { choicesOf } from "./selection";
import type { SentPage } from "./sent";
import { isInCube, isLeft } from "./source";
import type { State } from "./state";

/** Do rows stay with Python? */
export function isBehind({ header }: State): boolean {
  return header.value.rows === "behind";
}

/** Is there an average precision, but only for rows in memory? */
export function lacksPrecision(state: State): boolean {
  return isBehind(state) && state.hasObjects.value && state.header.value.thresholds.length > 0;
}

/** What is said in the place of what only rows tell, after its name. */
export const NEEDS_ROWS = "needs all rows in memory";
export const SOME_ROWS = `${NEEDS_ROWS}: ev.to_memory(ev.images(...)) brings some there.`;

/** What may be out of date. */
type Stale = Readonly<Record<"counts" | "cards" | "map" | "sums" | "levels", boolean>>;

export interface Away {
  /** How many images and instances are visible. */
  readonly counts: ReadonlySignal<Pick<Counted, "images" | "instances">>;
  /** Images that pass the facets of images; NaN: nobody has said. */
  readonly filteredCount: ReadonlySignal<number>;
  readonly splitSize: ReadonlySignal<number>;
  /** What is still what it was before something else was asked for: Python counts it, or rows are on their way. */
  readonly stale: ReadonlySignal<Stale>;
  /** The same of what there is to choose of a facet. */
  areLevelsStale(facet: string): boolean;
}

/** Is the page that is asked for among those that were sent? */
function isSent({ sentPage, page, pageSize }: State): boolean {
  const sent = sentPage.value as SentPage;
  const place = (page.value - 1) * pageSize.value - firstOf(sent);
  return place === 0 || place in sent.rows || place in sent.instances;
}

/** Is the map a raster that is coloured by clusters, and lacks them? */
function isClusterLess({ view, sentMap }: State): boolean {
  return view.value.colour === "cluster" && (sentMap.value?.n ?? 0) > 0 && sentMap.value?.cluster.length === 0;
}

const NOTHING = { images: 0, instances: 0 };
const FRESH: Stale = { counts: false, cards: false, map: false, sums: false, levels: false };

export function awayOf(state: State, { visible, filtered, inSplit }: Scoped, shown: ReadonlySignal<Shown>): Away {
  const { isHere, counted, answers } = state;
  const counts = computed(() => {
    if (!isHere.value) return counted.value ?? NOTHING;
    const { rows, instances } = visible.value;
    return { images: rows.length, instances };
  });
  const split = computed(() => shown.value.split);
  const splitSize = computed(() => {
    if (isHere.value) return countOf(inSplit.value);
    const { splits, unsplit } = state.header.value;
    const isAll = split.value === "all";
    return splitsOf(state.header.value, split.value).reduce(
      (sum, name) => sum + (splits[name] ?? 0),
      isAll ? unsplit : 0,
    );
  });
  const areLevelsStale = (facet: string) => isBehind(state) && !answers(state.sentLevels.value[facet], facet);
  return {
    ...{ counts, splitSize, areLevelsStale },
    filteredCount: computed(() => {
      if (isHere.value) return countOf(filtered.value);
      const choices = choicesOf(state, state.registry);
      if (choices.every(({ facet }) => facet.group !== "images")) return splitSize.value;
      return choices.every(({ facet }) => facet.group === "images") ? counts.value.images : Number.NaN;
    }),
    stale: computed(() => {
      if (isHere.value) return FRESH;
      const isPlaced = choicesOf(state, state.registry).every(({ facet }) => PLACED.includes(facet.name));
      return {
        counts: !answers(counted.value),
        cards: !(answers(state.sentPage.value, "page") && isSent(state)),
        map: isBehind(state)
          ? !answers(state.sentMap.value, "map_box") || isClusterLess(state)
          : !(isPlaced && answers(state.sentTallies.value)),
        sums: !(isInCube(state) || isLeft(state)),
        levels: state.levelsAsked.value.some(areLevelsStale),
      };
    }),
  };
}

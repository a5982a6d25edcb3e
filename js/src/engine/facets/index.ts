/** Every facet that the front end has, in the order of their chips. A new one is a file beside, and a line here. */

import { area } from "./area";
import { cells } from "./cells";
import { change } from "./change";
import { clusters } from "./clusters";
import { iou } from "./iou";
import { kinds } from "./kinds";
import { lasso } from "./lasso";
import { markedImages, markedInstances } from "./marked";
import { picked } from "./picked";
import { query } from "./query";
import { score } from "./score";
import { suspects } from "./suspects";
import { transition } from "./transition";

export const FACETS = [
  ...([cells, clusters, lasso, query, picked, markedImages, change] as const),
  ...([kinds, suspects, area, score, iou, markedInstances, transition] as const),
] as const;

type Known = (typeof FACETS)[number];

export type FacetName = Known["name"];

/** What each facet may be set to. */
export type FacetValues = { readonly [Name in FacetName]: Extract<Known, { readonly name: Name }>["empty"] };

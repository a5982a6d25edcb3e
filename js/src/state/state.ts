/**
 * The state of one Lens, synced with Python through traits; what only one display needs (camera, hover, focus)
 * lives in the views.
 */

import { FACETS } from "../engine/facets";
import type { Facet } from "../engine/facets/facet";
import { createData, type Data } from "./data";
import { createSelection, type Selection } from "./selection";

/** What Python sends and what users choose, side by side. */
export interface State extends Data, Selection {}

/** An empty state; `registry` holds the facets that there are. */
export function createState(registry: readonly Facet[] = FACETS): State {
  return { ...createData(), ...createSelection(registry) };
}

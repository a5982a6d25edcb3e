/**
 * The state of one Lens, synced with Python through traits; what only one display needs (camera, hover, focus)
 * lives in the views.
 */

import type { Signal } from "@preact/signals-core";
import { FACETS } from "../engine/facets";
import type { Facet } from "../engine/facets/facet";
import { createData, type Data } from "./data";
import { type Parts, partsOf } from "./parts";
import { createReportRequest, type ReportRequest } from "./report";
import { createSelection, type Selection } from "./selection";
import { type Answers, answersOf } from "./sent";

/** What Python sends and what users choose, side by side. */
export interface State extends Data, Selection, Parts {
  /** What the kernel was asked to write. */
  readonly report: Signal<ReportRequest>;
  readonly answers: Answers;
}

/** An empty state; `registry` holds the facets that there are. */
export function createState(registry: readonly Facet[] = FACETS): State {
  const [data, selection] = [createData(), createSelection(registry)];
  const own = { report: createReportRequest(), answers: answersOf(selection) };
  return { ...data, ...selection, ...partsOf(data, selection), ...own };
}

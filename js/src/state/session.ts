/** One session a model: all displays of a Lens share it. */

import type { Facet } from "../engine/facets/facet";
import { type Actions, createActions } from "./actions";
import { type Derived, derive } from "./derived";
import { createHistory, type History } from "./history";
import type { Keys } from "./keys";
import { latestFacet } from "./latest";
import { createPictures, type Pictures } from "./pictures";
import { createDownloads, type Downloads } from "./report";
import { createState, type State } from "./state";

export interface Session {
  readonly state: State;
  readonly derived: Derived;
  readonly actions: Actions;
  readonly pictures: Pictures;
  readonly downloads: Downloads;
  readonly history: History;
}

/** What every view is mounted with: the session, and the keys and the lifetime of this one display. */
export interface Context extends Session {
  readonly keys: Keys;
  readonly signal: AbortSignal;
}

/** `signal` is the lifetime of the model; `registry`: the facets that there are. */
export function createSession(signal: AbortSignal, registry?: readonly Facet[]): Session {
  const state = createState(registry);
  const derived = derive(state, signal);
  const history = createHistory(state, signal);
  return {
    state,
    derived,
    actions: createActions(state, derived, history, latestFacet(state, signal)),
    pictures: createPictures(state, signal),
    downloads: createDownloads(),
    history,
  };
}

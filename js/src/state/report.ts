/** The report that a kernel writes when it is asked for one, and what views offer as files where there is none. */

import { type Signal, signal } from "@preact/signals-core";

export interface ReportRequest {
  /** Which answer is waited for; empty: none. Other pages of the same kernel ask for others. */
  readonly asked: string;
  /** The file that came last; empty: none. */
  readonly saved: string;
}

export interface Download {
  readonly text: string;
  /** What was done, in words. */
  readonly run: () => string | Promise<string>;
}

export interface Downloads {
  /** Offer what one view shows, under a `name` of its own, until `signal` aborts. */
  offer(name: string, items: () => readonly Download[], signal: AbortSignal): void;
  all(): readonly Download[];
}

export function createReportRequest(): Signal<ReportRequest> {
  return signal({ asked: "", saved: "" });
}

/** All displays of a Lens show the same: what one of them offers stands for the others. */
export function createDownloads(): Downloads {
  const offered = new Map<string, () => readonly Download[]>();
  return {
    offer(name, items, signal) {
      offered.set(name, items);
      signal.addEventListener("abort", () => {
        if (offered.get(name) === items) offered.delete(name);
      });
    },
    all: () => [...offered.values()].flatMap((items) => items()),
  };
}

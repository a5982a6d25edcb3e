/** What a host must offer: the part of anywidget's model that EvalLens uses. */

import type { OwnModel } from "./hearing";

export interface Model {
  /** False where nobody will ever answer: a report, a notebook's fallback. Hosts leave it out. */
  readonly hasKernel?: boolean;
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  save_changes(): void;
  /** A message to the kernel, where there is one. */
  send?(content: unknown): void;
  readonly widget_manager?: { get_model(id: string): Promise<OwnModel> | undefined };
  on(event: string, handler: () => void): void;
  off(event: string, handler: () => void): void;
}

/**
 * Run `handler` whenever one of the traits changes. Handlers get no arguments on purpose: hosts
 * disagree about them, so whoever cares reads the model again. One event a call: marimo does not
 * split "change:a change:b".
 */
export function onChange(model: Model, keys: readonly string[], handler: () => void, signal: AbortSignal): void {
  for (const key of keys) model.on(`change:${key}`, handler);
  signal.addEventListener("abort", () => {
    for (const key of keys) model.off(`change:${key}`, handler);
  });
}

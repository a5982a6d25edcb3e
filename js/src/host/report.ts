/** Asking the kernel for a file: a word goes to Python, the file comes back in a trait that is emptied at once. */

import { effect } from "@preact/signals-core";
import type { Report } from "../data/wire";
import type { State } from "../state/state";
import { download } from "../ui/files";
import { type Model, onChange } from "./model";

type Sent = Report & { readonly data?: DataView<ArrayBuffer> };

/** Ask when `state.report` does, and hand the answer to the browser as a download, until `signal` aborts. */
export function connectReport(model: Model, state: State, signal: AbortSignal): void {
  const send = effect(() => {
    const { asked } = state.report.value;
    if (!asked) return;
    model.set("report_asked", asked);
    model.save_changes();
  });
  const receive = () => {
    const sent = model.get("report") as Sent | undefined;
    const { asked } = state.report.peek();
    // Every page of this kernel gets the answer; the file is for the one that asked.
    if (!asked || sent?.asked !== asked) return;
    const isWritten = sent.name !== "" && sent.data !== undefined;
    if (isWritten) download(sent.name, "application/octet-stream", sent.data);
    state.report.value = { asked: "", saved: isWritten ? sent.name : "" };
  };
  onChange(model, ["report"], receive, signal);
  signal.addEventListener("abort", send);
}

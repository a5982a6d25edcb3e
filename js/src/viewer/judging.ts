/** Is the label of the selected instance wrong, or the model? Why it is suspect, two buttons, and how far one is. */

import { judgedWords } from "../pictures/instanceWords";
import type { Context } from "../state/session";
import type { Verdict } from "../state/verdicts";
import { el, onButton, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { verdictButtons } from "../ui/verdict";
import type { Viewing } from "./viewing";

/** Hidden unless an instance is selected while instances are judged. */
export function createJudging({ derived, actions, signal }: Context, { selected }: Viewing): HTMLElement {
  const buttons = verdictButtons(0);
  // What else says it is not read out while the dialog is open.
  const [reason, progress] = [el("p.reason"), el("span", { role: "status" })];
  const node = el("div.viewer-judging", {}, reason, buttons.node, progress);
  watch(signal, () => {
    const row = selected.value?.row;
    node.hidden = row === undefined || !derived.isJudging.value;
    setText(progress, judgedWords(derived.progress.value));
    if (row === undefined) return;
    setText(reason, derived.reasonOf.value(row) ?? "");
    buttons.update("this instance", derived.verdictOf.value(row));
  });
  const judge = ({ value }: HTMLButtonElement) => {
    const row = selected.peek()?.row;
    if (row !== undefined) actions.openInstanceAt(actions.judge(row, value as Verdict));
  };
  onButton(buttons.node, judge, signal);
  return node;
}

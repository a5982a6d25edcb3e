/** What cards and the large view say of instances. */

import type { CellCount, CellKind } from "../engine/cells";
import { cellWords } from "../engine/cellWords";
import type { Header } from "../engine/header";
import { percent, rate, whole } from "../engine/numbers";
import type { Instance } from "./instances";

/** "3 predicted as 8, x2"; pixels are an amount, not a repetition. */
export function errorWords({ actual, predicted, count }: CellCount, header: Header): string {
  const words = cellWords(actual, predicted, header);
  if (header.unit === "pixels") return `${words}, ${whole(count)} pixels`;
  return count > 1 ? `${words}, x${whole(count)}` : words;
}

/** What stands on the box itself, in parts: "3 → 8", "8 unlabelled", "3 missed", "3". */
export function tagParts({ kind, actual, predicted }: Instance, { classes }: Header): readonly string[] {
  const [truth, answer] = [classes[actual] ?? "", classes[predicted] ?? ""];
  const parts: Readonly<Record<CellKind, readonly string[]>> = {
    correct: [truth],
    nothing: [truth],
    mixup: [truth, " → ", answer],
    falsePositive: [answer, " unlabelled"],
    missed: [truth, " missed"],
  };
  return parts[kind];
}

/** What each kind of cell counts as, in the field's terms. */
export const KINDS: Readonly<Record<CellKind, string>> = {
  correct: "true positive",
  mixup: "mix-up",
  falsePositive: "false positive",
  missed: "false negative",
  nothing: "counts as nothing",
};

/** "score 61 %, IoU .87", of what is known. */
export function measures({ prediction, iou }: Instance): string {
  const score = prediction && !Number.isNaN(prediction.score) ? `score ${percent(prediction.score)}` : "";
  // Without a pair there is no overlap to speak of.
  const overlap = iou > 0 ? `IoU ${rate(iou, 2)}` : "";
  return [score, overlap].filter(Boolean).join(", ");
}

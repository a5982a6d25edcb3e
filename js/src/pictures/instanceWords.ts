/** What cards and the large view say of instances. */

import type { CellCount, CellKind } from "../engine/cells";
import { cellWords, isolated } from "../engine/cellWords";
import { KIND_WORDS } from "../engine/facets/kinds";
import type { Header } from "../engine/header";
import { percent, rate, whole } from "../engine/numbers";
import { type BothTold, isOfTruth, TRANSITIONS } from "../engine/transitions";
import type { Two } from "../engine/two";
import type { Instance } from "./instances";

/** "3 predicted as 8, x2"; pixels are an amount, not a repetition. */
export function errorWords({ actual, predicted, count }: CellCount, header: Header): string {
  const words = cellWords(actual, predicted, header);
  if (header.unit === "pixels") return `${words}, ${whole(count)} pixels`;
  return count > 1 ? `${words}, x${whole(count)}` : words;
}

/** The same of one instance, with why where that is known: "8, second box on one object". */
export function instanceWords(instance: Instance, header: Header): string {
  const { kind, error, actual, predicted } = instance;
  const isAlone = kind === "missed" || kind === "falsePositive";
  const isSaid = error === "background" || error === "missed" || error === "unknown";
  if (!isAlone || isSaid || header.unit !== "instances") return errorWords(instance, header);
  const words = KIND_WORDS[error];
  return `${isolated(header.classes[kind === "missed" ? actual : predicted] ?? "")}, ${words}`;
}

/**
 * What the other of two models made of an instance, a row of the joined tables: "right in v1", "predicted as 3 in v1",
 * "not in v1"; empty where it made the same of it, or nobody can tell.
 */
export function otherwiseWords(row: number, { shown, baseline }: Two, told: BothTold): string {
  const isShown = row < shown.outcomes.size;
  const [own, other, side] = isShown ? [shown, baseline, told.shown] : [baseline, shown, told.baseline];
  const place = isShown ? row : row - shown.outcomes.size;
  const code = side.code[place] ?? TRANSITIONS.length;
  const word = TRANSITIONS[code];
  if (!word || word === "both_right" || word === "alike") return "";
  const { classes, background } = own.header;
  const answer = (isShown ? side.was : side.now)[place] ?? 0;
  const ofTruth = () => {
    if (answer === own.outcomes.actual[place]) return "right";
    return answer === background ? "missed" : `predicted as ${isolated(classes[answer] ?? "")}`;
  };
  const ofOther = { kept: "too", turned: "matched" }[word as "kept" | "turned"] ?? "not";
  return `${isOfTruth(code) ? ofTruth() : ofOther} in ${isolated(other.name)}`;
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

/** The same on a card: "3 → 8", or the one class there is, as its words say that it is unlabelled or missed. */
export function shortTag(instance: Instance, header: Header): readonly string[] {
  const { kind, actual, predicted } = instance;
  if (kind === "mixup") return withoutCommonWords(tagParts(instance, header));
  return [header.classes[kind === "falsePositive" ? predicted : actual] ?? ""];
}

/** "(28) → (18)" of "Third Molar (28) → Third Molar (18)": a card is too narrow for what both begin with. */
function withoutCommonWords([truth = "", arrow = "", answer = ""]: readonly string[]): readonly string[] {
  const [own, other] = [truth.split(" "), answer.split(" ")];
  const common = own.findIndex((word, i) => word !== other[i]);
  if (common < 1 || common >= other.length) return [truth, arrow, answer];
  return [own.slice(common).join(" "), arrow, other.slice(common).join(" ")];
}

/** What each kind of cell counts as, in the field's terms. */
export const KINDS: Readonly<Record<CellKind, string>> = {
  correct: "true positive",
  mixup: "mix-up",
  falsePositive: "false positive",
  missed: "false negative",
  nothing: "counts as nothing",
};

/** "3 of 12 judged" */
export function judgedWords({ judged, of }: { readonly judged: number; readonly of: number }): string {
  return `${whole(judged)} of ${whole(of)} judged`;
}

/** "61 %" and "IoU .87", of what is known; `word` goes before the confidence. */
export function measures({ score, iou }: Instance, word = ""): string[] {
  const confidence = Number.isNaN(score) ? "" : word + percent(score);
  // Without a pair there is no overlap to speak of.
  return [confidence, iou > 0 ? `IoU ${rate(iou, 2)}` : ""].filter(Boolean);
}

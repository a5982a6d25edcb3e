/** What the toolbar says: the status line and how much is left. Pure, so that every sentence is tested. */

import { ALL } from "../data/tables";
import type { Precisions, Status } from "../data/wire";
import { covers, type Header, splitsOf } from "../engine/header";
import { counted, percent, percents, rate, whole } from "../engine/numbers";
import type { Shown } from "../state/parts";

/** What is asked for, what is shown, and how far the work is. */
export interface Asked {
  readonly asked: Shown;
  readonly shown: Shown;
  readonly status: Status;
  readonly header: Header;
  /** Nobody answered the question for a while: there is no kernel. */
  readonly isWithoutKernel: boolean;
  /** Do images or counts on show answer another question than what is asked? */
  readonly isStale: boolean;
  /** Did what the filters leave come damaged? */
  readonly isDamaged: boolean;
}

/** The status line; empty when there is nothing to say. */
export function statusText({
  asked,
  shown,
  status,
  header,
  isWithoutKernel,
  isStale: isOld,
  isDamaged,
}: Asked): string {
  const isWaiting = placeOf(asked, shown) !== "" || asked.confidence !== shown.confidence;
  const isStale = isWaiting && covers(header, shown.split, shown.confidence);
  const still = isStale ? `still showing ${wanted(shown, asked, header)}` : "";
  const sentence = still && ` ${still.replace("s", "S")}.`;
  if (status.state === "error") {
    const message = status.message || "Something went wrong in the kernel.";
    return still ? message.replace(/[^.!?]$/, "$&.") + sentence : message;
  }
  const progress = status.total > 0 ? `, ${whole(status.done)} of ${whole(status.total)}` : "";
  const what = wanted(asked, shown, header);
  // "Loading 50 %" would read as half done.
  const loading = isWaiting ? `Fetching the numbers ${placeOf(asked, shown) ? "of" : "at"} ${what} …` : "Loading …";
  if (status.state === "loading") return `${status.message || loading}${progress}${still && `, ${still}`}`;
  if (!isWaiting) return oldText(isOld, isWithoutKernel, isDamaged);
  if (!isWithoutKernel) return `${loading}${still && ` ${still}`}`;
  return `${what} was not saved in this ${header.savedIn ?? "notebook"}.${sentence} ${knownText(asked, header)}`;
}

const DAMAGED =
  "The numbers of these filters came damaged: matrix and rates are still those of before. " +
  "Change a filter, or run the cell again.";

/** Of images and counts that answer another question. */
function oldText(isOld: boolean, isWithoutKernel: boolean, isDamaged: boolean): string {
  if (isDamaged) return DAMAGED;
  if (!isOld) return "";
  if (!isWithoutKernel) return "Fetching the images …";
  return "This needs a kernel, and none answers: what is faded is still that of before. Undo it, or run the notebook.";
}

/** What differs between the two; the threshold is named with it where there are scores. */
function wanted(asked: Shown, shown: Shown, header: Header): string {
  const threshold = header.thresholds.length > 0 ? `${asked.confidence} %` : "";
  const place = placeOf(asked, shown);
  return place && threshold ? `${place} at ${threshold}` : place || threshold;
}

/** The model and the split, where these differ. */
function placeOf(asked: Shown, shown: Shown): string {
  return [asked.model !== shown.model && asked.model, asked.split !== shown.split && asked.split]
    .filter(Boolean)
    .join(", ");
}

function knownText({ split }: Shown, header: Header): string {
  const names = splitsOf(header, split);
  const ranges = names.length === 1 ? (header.coverage[names[0] ?? ""] ?? []) : [];
  if (ranges.length > 0) return `Saved: ${percents(ranges)}.`;
  const others = Object.entries(header.coverage).filter(([, known]) => known.length > 0);
  if (others.length === 0) return "";
  return `Saved: ${others.map(([name, known]) => `${name} at ${percents(known)}`).join("; ")}.`;
}

/** The line that answers the question, such as ["18 of 240 images", "23 instances"]. */
export function countWords(visible: number, size: number, instances: number, unit: string): [string, string] {
  const images = `${whole(visible)} of ${counted(size, "images")}`;
  const isSame = unit === "images" && instances === visible;
  return [images, isSame ? "" : counted(instances, unit)];
}

/** Facets that Python has set and that this front end does not have; empty: none. */
export function unknownText(names: readonly string[]): string {
  if (names.length === 0) return "";
  const filters = `the ${names.length === 1 ? "filter" : "filters"} ${names.map((name) => `“${name}”`).join(", ")}`;
  const they = names.length === 1 ? "it" : "them";
  return `This page does not know ${filters}: numbers and images here do not follow ${they}. Reset clears ${they}, and a newer version of evallens shows ${they}.`;
}

/** A facet that the header names and that this front end does not have, while it is not set. */
export function unknownNotice(name: string): string {
  return `This page does not know the filter “${name}”. While it is set, numbers here do not follow it: update evallens and run the cell again.`;
}

/** What the rates count over: "over 240 images of test", "over the 18 images filtered". */
export interface Over {
  /** Images that pass the facets of images (NaN: not known), and those of the split. */
  readonly filtered: number;
  readonly size: number;
  readonly split: string;
  /** Do facets of size leave some instances out? */
  readonly isSized: boolean;
}

/** The whole split, or what the facets leave of it. */
export function overText({ filtered, size, split, isSized }: Over): string {
  const isAll = filtered === size;
  const some = Number.isNaN(filtered) ? "images" : counted(filtered, "images");
  const images = isAll ? wholeSplit(size, split) : `the ${some} filtered`;
  return isSized ? `over instances of the sizes chosen in ${images}` : `over ${images}`;
}

function wholeSplit(size: number, split: string): string {
  return split === ALL ? `all ${counted(size, "images")}` : `${counted(size, "images")} of ${split}`;
}

/** Predictions are often saved above a score; up to this one that changes little. */
const FEW_LEFT_OUT = 0.05;

function lackingText(lowest: number): string {
  return `No prediction scores below ${percent(lowest)}: if such were left out when they were saved, this is lower than with them.`;
}

/** What mAP is made of, and that nothing on screen changes it. */
export function precisionText({ map50, map50_95, lowest }: Precisions, { size, split }: Over): string {
  const lines = [
    `mAP50 ${rate(map50 ?? Number.NaN)}, mAP50:95 ${rate(map50_95 ?? Number.NaN)}`,
    `Average precision at an IoU of .5 (of .5, .55 .. .95), mean over the classes that occur in ${wholeSplit(size, split)}.`,
    "Counted as COCO does: at every score, by class, the 100 surest predictions of a class in an image; crowd regions are left out.",
    "Of the whole split: neither filters nor the confidence threshold change it.",
    ...((lowest ?? 0) < FEW_LEFT_OUT ? [] : [lackingText(lowest ?? 0)]),
  ];
  return lines.join("\n");
}

/** "3 marked", "2 images marked", "1 instance marked, 0 in test": `here` of them are in the split on show. */
export function markedText(count: number, here: number, split: string, unit: "images" | "instances" | ""): string {
  const what = unit ? `${counted(count, unit)} marked` : `${whole(count)} marked`;
  return here === count ? what : `${what}, ${whole(here)} in ${split}`;
}

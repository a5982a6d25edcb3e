/** What the toolbar says: the status line and the chips. Pure, so that every sentence is tested. */

import { type CellIndex, cellKind, TONES, type Tone } from "../engine/cells";
import { groupedBy } from "../engine/groups";
import { covers, type Header } from "../engine/header";
import { counted, percents, whole } from "../engine/numbers";
import { cellWords, isolated } from "../engine/words";
import type { Shown } from "../state/derived";
import type { Status } from "../state/state";

export interface Asked {
  readonly asked: Shown;
  readonly shown: Shown;
  readonly status: Status;
  readonly header: Header;
  /** Nobody answered the question for a while: there is no kernel. */
  readonly isUnanswered: boolean;
}

/** The status line; empty when there is nothing to say. */
export function statusText({ asked, shown, status, header, isUnanswered }: Asked): string {
  const isWaiting = asked.split !== shown.split || asked.confidence !== shown.confidence;
  const isStale = isWaiting && covers(header, shown.split, shown.confidence);
  const still = isStale ? `still showing ${wanted(shown, asked, header)}` : "";
  const sentence = still && ` ${still.replace("s", "S")}.`;
  if (status.state === "error") {
    const message = status.message || "Something went wrong in the kernel.";
    return still ? message.replace(/[^.!?]$/, "$&.") + sentence : message;
  }
  const progress = status.total > 0 ? ` ${whole(status.done)} of ${whole(status.total)}` : "";
  const what = wanted(asked, shown, header);
  const loading = `Loading${isWaiting ? ` ${what}` : ""} …`;
  if (status.state === "loading") return `${status.message || loading}${progress}${still && `, ${still}`}`;
  if (!isWaiting) return "";
  if (!isUnanswered) return `${loading}${still && ` ${still}`}`;
  return `${what} was not saved in this ${header.savedIn ?? "notebook"}.${sentence} ${knownText(asked, header)}`;
}

/** What of the two differs; the threshold is said with either. */
function wanted(asked: Shown, shown: Shown, header: Header): string {
  const threshold = header.thresholds.length > 0 ? `${asked.confidence} %` : "";
  if (asked.split === shown.split) return threshold;
  return threshold ? `${asked.split} at ${threshold}` : asked.split;
}

function knownText({ split }: Shown, header: Header): string {
  const names = split === "all" ? Object.keys(header.splits) : [split];
  const ranges = names.length === 1 ? (header.coverage[names[0] ?? ""] ?? []) : [];
  if (ranges.length > 0) return `Saved: ${percents(ranges)}.`;
  const others = Object.entries(header.coverage).filter(([, known]) => known.length > 0);
  if (others.length === 0) return "";
  return `Saved: ${others.map(([name, known]) => `${name} at ${percents(known)}`).join("; ")}.`;
}

export interface CellChip {
  readonly text: string;
  readonly kind: Tone | "mixed";
  readonly cells: readonly CellIndex[];
}

const MOST_CHIPS = 6;

/** A chip a cell; whole rows and columns in one chip, and past a handful the rest in one more. */
export function cellChips(cells: readonly CellIndex[], header: Header): CellChip[] {
  if (cells.length <= MOST_CHIPS) return cells.map((cell) => single(cell, header));
  const lines = [...fullLines(cells, 0, header), ...fullLines(cells, 1, header)];
  const taken = new Set(lines.flatMap((chip) => chip.cells));
  const left = cells.filter((cell) => !taken.has(cell));
  const room = Math.max(1, MOST_CHIPS - lines.length);
  const kept = [...lines, ...left.slice(0, room).map((cell) => single(cell, header))];
  const chips = kept.slice(0, MOST_CHIPS);
  const rest = [...kept.slice(MOST_CHIPS).flatMap((chip) => chip.cells), ...left.slice(room)];
  if (rest.length === 0) return chips;
  return [...chips, { text: `+${whole(rest.length)} more`, kind: "mixed", cells: rest }];
}

function single(cell: CellIndex, header: Header): CellChip {
  const kind = TONES[cellKind(...cell, header.background)];
  return { text: cellWords(...cell, header), kind, cells: [cell] };
}

/** Rows (side 0) or columns (side 1) that are selected whole, with or without the diagonal. */
function fullLines(cells: readonly CellIndex[], side: 0 | 1, header: Header): CellChip[] {
  const size = header.order.length;
  return [...groupedBy(cells, (cell) => cell[side])].flatMap(([line, own]): CellChip[] => {
    const isErrorsOnly = own.length === size - 1 && own.every(([actual, predicted]) => actual !== predicted);
    if (own.length !== size && !isErrorsOnly) return [];
    const name = `${side === 0 ? "actual" : "predicted"} ${isolated(header.classes[line] ?? "")}`;
    const text = `${name}${isErrorsOnly ? " but wrong" : ""}, ${counted(own.length, "cells")}`;
    return [{ text, kind: "mixed", cells: own }];
  });
}

/** The line that answers the question, such as ["18 of 240 images", "23 instances"]. */
export function countWords(visible: number, size: number, instances: number, unit: string): [string, string] {
  const images = `${whole(visible)} of ${counted(size, "images")}`;
  const isSame = unit === "images" && instances === visible;
  return [images, isSame ? "" : counted(instances, unit)];
}

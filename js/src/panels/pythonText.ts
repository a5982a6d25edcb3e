/** Best thresholds as text: a dict for Python, and how far they can be trusted. */

import type { ClassPeak } from "../engine/byClass";
import { PERCENTS } from "../engine/counts";
import type { Header } from "../engine/header";
import { percents } from "../engine/numbers";

/** A dict from class name to fraction, classes that are right at no threshold named in a remark. */
export function asPython(peaks: readonly ClassPeak[], { classes }: Pick<Header, "classes">): string {
  // A string of JSON is one of Python, too.
  const nameOf = ({ index }: ClassPeak) => JSON.stringify(classes[index] ?? "");
  const known = peaks.filter(({ percent }) => !Number.isNaN(percent));
  const never = peaks.filter(({ percent }) => Number.isNaN(percent));
  const lines = known.map((peak) => `    ${nameOf(peak)}: ${peak.percent / 100},`);
  const remark = never.length > 0 ? [`    # right at no threshold: ${never.map(nameOf).join(", ")}`] : [];
  return `${["thresholds = {", ...lines, ...remark, "}"].join("\n")}\n`;
}

/** What is said where only some thresholds are known. */
export function knownText(known: readonly number[]): string {
  if (known.length === PERCENTS) return "";
  if (known.length === 0) return "No threshold is loaded.";
  if (known.length === 1) return `Only ${known[0]} % is loaded.`;
  return `Only ${percents(runsOf(known))} are loaded: best means best of these.`;
}

function runsOf(known: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const percent of known) {
    const last = found.at(-1);
    if (last && last[1] === percent - 1) last[1] = percent;
    else found.push([percent, percent]);
  }
  return found;
}

/** Precision, recall and F1 over the threshold, drawn: blue, violet and ink, and a letter at the end of each. */

import { type CurvePoint, runs, spread } from "../engine/curve";
import type { RateName } from "../engine/intervals";
import { svg } from "../ui/dom";

export const RATES = ["precision", "recall", "f1"] as const satisfies readonly RateName[];

/** What each is called where there is no room for its name. */
export const LETTERS: Readonly<Record<RateName, string>> = { precision: "P", recall: "R", f1: "F1" };

/** Pixels between the lines of two letters. */
const GAP = 11;

/** Where the plot lies, in pixels from the top of its picture: `top` is 1, `bottom` is 0. */
export interface Plot {
  readonly top: number;
  readonly bottom: number;
}

/** The line of a share in the picture. */
export function yOf(share: number, { top, bottom }: Plot): number {
  return bottom - share * (bottom - top);
}

/** The ends of an upright line, at a percent of the width. */
export function upright(percent: number): { readonly x1: string; readonly x2: string } {
  return { x1: `${percent}%`, x2: `${percent}%` };
}

/** Neighbouring known points as a line, lone ones as dots; an empty frame where nothing is known. */
export function drawCurves(points: readonly CurvePoint[], plot: Plot): SVGElement[] {
  const [lines, dots, ends]: [SVGElement[], SVGElement[], [RateName, number][]] = [[], [], []];
  for (const name of RATES) {
    const found = runs(points, name);
    for (const run of found) {
      const [[percent, share] = [0, 0]] = run;
      if (run.length > 1) lines.push(svg("polyline", { class: name, points: pathOf(run, plot) }));
      else dots.push(svg("circle", { class: name, cx: `${percent}%`, cy: yOf(share, plot), r: 2 }));
    }
    const end = found.at(-1)?.at(-1);
    if (end) ends.push([name, yOf(end[1], plot)]);
  }
  const { top, bottom } = plot;
  if (ends.length === 0) return [svg("rect", { y: top, width: "100%", height: bottom - top })];
  const places = spread(
    ends.map(([, y]) => y),
    GAP,
    top,
    bottom,
  );
  const letters = ends.map(([name], i) =>
    svg("text", { class: name, x: "100%", dx: 4, y: places[i], dy: "0.35em" }, LETTERS[name]),
  );
  // Stretched to the width of the picture; its lines keep theirs.
  const stretched = svg("svg", {
    viewBox: `0 0 100 ${bottom + top}`,
    height: bottom + top,
    preserveAspectRatio: "none",
  });
  stretched.append(...lines);
  return [stretched, ...dots, ...letters];
}

function pathOf(run: readonly (readonly [percent: number, share: number])[], plot: Plot): string {
  return run.map(([percent, share]) => `${percent},${yOf(share, plot).toFixed(1)}`).join(" ");
}

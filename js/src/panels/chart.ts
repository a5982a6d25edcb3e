/** Rates over the threshold, large: with axes, the threshold on show and the optimum of each; a click goes there. */

import type { ReadonlySignal } from "@preact/signals-core";
import { drawCurves, type Plot, RATES, upright, yOf } from "../curves/rateCurves";
import type { Curve } from "../engine/curve";
import { clamped, rate } from "../engine/numbers";
import type { Context } from "../state/session";
import { el, on, set, svg } from "../ui/dom";
import { watch } from "../ui/effect";

const PLOT: Plot = { top: 8, bottom: 148 };
const HEIGHT = 168;
const SHARES = [0, 0.25, 0.5, 0.75, 1];

/** The picture; what it says stands in words in the tables below it. */
export function chart(ctx: Context, curve: ReadonlySignal<Curve>): HTMLElement {
  const { derived, signal } = ctx;
  const curves = svg("g");
  const peaks = svg("g");
  const line = svg("line.line", { y1: PLOT.top, y2: PLOT.bottom });
  const picture = svg("svg.curves", { width: "100%", height: HEIGHT }, ...axes(), curves, line, peaks);
  const node = el("div.chart", { "aria-hidden": true }, picture);
  watch(signal, () => {
    curves.replaceChildren(...drawCurves(curve.value.points, PLOT));
    peaks.replaceChildren(...marks(curve.value));
  });
  watch(signal, () => set(line, upright(derived.shown.value.confidence)));
  goByClick(ctx, picture);
  return node;
}

/** A click on a picture whose width is the thresholds goes to the one under it. */
export function goByClick({ state, derived, actions, signal }: Context, picture: SVGElement): void {
  const go = ({ clientX }: MouseEvent) => {
    const box = picture.getBoundingClientRect();
    const percent = Math.round(100 * clamped((clientX - box.left) / box.width, 0, 1));
    const known = derived.known.peek();
    // Of a few stored reports the nearest; nothing is fetched by a click that missed.
    const nearest = known.reduce(
      (best, own) => (Math.abs(own - percent) < Math.abs(best - percent) ? own : best),
      -100,
    );
    if (nearest >= 0 && nearest !== state.confidence.peek()) actions.setConfidence(nearest);
  };
  on(picture as unknown as HTMLElement, "click", go, signal);
}

function axes(): SVGElement[] {
  return SHARES.flatMap((share) => {
    const y = yOf(share, PLOT);
    return [
      svg("line.grid", { x1: 0, x2: "100%", y1: y, y2: y }),
      svg("text", { x: 0, dx: -6, y, dy: "0.35em", "text-anchor": "end" }, rate(share, 2)),
      svg("text", { x: `${100 * share}%`, y: HEIGHT - 4, "text-anchor": "middle" }, `${100 * share} %`),
    ];
  });
}

function marks({ points, best }: Curve): SVGElement[] {
  return RATES.flatMap((name) => {
    const percent = best[name];
    const share = percent === undefined ? Number.NaN : points[percent]?.[name];
    if (share === undefined || Number.isNaN(share)) return [];
    return [svg("circle", { class: name, cx: `${percent}%`, cy: yOf(share, PLOT), r: 3.5 })];
  });
}

/** A small histogram of instances, over which one brushes a range. */

import type { Range, RangeFacet } from "../engine/facets/range";
import { rangeText } from "../engine/facets/range";
import { binOf, type Histogram, NO_HISTOGRAM } from "../engine/histogram";
import { clamped, counted } from "../engine/numbers";
import type { Context } from "../state/session";
import { el, on, set, setText, style, svg } from "../ui/dom";
import { watch } from "../ui/effect";
import { movedIndex } from "../ui/keys";

/** From one end of a bin to another; the ends of bins are numbered from 0. */
type Span = readonly [from: number, to: number];

const BAR = 20;
const ENDS = ["lowest", "highest"] as const;

export function createBrush(facet: RangeFacet, ctx: Context): HTMLElement {
  const { state, derived, actions, signal } = ctx;
  const name = facet.title;
  const found = derived.histogramOf(facet);
  const chosen = state.facets[facet.name as "score"];
  const [out, inside] = [svg("path"), svg("path.in")];
  const bars = svg("svg", { preserveAspectRatio: "none", "aria-hidden": true }, out, inside);
  const handles = ENDS.map((end) =>
    el("span.handle", { role: "slider", tabindex: 0, "aria-label": `${name}, ${end}` }),
  );
  const plot = el("div.plot", {}, bars, ...handles);
  const text = el("span.range");
  const node = el("div.brush", { role: "group", "aria-label": name }, el("span", {}, name), text, plot);
  const bins = () => found.value.instances.length;
  const span = () => spanOf(chosen.value, found.value);
  const choose = (next: Span) => actions.set(facet.name as "score", chosenBy(next, found.peek(), facet));

  watch(signal, () => {
    const histogram = found.value;
    const [from, to] = span();
    const most = Math.max(1, ...histogram.instances);
    set(bars, { viewBox: `0 0 ${bins()} ${BAR}` });
    set(out, { d: barsOf(histogram, most, 0, bins()) });
    set(inside, { d: barsOf(histogram, most, Math.floor(from), Math.ceil(to)) });
    const isStale = derived.areLevelsStale(facet.name);
    node.classList.toggle("stale", isStale);
    set(plot, { inert: histogram === NO_HISTOGRAM });
    setText(
      text,
      isStale && !chosen.value ? "…" : rangeText(chosen.value ?? rangeOf([0, bins()], histogram, facet), facet),
    );
    node.classList.toggle("chosen", chosen.value !== null);
    // Of a single value, or none, no range can be chosen.
    node.hidden = chosen.value === null && !histogram.isSpread;
    handles.forEach((handle, i) => {
      const place = i === 0 ? from : to;
      style(handle, { left: `${(100 * place) / bins()}%` });
      set(handle, {
        "aria-valuemin": 0,
        "aria-valuemax": bins(),
        "aria-valuenow": Math.round(place),
        "aria-valuetext": `${facet.text(valueAt(place, histogram))}${facet.unit}`,
      });
    });
    set(plot, {
      title: `${counted(derived.counts.value.instances, "instances")} are left. Drag over the bars, double-click for all.`,
    });
  });
  listenToPointer(plot, handles, span, bins, choose, signal);
  const press = (event: KeyboardEvent) => {
    const end = handles.indexOf(event.target as HTMLElement);
    const [from, to] = span();
    const place = Math.round(end === 0 ? from : to);
    const next = end < 0 ? undefined : movedIndex(event.key, place, bins() + 1, -1);
    if (next === undefined) return;
    event.preventDefault();
    choose(end === 0 ? [clamped(next, 0, to - 1), to] : [from, clamped(next, from + 1, bins())]);
  };
  on(plot, "keydown", press, signal);
  on(plot, "dblclick", () => actions.clear(facet.name as "score"), signal);
  return node;
}

/** Draw a new range over the bars, or move the end that was pressed. */
function listenToPointer(
  plot: HTMLElement,
  handles: readonly HTMLElement[],
  span: () => Span,
  bins: () => number,
  choose: (span: Span) => void,
  signal: AbortSignal,
): void {
  let begun: number | undefined;
  let kept: number | undefined;
  const placeOf = ({ clientX }: PointerEvent) => {
    const box = plot.getBoundingClientRect();
    return clamped((bins() * (clientX - box.left)) / box.width, 0, bins());
  };
  const draw = (event: PointerEvent) => {
    const place = placeOf(event);
    if (kept !== undefined) {
      const to = Math.round(place) === kept ? kept + (place < kept ? -1 : 1) : Math.round(place);
      choose([Math.max(0, Math.min(kept, to)), Math.min(bins(), Math.max(kept, to))]);
    } else if (begun !== undefined) {
      const [first, last] = [Math.min(begun, place), Math.max(begun, place)];
      choose([Math.min(Math.floor(first), bins() - 1), Math.max(Math.ceil(last), Math.floor(first) + 1)]);
    }
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const end = handles.indexOf(event.target as HTMLElement);
    // The other end stays where it is.
    kept = end < 0 ? undefined : span()[1 - end];
    begun = end < 0 ? placeOf(event) : undefined;
    plot.setPointerCapture(event.pointerId);
  };
  const up = () => {
    begun = kept = undefined;
  };
  on(plot, "pointerdown", down, signal);
  on(plot, "pointermove", draw, signal);
  for (const type of ["pointerup", "pointercancel"] as const) on(plot, type, up, signal);
}

/** One path around the bars from one bin to another; what is there is seen, however little. */
function barsOf({ instances }: Histogram, most: number, from: number, to: number): string {
  let path = "";
  for (let bin = from; bin < to; bin++) {
    const count = instances[bin] ?? 0;
    if (count > 0) path += `M${bin + 0.1} ${BAR}v${-Math.max(1.5, (BAR * count) / most)}h.8V${BAR}z`;
  }
  return path;
}

/** Where a range begins and ends among the bins. */
function spanOf(value: Range | null, { edges, instances }: Histogram): Span {
  const [least, most] = value?.range ?? [null, null];
  const placeOf = (bound: number) => {
    const bin = binOf(bound, edges);
    const [start = 0, end = 0] = edges.subarray(bin, bin + 2);
    return bin + clamped((bound - start) / (end - start), 0, 1);
  };
  return [least === null ? 0 : placeOf(least), most === null ? instances.length : placeOf(most)];
}

/** What a span chooses: open where it reaches the end of all values, and nothing where it reaches both. */
function chosenBy([from, to]: Span, histogram: Histogram, facet: RangeFacet): Range | null {
  const [isFirst, isLast] = [from <= 0, to >= histogram.instances.length];
  const [least, most] = rangeOf([from, to], histogram, facet).range;
  return isFirst && isLast ? null : { range: [isFirst ? null : least, isLast ? null : most] };
}

/** The values between two places among the bins, in round numbers: outwards, as far as the bins are wide. */
function rangeOf([from, to]: Span, histogram: Histogram, { isArea }: RangeFacet): Range {
  const { edges } = histogram;
  const narrowest = (edges[1] ?? 1) - (edges[0] ?? 0);
  const steps = 10 ** Math.max(isArea ? 0 : 2, Math.ceil(-Math.log10(narrowest)));
  // What is round already stays, whatever the product's last digit.
  const outwards = (place: number, round: (value: number) => number, slack: number) =>
    round(steps * valueAt(place, histogram) + slack) / steps;
  return { range: [outwards(from, Math.floor, 1e-9), outwards(to, Math.ceil, -1e-9)] };
}

function valueAt(place: number, { edges }: Histogram): number {
  const bin = Math.min(Math.floor(place), edges.length - 2);
  const [start = 0, end = 0] = edges.subarray(bin, bin + 2);
  return start + (place - bin) * (end - start);
}

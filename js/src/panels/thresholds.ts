/** "Thresholds": rates over the threshold for all, for the images shown or for one class, and where each is best. */

import { computed, type ReadonlySignal, type Signal } from "@preact/signals-core";
import { RATES } from "../curves/rateCurves";
import { isolated } from "../engine/cellWords";
import { PERCENTS } from "../engine/counts";
import { type Curve, curveIn } from "../engine/curve";
import { counted, rate } from "../engine/numbers";
import { isBehind, NEEDS_ROWS } from "../state/away";
import type { Context } from "../state/session";
import { button, el, fill, on, onButton, set, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { bestByClass } from "./bestByClass";
import { chart } from "./chart";
import { knownText } from "./pythonText";
import type { Order } from "./table";

/** Whose curve is drawn: of all, of the visible images, or of a class by its index. */
export type Of = "all" | "shown" | number;

/** The curve of `of`, its optima, and the best threshold of every class. */
export function thresholds(ctx: Context, of: Signal<Of>, order: Signal<Order>): HTMLElement {
  const { derived } = ctx;
  const curve = computed((): Curve => {
    const whose = of.value;
    if (whose === "all") return derived.curve.value;
    if (whose === "shown") return derived.visibleCurve.value;
    return curveIn(derived.classCurves.value, derived.known.value, PERCENTS * whose);
  });
  return el(
    "section.thresholds",
    { "aria-label": "Thresholds" },
    chooser(ctx, of),
    chart(ctx, curve),
    optima(ctx, curve),
    bestByClass(ctx, of, order),
  );
}

/** Which curve: of all, of what is selected where something is, or of one class, found by its first letters. */
function chooser({ state, derived, signal }: Context, of: Signal<Of>): HTMLElement {
  const select = el("select", { "aria-label": "Precision, recall and F1 of" });
  const known = el("small");
  const options = computed(() => {
    const { order, classes, background } = state.header.value;
    const shown = derived.counts.value.images;
    const isFewer = state.header.value.rows !== "coming" && shown < derived.splitSize.value;
    // A curve of theirs is counted over rows.
    const what = `the ${counted(shown, "images")} shown${isBehind(state) ? ` (${NEEDS_ROWS})` : ""}`;
    return [
      ["all", "all classes"] as const,
      ...(isFewer || of.value === "shown" ? [["shown", what] as const] : []),
      ...order.filter((index) => index !== background).map((index) => [String(index), nameOf(classes, index)] as const),
    ];
  });
  watch(signal, () => {
    fill(
      select,
      options.value.map(([value, text]) =>
        el(
          "option",
          { value, selected: value === String(of.value), disabled: value === "shown" && isBehind(state) },
          text,
        ),
      ),
    );
    select.value = String(of.value);
    setText(known, knownText(derived.known.value));
  });
  const choose = () => {
    of.value = select.value === "all" || select.value === "shown" ? select.value : Number(select.value);
  };
  on(select, "change", choose, signal);
  return el("label.whose", {}, "Precision, recall and F1 of ", select, known);
}

function nameOf(classes: readonly string[], index: number): string {
  return isolated(classes[index]?.trim() || "(no name)");
}

/** For each rate: what it is now, what it is at its best, and a button to go there. */
function optima({ derived, actions, signal }: Context, curve: ReadonlySignal<Curve>): HTMLElement {
  const rows = RATES.map((name) => {
    const [now, best, go] = [el("td"), el("td"), button({ class: "quiet" })];
    watch(signal, () => {
      const { points, best: peaks } = curve.value;
      const here = derived.shown.value.confidence;
      const percent = peaks[name];
      const at = percent === undefined ? undefined : points[percent];
      setText(now, rate(points[here]?.[name] ?? Number.NaN));
      setText(best, at ? `${rate(at[name])} at ${percent} %` : "—");
      go.hidden = percent === undefined || percent === here;
      set(go, { value: percent });
      setText(go, percent === undefined ? "" : `Go to ${percent} %`);
    });
    const words = { precision: "Precision", recall: "Recall", f1: "F1" }[name];
    return el("tr", {}, el("th", { scope: "row" }, words), now, best, el("td", {}, go));
  });
  const head = el("th", { scope: "col" });
  watch(signal, () => setText(head, `at ${derived.shown.value.confidence} %`));
  const heads = [el("td"), head, el("th", { scope: "col" }, "at its best"), el("td")];
  const node = el("table.optima", { "aria-label": "Best thresholds" }, el("thead", {}, el("tr", {}, ...heads)));
  node.append(el("tbody", {}, ...rows));
  onButton(node, ({ value }) => actions.setConfidence(Number(value)), signal);
  return node;
}

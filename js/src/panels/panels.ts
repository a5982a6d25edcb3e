/** The numbers behind the views, one tab each: what changed, errors, classes, thresholds, clusters, the service's own. */

import { computed, signal, untracked } from "@preact/signals-core";
import type { View } from "../data/wire";
import type { Context } from "../state/session";
import { el, set } from "../ui/dom";
import { successive, watch } from "../ui/effect";
import { type Option, segmented } from "../ui/segmented";
import { changes } from "./changes";
import { classes } from "./classes";
import { clusters } from "./clusters";
import { errorTypes } from "./errorTypes";
import { mostConfused } from "./mostConfused";
import { isReported, service } from "./service";
import { suspects } from "./suspects";
import type { Order } from "./table";
import { type Of, thresholds } from "./thresholds";

type Tab = View["panel"];

const TABS: readonly Option<Tab>[] = [
  { value: "changes", text: "Changes" },
  { value: "confused", text: "Most confused" },
  { value: "types", text: "Error types" },
  { value: "suspects", text: "Suspect labels" },
  { value: "classes", text: "Classes" },
  { value: "thresholds", text: "Thresholds" },
  { value: "clusters", text: "Clusters" },
  { value: "service", text: "From the service" },
];

/** Draw the tabs and the panel that is chosen. */
export function mount(node: HTMLElement, ctx: Context): void {
  const { state, derived, actions } = ctx;
  // Kept here, so that a panel is found again as it was left.
  const orders = {
    changes: signal<Order>({ column: 1, isUp: true }),
    classes: signal<Order>({ column: 0, isUp: true }),
    thresholds: signal<Order>({ column: 0, isUp: true }),
    clusters: signal<Order>({ column: 1, isUp: false }),
    types: signal<Order>({ column: -1, isUp: true }),
    suspects: signal<Order>({ column: -1, isUp: true }),
  };
  const of = signal<Of>("all");
  const panels: Readonly<Record<Tab, (own: Context) => HTMLElement>> = {
    changes: (own) => changes(own, orders.changes),
    confused: mostConfused,
    classes: (own) => classes(own, orders.classes),
    thresholds: (own) => thresholds(own, of, orders.thresholds),
    clusters: (own) => clusters(own, orders.clusters),
    types: (own) => errorTypes(own, orders.types),
    suspects: (own) => suspects(own, orders.suspects),
    service,
  };
  const options = computed(() => {
    const isThere: Readonly<Record<Tab, boolean>> = {
      changes: state.two.value !== null,
      confused: true,
      // A single label, and a pixel, is right or wrong, and no more.
      types: state.header.value.unit === "instances",
      suspects: state.header.value.unit === "instances",
      classes: true,
      thresholds: state.header.value.thresholds.length > 0,
      clusters: derived.hasClusters.value,
      service: isReported(state.reported.value),
    };
    return TABS.filter(({ value }) => isThere[value]);
  });
  const asked = computed(() => state.view.value.panel);
  const shown = computed(() => [asked.value, "confused"].map(optionOf).find(Boolean));
  const optionOf = (tab: string) => options.value.find(({ value }) => value === tab);
  const tabs = segmented<Tab>({
    label: "Details",
    look: "line",
    role: "tab",
    signal: ctx.signal,
    choose: (panel) => actions.setView({ panel }),
  });
  const body = el("div.body", { role: "tabpanel", id: "panel", tabindex: 0 });
  node.append(el("header.view-head", {}, tabs.node), body);
  watch(ctx.signal, () => tabs.update(options.value, shown.value?.value ?? "confused"));
  showOne();

  /** What is not on show is not kept up to date either. */
  function showOne(): void {
    const tab = computed(() => shown.value?.value ?? "confused");
    const next = successive(ctx.signal);
    watch(ctx.signal, () => {
      const own = panels[tab.value];
      set(body, { "aria-label": shown.peek()?.text });
      body.replaceChildren(untracked(() => own({ ...ctx, signal: next() })));
      body.scrollTop = 0;
    });
  }
}

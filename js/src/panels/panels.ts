/** The numbers behind the views, one tab each: confused pairs, classes, clusters, and the service's own. */

import { computed, signal, untracked } from "@preact/signals-core";
import type { Context } from "../state/session";
import { el, set } from "../ui/dom";
import { successive, watch } from "../ui/effect";
import { segmented } from "../ui/segmented";
import { adopt } from "../ui/styles";
import { classes } from "./classes";
import { clusters } from "./clusters";
import { mostConfused } from "./mostConfused";
import css from "./panels.css";
import { isReported, service } from "./service";
import type { Order } from "./table";

type Tab = "mostConfused" | "classes" | "clusters" | "service";

/** Draw the tabs and the panel that is chosen. */
export function mount(node: HTMLElement, ctx: Context): void {
  adopt(node, css);
  const { state, derived } = ctx;
  const asked = signal<Tab>("mostConfused");
  // Kept here, so that a table is found again as it was left.
  const orders = {
    classes: signal<Order>({ column: 0, isUp: true }),
    clusters: signal<Order>({ column: 1, isUp: false }),
  };
  const panels: Readonly<Record<Tab, (own: Context) => HTMLElement>> = {
    mostConfused,
    classes: (own) => classes(own, orders.classes),
    clusters: (own) => clusters(own, orders.clusters),
    service,
  };
  const options = computed(() => [
    { value: "mostConfused" as Tab, text: "Most confused" },
    { value: "classes" as Tab, text: "By class" },
    ...(derived.hasClusters.value ? [{ value: "clusters" as Tab, text: "Clusters" }] : []),
    ...(isReported(state.reported.value) ? [{ value: "service" as Tab, text: "From the service" }] : []),
  ]);
  const shown = computed(() => options.value.find(({ value }) => value === asked.value) ?? options.value[0]);
  const tabs = segmented<Tab>({
    label: "Details",
    look: "line",
    role: "tab",
    signal: ctx.signal,
    choose: (tab) => {
      asked.value = tab;
    },
  });
  const body = el("div.body", { role: "tabpanel", id: "panel", tabindex: 0 });
  node.append(el("header.view-head", {}, tabs.node), body);
  watch(ctx.signal, () => tabs.update(options.value, shown.value?.value ?? "mostConfused"));
  showOne();

  /** What is not on show is not kept up to date either. */
  function showOne(): void {
    const tab = computed(() => shown.value?.value ?? "mostConfused");
    const next = successive(ctx.signal);
    watch(ctx.signal, () => {
      const own = panels[tab.value];
      set(body, { "aria-label": shown.peek()?.text });
      body.replaceChildren(untracked(() => own({ ...ctx, signal: next() })));
      body.scrollTop = 0;
    });
  }
}

/** "From the service": its own recommendations and numbers, never mixed with what is counted here. */

import type { Reported } from "../data/wire";
import type { Context } from "../state/session";
import { el, fill } from "../ui/dom";
import { watch } from "../ui/effect";

/** Did the service report anything? */
export function isReported({ notes = [], tables = [], url }: Reported): boolean {
  return notes.length + tables.length > 0 || isSafe(url);
}

/** What the service reports, as text and tables. */
export function service({ state, signal }: Context): HTMLElement {
  const node = el("div.service");
  watch(signal, () => {
    const { notes = [], tables = [], url } = state.reported.value;
    const link = isSafe(url) && el("a", { href: url, target: "_blank", rel: "noopener" }, "Open in Roboflow");
    fill(node, [
      el("p.source", {}, "Reported by the service, not counted from the images shown. ", link),
      ...tables.map(tableNode),
      notes.length > 0 && el("h3", {}, "Recommendations reported by the service"),
      notes.length > 0 && el("ul", {}, ...notes.map(({ title, text }) => el("li", {}, el("b", {}, title), ` ${text}`))),
    ]);
  });
  return node;
}

/** The address comes from a service: nothing but a web page is ever opened. */
function isSafe(url: string | undefined): boolean {
  return url?.startsWith("https://") ?? false;
}

/** The first row names the columns. */
function tableNode({ title, rows: [head = [], ...rows] }: NonNullable<Reported["tables"]>[number]): HTMLElement {
  return el(
    "table",
    {},
    el("caption", {}, `${title} reported by the service`),
    el("thead", {}, el("tr", {}, ...head.map((name) => (name ? el("th", { scope: "col" }, name) : el("td"))))),
    el(
      "tbody",
      {},
      ...rows.map(([name, ...cells]) =>
        el("tr", {}, el("th", { scope: "row" }, name), ...cells.map((cell) => el("td", {}, cell))),
      ),
    ),
  );
}

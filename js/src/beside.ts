/**
 * The script of the first of the two outputs of a Lens in a notebook (export/fallback.py): a summary, and the Lens
 * itself asleep in a <template>. It stands aside while the second output, the widget, is alive, and stands in for it
 * where there is none: ipywidgets' renderer says "model not found" and never tries another MIME type.
 */

import { isAlive, onAlive } from "./host/presence";

/** Longer than a kernel's widgets take to come back in a page that is opened again. */
const WAIT_MS = 8000;
const GONE = /^(Error (displaying|creating) widget|Model not found)/;
const STATE = "script[type='application/vnd.jupyter.widget-state+json']";
/** JupyterLab, Notebook 7, Voila: pages that a server answers. */
const SERVED = "#jupyter-config-data";

function standBeside(node: HTMLElement): void {
  const uid = node.dataset["evallens"] ?? "";
  const place = node.closest<HTMLElement>(".jp-OutputArea-child") ?? node;
  /** A widget that was alive and is closed leaves nothing to stand in for. */
  let wasAlive = isAlive(uid);
  let isLate = false;
  let hidden: HTMLElement | undefined;

  const update = () => {
    const view = viewAfter(place);
    const isGone = view !== undefined && GONE.test(view.textContent ?? "");
    const line = isGone ? view.closest<HTMLElement>(".jp-OutputArea-child") : undefined;
    if (hidden && hidden !== line) hidden.style.display = "";
    hidden = line ?? undefined;
    if (hidden) hidden.style.display = "none";
    show(isGone || (isLate && !wasAlive));
  };
  const show = (isShown: boolean) => {
    place.style.display = isShown ? "" : "none";
    const frame = node.querySelector("iframe");
    if (!isShown) frame?.remove();
    else if (!frame) node.append(...(node.querySelector("template")?.content.cloneNode(true).childNodes ?? []));
  };
  const giveUp = () => {
    isLate = true;
    update();
  };
  update();
  onAlive(uid, () => {
    wasAlive = true;
    update();
  });
  const area = place.parentElement;
  // For good: a notebook that draws only what is in sight makes the outputs anew.
  if (area && place !== node) new MutationObserver(update).observe(area, { childList: true, subtree: true });
  setTimeout(giveUp, WAIT_MS);
  if (document.readyState === "loading") onceRead(giveUp);
}

/** The widget of this output, or what stands in its place: the next one in the same area. */
function viewAfter(place: Element): Element | undefined {
  for (let next = place.nextElementSibling; next; next = next.nextElementSibling) {
    const view = next.querySelector(":scope > .jupyter-widgets");
    // A widget that draws is not read: its text may be long.
    if (view) return view.childElementCount === 0 ? view : undefined;
  }
  return undefined;
}

/** A file needs no waiting where it holds no widget state, or where nothing is there that would read it. */
function onceRead(giveUp: () => void): void {
  document.addEventListener("DOMContentLoaded", () => {
    if (document.querySelector(SERVED)) return;
    if (!document.querySelector(STATE)) giveUp();
    else window.addEventListener("load", () => "require" in window || giveUp());
  });
}

const taken = "evallensTaken";
for (const node of document.querySelectorAll<HTMLElement>("[data-evallens]")) {
  if (taken in node.dataset) continue;
  node.dataset[taken] = "";
  standBeside(node);
}

/** "Save report": the kernel writes one HTML file; without a kernel what is on screen is offered as files. */

import { computed, signal as created } from "@preact/signals-core";
import type { Download } from "../state/report";
import type { Context } from "../state/session";
import { button, el, on, set, setText } from "../ui/dom";
import { atEnd, watch } from "../ui/effect";
import { menu } from "../ui/menu";
import { downloadImages } from "./selection";

const WAIT_MS = 4000;
const SILENT = "The kernel does not answer. What is on screen can be saved from here.";

/** One control named "Save report", and beside it what came of it in words. */
export function saveReport(ctx: Context): HTMLElement {
  const { state, actions, signal } = ctx;
  const isSilent = silence(ctx);
  const isAlone = computed(() => !state.hasKernel.value || isSilent.value);
  const ask = button({ class: "quiet", title: "One HTML file that works without a kernel" }, "Save report");
  const offers = menu("Save report", "Save report", () => onScreen(ctx), signal);
  const said = el("span.menu-answer", { role: "status" });
  watch(signal, () => {
    const { asked, saved } = state.report.value;
    ask.hidden = isAlone.value;
    offers.hidden = !isAlone.value;
    set(ask, { "aria-disabled": asked !== "", "aria-busy": asked !== "" });
    setText(said, isSilent.value ? SILENT : saved && `Saved as ${saved}`);
  });
  const press = () => {
    if (!state.report.peek().asked) actions.saveFile("report");
  };
  on(ask, "click", press, signal);
  return el("div.save-report", {}, said, ask, offers);
}

/** What a page without a kernel can write itself: tables and pictures. */
function onScreen(ctx: Context): readonly Download[] {
  return [downloadImages(ctx), ...ctx.downloads.all()];
}

/** True once a report was asked for and neither it nor a word about it came for a while. */
function silence({ state, signal }: Context) {
  const isSilent = created(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(signal, () => {
    const isWaiting = state.report.value.asked !== "" && state.status.value.state !== "loading";
    clearTimeout(timer);
    isSilent.value = false;
    if (!isWaiting) return;
    timer = setTimeout(() => {
      isSilent.value = true;
    }, WAIT_MS);
  });
  atEnd(signal, () => clearTimeout(timer));
  return isSilent;
}

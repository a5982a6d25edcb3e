/** One image of the gallery. */

import { explained, outcomesAt } from "../engine/byImage";
import { cellKind, TONES } from "../engine/cells";
import { tallyOf } from "../engine/counts";
import { whole } from "../engine/numbers";
import { type Extent, frame, label, outline } from "../pictures/boxes";
import { type Instance, instancesOf } from "../pictures/instances";
import { errorWords, tagParts } from "../pictures/instanceWords";
import type { Context } from "../state/session";
import { button, el, fill, set } from "../ui/dom";
import { tallyWords } from "../ui/tallies";

export interface Card {
  readonly node: HTMLLIElement;
  /** Draw what the state says now; called within an effect. */
  update(): void;
}

/** Errors explained in words on a card. */
const FEW = 2;
const MOST_TAGS = 3;

/** A card of the image `row`; `signal` is the lifetime of the card. */
export function createCard(ctx: Context, row: number, signal: AbortSignal): Card {
  const name = ctx.state.images.value.name.at(row);
  const missing = el("span.missing", {}, el("bdi", {}, name), el("span.delayed", {}, "no picture"));
  const picture = frame(missing, signal);
  const open = button({ class: "open", "aria-label": `Open ${name}` }, picture.node);
  const pick = button({ class: "pick", "aria-label": `Show only ${name}` }, tick());
  const tallies = el("div.tallies");
  const why = el("div.why");
  const title = el("div.name", { title: name }, el("bdi", {}, name));
  const node = el(
    "li.card",
    { role: "listitem", "aria-label": name, "data-row": row },
    open,
    pick,
    title,
    tallies,
    why,
  );
  const update = () => {
    const { state, derived, pictures } = ctx;
    pictures.version.value;
    const isPicked = state.facets.picked.value.includes(row);
    set(pick, { "aria-pressed": isPicked, title: isPicked ? "Show the others again" : "Show only this image" });
    const { confidence } = derived.shown.value;
    const rows = outcomesAt(derived.byImage.value, state.outcomes.value, row, confidence);
    const { value: isRated = () => true } = derived.isRated;
    const thumbnail = pictures.thumbnail(row);
    const instances = instancesOf(state.outcomes.value, rows, state.objects.value, state.header.value);
    const extent = { width: thumbnail?.width ?? 0, height: thumbnail?.height ?? 0 };
    picture.show(thumbnail?.url, extent, (known) => over(ctx, instances, known));
    missing.classList.toggle("waiting", state.status.value.state === "loading");
    fill(tallies, tallyWords(tallyOf(derived.tallies.value, row).map(whole)));
    writeWhy(why, ctx, rows.filter(isRated));
  };
  return { node, update };
}

function tick(): HTMLElement {
  return el("span", { "aria-hidden": true }, "✓");
}

function writeWhy(node: HTMLElement, { state, derived }: Context, rows: readonly number[]): void {
  const header = state.header.value;
  const lines = explained(state.outcomes.value, rows, derived.isSelected.value).map((cell) => ({
    tone: TONES[cellKind(cell.actual, cell.predicted, header.background)],
    text: errorWords(cell, header),
  }));
  // One line more is no longer than the words "1 more".
  const few = lines.length > FEW + 1 ? FEW : lines.length;
  const shown = lines
    .slice(0, few)
    .map(({ tone, text }) => el("div", { class: tone, title: text }, el("bdi", {}, text)));
  const rest = lines.slice(few).map(({ text }) => text);
  const more = rest.length > 0 && el("div.rest", { title: rest.join("\n") }, `+${rest.length} more`);
  fill(node, [...shown, more]);
}

/** The selected instances thick and with a tag, the others thin. */
function over({ state, derived }: Context, instances: readonly Instance[], extent: Extent): Node[] {
  const masks = state.masks.value;
  const isSelected = derived.isSelected.value;
  const thick = instances.filter(({ row }) => isSelected?.(row));
  const thin = instances.filter(({ row }) => !isSelected?.(row));
  const lines = (some: readonly Instance[], look: string) =>
    some.flatMap(({ kind, truth, prediction }) => {
      const box = truth ?? prediction;
      return box ? [outline(box, extent, { tone: TONES[kind], look }, masks.outline(box.object))] : [];
    });
  const tags = thick.slice(0, MOST_TAGS).flatMap((instance) => {
    const box = instance.truth ?? instance.prediction;
    const look = { tone: TONES[instance.kind], look: "" };
    return box ? [label(box, extent, look, tagParts(instance, state.header.value))] : [];
  });
  // Errors over what is right, the selected over all, and tags on top.
  return [...lines([...thin].reverse(), isSelected ? "thin" : "plain"), ...lines(thick, "thick"), ...tags];
}

/** One image of the gallery. */

import { explained, outcomesAt } from "../engine/byImage";
import { type CellCount, cellKind, TONES } from "../engine/cells";
import { at, type Tallies, tallyOf } from "../engine/counts";
import { rowsIn } from "../engine/groups";
import { whole } from "../engine/numbers";
import { type Extent, label, outline } from "../pictures/boxes";
import { cutFrame } from "../pictures/cut";
import { extentOf, type Instance, instancesOf } from "../pictures/instances";
import { errorWords, shortTag } from "../pictures/instanceWords";
import { coloursOf, createLayer, paint } from "../pictures/segmentation";
import type { Context } from "../state/session";
import { button, el, fill } from "../ui/dom";
import { tallyWords } from "../ui/tallies";
import { type Card, hasRoomForPictures } from "./card";
import { createTick } from "./tick";

/** Errors explained in words on a card. */
const FEW = 2;
const MOST_TAGS = 3;

/** A card of the image `row`; `signal` is the lifetime of the card. */
export function createImageCard(ctx: Context, row: number, signal: AbortSignal): Card {
  const name = ctx.state.images.value.name.at(row);
  const missing = el(
    "span.missing",
    { "aria-hidden": true },
    el("bdi", {}, name),
    el("span.delayed", {}, "no picture"),
  );
  const picture = cutFrame(missing, signal);
  const title = el("span.name", { title: name }, el("bdi", {}, name));
  const open = button({ class: "open" }, el("span.unseen", {}, "Open "), picture.node, title);
  const mark = createTick();
  const layer = createLayer();
  const tallies = el("div.tallies");
  const why = el("div.why");
  const node = el(
    "li.card",
    { role: "listitem", "aria-label": name, "data-row": row, "data-image": row },
    open,
    mark.node,
    tallies,
    why,
  );
  const update = () => {
    const { state, derived, pictures } = ctx;
    pictures.version.value;
    mark.update(name, derived.markedImages.value.has(row));
    const confidence = derived.talliedAt.value;
    const header = state.header.value;
    const rows = outcomesAt(derived.byImage.value, state.outcomes.value, row, confidence);
    const { value: isRated = () => true } = derived.isRated;
    const thumbnail = pictures.thumbnail(row);
    const instances = instancesOf(state.outcomes.value, rows, state.objects.value, header);
    pictures.segmentationVersion.value;
    const segmentation = pictures.segmentation(row);
    if (segmentation) {
      const all = rowsIn(derived.byImage.value, row);
      const look = { overlay: state.view.value.overlay, rows: all, isLit: derived.isSelected.value };
      paint(layer, segmentation, coloursOf(state.outcomes.value, header, look));
    }
    // Of a picture that is not there the shape is not known.
    const reach = segmentation?.of ?? extentOf(instances);
    picture.show({
      url: thumbnail?.url,
      of: { width: thumbnail?.width ?? 0, height: thumbnail?.height ?? 0 },
      part: thumbnail ? undefined : reach,
      over: (seen) => (segmentation ? [layer] : over(ctx, instances, seen)),
    });
    node.classList.toggle("bare", !thumbnail && !reach && !hasRoomForPictures(ctx));
    missing.classList.toggle("waiting", state.status.value.state === "loading");
    // Of a single label "right" or "wrong" is all there is to count, and the words say it.
    const isLabel = header.unit === "images";
    tallies.hidden = isLabel;
    const before = derived.talliesBefore.value;
    const written = (own: Tallies) => tallyOf(own, row).map(whole);
    if (!isLabel) fill(tallies, tallyWords(written(derived.tallies.value), before && written(before)));
    const explanation = explained(state.outcomes.value, rows.filter(isRated), derived.isSelected.value);
    const isAllRight = isLabel && explanation.length === 0;
    writeWhy(why, ctx, isAllRight ? rows.filter(isRated).map((own) => cellOf(ctx, own)) : explanation);
  };
  return { node, update };
}

function cellOf({ state }: Context, row: number): CellCount {
  const { actual, predicted, count } = state.outcomes.value;
  return { actual: at(actual, row), predicted: at(predicted, row), count: at(count, row) };
}

function writeWhy(node: HTMLElement, { state }: Context, cells: readonly CellCount[]): void {
  const header = state.header.value;
  const lines = cells.map((cell) => ({
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
    return box ? [label(box, extent, look, shortTag(instance, state.header.value))] : [];
  });
  // Errors over what is right, the selected over all, and tags on top.
  return [...lines([...thin].reverse(), isSelected ? "thin" : ""), ...lines(thick, "thick"), ...tags];
}

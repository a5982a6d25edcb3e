/** One instance of the gallery: the part of the picture around its truth and its prediction, and what it is in words. */

import { NONE } from "../data/tables";
import { TONES } from "../engine/cells";
import { at } from "../engine/counts";
import { percent } from "../engine/numbers";
import { type Extent, label, outline } from "../pictures/boxes";
import { type Cut, cutFrame } from "../pictures/cut";
import { boxesOf, boxOf, type Instance, instancesOf } from "../pictures/instances";
import { instanceWords, measures, otherwiseWords, shortTag } from "../pictures/instanceWords";
import { regionOf } from "../pictures/region";
import type { Context } from "../state/session";
import { button, el, fill, set, setText } from "../ui/dom";
import { verdictButtons } from "../ui/verdict";
import { type Card, hasRoomForPictures } from "./card";
import { createTick } from "./tick";

/** A card of the outcome `row`; `signal` is the lifetime of the card. */
export function createInstanceCard(ctx: Context, row: number, signal: AbortSignal): Card {
  const image = at(ctx.state.listed.value.outcomes.image, row);
  const name = ctx.state.images.value.name.at(image);
  const picture = cutFrame(null, signal);
  const [measured, words] = [el("span.measured"), el("span.words")];
  const small = el(
    "span.small-picture",
    { "aria-hidden": true, title: "Cut out of the small picture of the image" },
    "small picture",
  );
  const title = el("span.name", { title: name }, el("bdi", {}, name));
  const mark = createTick();
  const verdict = verdictButtons(-1);
  picture.node.append(small);
  const open = button({ class: "open" }, el("span.unseen", {}, "Open "), picture.node, measured, words, title);
  const node = el(
    "li.card.instance",
    { role: "listitem", "data-row": row, "data-image": image },
    open,
    mark.node,
    verdict.node,
  );
  const update = () => {
    const { state, derived, pictures } = ctx;
    const header = state.header.value;
    const { outcomes, objects } = state.listed.value;
    const [instance] = instancesOf(outcomes, [row], objects, header);
    if (!instance) return;
    // A suspect is no error: a person decides. Its reason has its numbers.
    const reason = derived.reasonOf.value(row);
    const [two, told] = [state.two.value, derived.told.value];
    const otherwise = two && told ? otherwiseWords(row, two, told) : "";
    const text = reason ?? [instanceWords(instance, header), otherwise].filter(Boolean).join(", ");
    const numbers = reason ? "" : measures(instance).join(", ");
    pictures.version.value;
    pictures.cropVersion.value;
    const cut = cutOf(ctx, image, instance);
    node.classList.toggle("bare", cut.url === undefined && cut.part === undefined && !hasRoomForPictures(ctx));
    node.classList.toggle("whole", cut.part === undefined);
    // Where Python still answers, its crop may be on the way.
    small.classList.toggle("delayed", state.hasKernel.value);
    picture.show(cut);
    setText(measured, numbers);
    measured.hidden = numbers === "";
    set(words, { class: `words ${reason ? "reason" : TONES[instance.kind]}`, title: text });
    fill(words, [el("bdi", {}, text)]);
    const said = [text, numbers, name].filter(Boolean).join(", ");
    set(node, { "aria-label": said });
    // The marks are of the model on show.
    const { truth, prediction } = state.outcomes.value;
    const isNamed = [truth, prediction].some((objects) => (objects[row] ?? NONE) !== NONE);
    mark.update(said, derived.isMarked.value(row), isNamed || header.unit === "images");
    verdict.node.hidden = !derived.isJudging.value;
    verdict.update(said, derived.verdictOf.value(row));
  };
  return { node, update };
}

/** Python's crop, else a part of the thumbnail, else of nothing; the whole picture where there are no boxes. */
function cutOf(ctx: Context, image: number, instance: Instance): Cut {
  const { pictures } = ctx;
  const boxes = boxesOf(instance);
  const over = (seen: Extent) => drawn(ctx, instance, seen);
  const crop =
    boxes.length > 0 ? pictures.crop(referenceTo(instance.truth), referenceTo(instance.prediction)) : undefined;
  if (crop) return { url: crop.url, of: crop, part: crop, over };
  const { url, width = 0, height = 0 } = pictures.thumbnail(image) ?? {};
  return { url, of: { width, height }, part: regionOf(boxes, width, height), over };
}

function referenceTo(box: Instance["truth"]): number {
  return box?.object ?? NONE;
}

/** The truth dashed, else the label that the prediction is held against; the prediction solid, and what they are. */
function drawn({ state, derived }: Context, instance: Instance, seen: Extent): Node[] {
  const { truth, prediction, kind } = instance;
  const objects = state.objects.value;
  // The label in question, where it is no part of the outcome.
  const accused = derived.isJudging.value ? derived.accusedOf.value(instance.row) : undefined;
  const other = truth ?? boxOf(objects, objects.against[accused ?? NONE]);
  const tone = TONES[kind];
  const { outline: maskOf } = state.listed.value;
  const lines = (["truth", "prediction"] as const).flatMap((side) => {
    const box = side === "truth" ? other : prediction;
    const look = side === "truth" && prediction ? "dashed" : "solid";
    return box ? [outline(box, seen, { tone, look }, maskOf(box.object))] : [];
  });
  const over = prediction ?? truth;
  if (!over) return lines;
  const score = Number.isNaN(over.score) ? [] : [` · ${percent(over.score)}`];
  return [...lines, label(over, seen, { tone, look: "" }, [...shortTag(instance, state.header.value), ...score])];
}

/** The pictures that traits bring, taken into the state. */

import { batch, type Signal } from "@preact/signals-core";
import { columnIn, columnsIn, present, type WireBlock } from "../data/columns";
import { Masks } from "../data/masks";
import type { CropBlock, PictureBlock } from "../state/data";
import type { Encoded } from "../state/pictureStore";
import { cropKeys, pictureKeys } from "../state/pictures";
import type { State } from "../state/state";
import type { Model } from "./model";

/** The traits that carry pictures. */
export const PICTURE_TRAITS = [
  ...(["assets", "page_assets", "open_assets", "crops", "page_crops"] as const),
  ...(["segmentations", "page_segmentations", "open_segmentation", "hovered"] as const),
] as const;

/** Those of them that are sent ahead. */
const AHEAD: ReadonlySet<string> = new Set(["assets", "crops", "segmentations"]);

/** Pages of pictures, and large pictures, that stay when the next ones arrive. */
const KEPT = 50;
/** The same of those in all their pixels. */
const KEPT_WHOLE = 3;

/** A kind of block: how it is read, and what its pictures are asked by. */
interface Kind<Block> {
  readonly decoded: (block: WireBlock) => Block;
  readonly keysOf: (block: Block) => Iterable<unknown>;
}

const PICTURES: Kind<PictureBlock> = { decoded: pictureBlock, keysOf: pictureKeys };
const CROPS: Kind<CropBlock> = { decoded: cropBlock, keysOf: cropKeys };

/**
 * Pictures sent ahead stay for good, and of the others the latest: the traits hold only the last page and
 * the last large one, and bring the same again whenever the user comes back to them. Of what the pointer passes on the
 * map the last stays alone: fifty of those would send the page on show away.
 */
export function pictureReader(model: Model, state: State): () => void {
  const seen = new WeakSet<WireBlock>();
  const ahead = new WeakSet<Encoded>();
  const hovered = new WeakSet<Encoded>();
  const read = <Block extends Encoded>(
    trait: (typeof PICTURE_TRAITS)[number],
    { decoded, keysOf }: Kind<Block>,
    into: Signal<readonly Block[]>,
  ) => {
    const sent = model.get(trait) as WireBlock | undefined;
    const block = present(sent);
    if (!sent || !block?.["offsets"] || seen.has(sent)) return;
    seen.add(sent);
    const pictures = decoded(block);
    const own = new Set(keysOf(pictures));
    const before = into.peek();
    takeMasks(state, block as Readonly<Record<string, unknown>>);
    // One with all its pixels takes the place of the small one, and never the other way round.
    const others = pictures.wanted
      ? before.filter((held) => held.wanted || ![...keysOf(held)].some((key) => own.has(key)))
      : before;
    const lasting = others.filter((held) => !hovered.has(held));
    // Those sent ahead are not sent again: they are held even where a page that will go brought the same.
    if (AHEAD.has(trait)) ahead.add(pictures);
    else if (areKnown(own, lasting, keysOf)) return;
    if (trait === "hovered") hovered.add(pictures);
    const leaving = [
      ...(trait === "hovered" ? others.filter((held) => !lasting.includes(held)) : []),
      ...others.filter((held) => !ahead.has(held)).slice(0, -KEPT),
      ...others.filter(({ wanted }) => wanted).slice(0, 1 - KEPT_WHOLE),
    ];
    into.value = [...others.filter((held) => !leaving.includes(held)), pictures];
  };
  return () =>
    batch(() => {
      read("assets", PICTURES, state.thumbnails);
      read("page_assets", PICTURES, state.thumbnails);
      read("hovered", PICTURES, state.thumbnails);
      read("open_assets", PICTURES, state.large);
      read("crops", CROPS, state.crops);
      read("page_crops", CROPS, state.crops);
      read("segmentations", PICTURES, state.segmentations);
      read("page_segmentations", PICTURES, state.segmentations);
      read("open_segmentation", PICTURES, state.largeSegmentations);
    });
}

/** Masks of one image, of each model. */
function takeMasks({ parts }: State, block: Readonly<Record<string, unknown>>): void {
  const sent = parts.peek().map((_, place) => block[`masks${place || ""}`] as WireBlock | undefined);
  if (!sent.some(Boolean)) return;
  parts.value = parts.peek().map((part, place) => {
    const own = sent[place];
    return own ? { ...part, masks: new Masks([own], part.masks) } : part;
  });
}

function areKnown<Block>(keys: Set<unknown>, held: readonly Block[], keysOf: Kind<Block>["keysOf"]): boolean {
  const known = new Set(held.flatMap((block) => [...keysOf(block)]));
  return [...keys].every((key) => known.has(key));
}

function pictureBlock(block: WireBlock): PictureBlock {
  const wanted = block["wanted"] ? (columnIn(block, "wanted")[0] ?? 0) : 0;
  return { ...columnsIn(block, ["row", "offsets", "data", "width", "height"]), wanted };
}

function cropBlock(block: WireBlock): CropBlock {
  return columnsIn(block, ["truth", "prediction", "x", "y", "w", "h", "offsets", "data"]);
}

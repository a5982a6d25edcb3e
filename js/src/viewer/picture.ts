/** The picture on the stage, with as many pixels as the zoom shows; a better one takes its place without a flicker. */

import { computed } from "@preact/signals-core";
import type { Context } from "../state/session";
import { el, style } from "../ui/dom";
import { watch } from "../ui/effect";
import { createOverlay } from "./overlay";
import type { Viewing } from "./viewing";

/** Device pixels that one of the original takes up from which on its edges are shown, not smoothed away. */
const COARSE = 3;

/** The ground, of the picture's shape: without a picture, all there is under the boxes. */
export function createPicture(ctx: Context, viewing: Viewing): HTMLElement {
  const overlay = createOverlay(ctx, viewing);
  const node = el("div.ground", {}, overlay);
  const { signal } = ctx;
  let shown: HTMLImageElement | undefined;
  let row: number | undefined;
  const show = (image: HTMLImageElement | undefined) => {
    shown = image;
    node.replaceChildren(...(image ? [image] : []), overlay);
    viewing.natural.value = { url: image?.src, width: image?.naturalWidth ?? 0, height: image?.naturalHeight ?? 0 };
  };
  watch(signal, () => {
    const url = viewing.picture.value?.url;
    const isOther = row !== viewing.row.value;
    row = viewing.row.value;
    // The boxes of one image never lie over the picture of another.
    if (isOther || !url) show(undefined);
    if (!url || shown?.src === url) return;
    const image = el("img", { alt: viewing.name.value, draggable: false, src: url });
    const isWanted = () => !signal.aborted && viewing.picture.peek()?.url === url;
    // What cannot be decoded is no picture, which is said in words.
    image.decode().then(
      () => isWanted() && show(image),
      () => undefined,
    );
  });
  watch(signal, () => {
    const extent = viewing.extent.value;
    if (extent) style(node, { width: `${extent.width}px`, height: `${extent.height}px` });
    node.hidden = !extent;
  });
  watch(signal, () => {
    const now = viewing.camera.value;
    if (now) node.style.transform = `translate(${now.x}px, ${now.y}px) scale(${now.scale})`;
  });
  const isCoarse = computed(() => (viewing.camera.value?.scale ?? 0) * devicePixelRatio >= COARSE);
  watch(signal, () => node.classList.toggle("coarse", isCoarse.value && !isShortOf(viewing)));
  askForPixels(ctx, viewing);
  return node;
}

/** Has the picture on show fewer pixels than the original? */
function isShortOf({ natural, extent }: Viewing): boolean {
  return natural.value.width > 0 && extent.value !== undefined && natural.value.width < Math.round(extent.value.width);
}

/** Pixels of the original that the zoom could show, on its longer side. */
function wantedPixels({ camera, extent }: Viewing): number {
  const { width, height } = extent.value ?? { width: 0, height: 0 };
  const scale = Math.min((camera.value?.scale ?? 0) * devicePixelRatio, 1);
  return Math.ceil(scale * Math.max(width, height));
}

function longest({ natural }: Viewing): number {
  return Math.max(natural.value.width, natural.value.height);
}

/** Ask Python for the original once one sees more than is there; the small picture is not the last that comes. */
function askForPixels({ state, actions, pictures, signal }: Context, viewing: Viewing): void {
  watch(signal, () => {
    const picture = viewing.picture.value;
    // What is drawn may still be the one before.
    if (picture?.url !== viewing.natural.value.url) return;
    if (!picture || picture.isBest || picture === pictures.thumbnail(viewing.row.value ?? -1)) return;
    const wanted = wantedPixels(viewing);
    if (isShortOf(viewing) && wanted > longest(viewing) && state.openPixels.peek() === null) actions.wantPixels(wanted);
  });
}

/** What is to be said of the picture: there is none, or there are no more pixels to look at. */
export function createNote({ state, signal }: Context, viewing: Viewing): HTMLElement {
  const node = el("span.note", { role: "status" });
  const words = computed(() => {
    if (viewing.row.value === undefined) return "";
    const { picture } = viewing;
    if (!picture.value) return "no picture";
    const isFinal = picture.value.isBest || !state.hasKernel.value;
    return isFinal && isShortOf(viewing) && wantedPixels(viewing) > longest(viewing) ? "small picture" : "";
  });
  watch(signal, () => {
    node.textContent = words.value;
    node.classList.toggle("delayed", words.value === "no picture" && state.hasKernel.value);
  });
  return node;
}

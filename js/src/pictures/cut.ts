/** A picture, or a part of one cut out by the browser, with boxes over it; without a picture boxes on a plain ground. */

import { el, set, style } from "../ui/dom";
import type { Extent } from "./boxes";

export interface Cut {
  /** Undefined: there is no picture. */
  readonly url: string | undefined;
  /** What the picture at `url` shows, in pixels of the original; no width: all of it, and nobody told how large it is. */
  readonly of: Extent;
  /** The part of the original to see; left out: all that the picture shows. */
  readonly part?: Extent | undefined;
  readonly over: (part: Extent) => readonly Node[];
}

export interface CutFrame {
  readonly node: HTMLElement;
  readonly image: HTMLImageElement;
  show(cut: Cut): void;
}

/** As large as the frame allows; `placeholder` stands where there is neither a picture nor a part of known size. */
export function cutFrame(placeholder: Node | null, signal: AbortSignal): CutFrame {
  const image = el("img", { alt: "", draggable: false });
  // What is drawn stands in words beside it.
  const layer = el("span.layer", { "aria-hidden": true });
  const fit = el("span.fit", {}, image, layer);
  const node = el("span.frame", {}, placeholder, fit);
  let draw = () => {};
  // When nobody told the size of the original, the picture itself does.
  image.addEventListener("load", () => draw(), { signal });
  return {
    node,
    image,
    show({ url, of, part, over }) {
      if (url === undefined) image.removeAttribute("src");
      else if (image.getAttribute("src") !== url) image.src = url;
      image.hidden = url === undefined;
      draw = () => {
        const known = of.width > 0 ? of : { width: image.naturalWidth, height: image.naturalHeight };
        const seen = part ?? known;
        const isKnown = seen.width > 0 && seen.height > 0;
        node.classList.toggle("blank", url === undefined && !isKnown);
        node.classList.toggle("plain", url === undefined);
        set(node, { "data-small": part !== undefined && url !== undefined && isSmall(image, known, seen) });
        style(fit, {
          "aspect-ratio": isKnown ? `${seen.width} / ${seen.height}` : "1",
          "--shape": String(isKnown ? seen.width / seen.height : 1),
        });
        if (url !== undefined) place(image, known, seen);
        layer.replaceChildren(...(isKnown ? over(seen) : []));
      };
      draw();
    },
  };
}

/** Pixels that Python sends of a crop at most: see pictures/cutting.py. */
const CARD = { width: 320, height: 240 };

/** Has the picture of `of` fewer pixels of `part` than the original, and than a card has use for? */
function isSmall({ naturalWidth, naturalHeight }: HTMLImageElement, of: Extent, part: Extent): boolean {
  const wide = (naturalWidth * part.width) / of.width;
  const high = (naturalHeight * part.height) / of.height;
  // Half a pixel may be lost to rounding.
  return wide + 0.5 < Math.min(part.width, CARD.width) && high + 0.5 < Math.min(part.height, CARD.height);
}

/** Lay the picture of `of` so that `part` fills the box around it. */
function place(image: HTMLElement, of: Extent, part: Extent): void {
  const share = (value: number, whole: number) => (whole > 0 ? `${(100 * value) / whole}%` : "");
  style(image, {
    width: share(of.width, part.width),
    height: share(of.height, part.height),
    left: share((of.x ?? 0) - (part.x ?? 0), part.width),
    top: share((of.y ?? 0) - (part.y ?? 0), part.height),
  });
}

/** Addresses of the pictures that are held, for `<img src>`; given back when they go, and when the session ends. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import { at } from "../engine/counts";
import type { Data, PictureBlock } from "./data";

export interface Picture {
  readonly url: string;
  /** Pixel size of the original, in which boxes are measured; 0: unknown. */
  readonly width: number;
  readonly height: number;
  /** Is it the best there is? False: a better one may be had. */
  readonly isBest: boolean;
}

export interface Pictures {
  /** Changes whenever pictures arrive; read it in an effect, then ask. */
  readonly version: ReadonlySignal<number>;
  thumbnail(row: number): Picture | undefined;
  /** The large picture, else the thumbnail. */
  large(row: number): Picture | undefined;
}

/** The pictures that `state` holds; their addresses end with `signal`. */
export function createPictures(state: Data, signal: AbortSignal): Pictures {
  const thumbnails = new Store(signal);
  const larges = new Store(signal);
  let changes = 0;
  const version = computed(() => {
    thumbnails.hold(state.thumbnails.value);
    larges.hold(state.large.value);
    changes += 1;
    return changes;
  });
  return {
    version,
    thumbnail: (row) => thumbnails.get(row),
    large: (row) => larges.get(row) ?? thumbnails.get(row),
  };
}

/** Blocks are kept as they came; an address is made when a view first asks for it. */
class Store {
  #blocks: readonly PictureBlock[] = [];
  readonly #places = new Map<number, { readonly block: PictureBlock; readonly index: number }>();
  readonly #pictures = new Map<number, Picture>();

  constructor(signal: AbortSignal) {
    signal.addEventListener("abort", () => this.hold([]));
  }

  /** These blocks and no others. */
  hold(blocks: readonly PictureBlock[]): void {
    const before = this.#blocks;
    this.#blocks = blocks;
    for (const block of before) if (!blocks.includes(block)) this.#drop(block);
    for (const block of blocks) {
      block.row.forEach((row, index) => {
        if (!this.#places.has(row)) this.#places.set(row, { block, index });
      });
    }
  }

  #drop(block: PictureBlock): void {
    for (const row of block.row) {
      if (this.#places.get(row)?.block !== block) continue;
      this.#places.delete(row);
      URL.revokeObjectURL(this.#pictures.get(row)?.url ?? "");
      this.#pictures.delete(row);
    }
  }

  get(row: number): Picture | undefined {
    const place = this.#places.get(row);
    const known = this.#pictures.get(row);
    if (known || !place) return known;
    const { block, index } = place;
    const bytes = block.data.slice(at(block.offsets, index), at(block.offsets, index + 1));
    const url = URL.createObjectURL(new Blob([bytes]));
    const [width, height] = [at(block.width, index), at(block.height, index)];
    const picture = { url, width, height, isBest: Boolean(block.wanted) };
    this.#pictures.set(row, picture);
    return picture;
  }
}

/** Encoded pictures in blocks, and addresses of theirs for `<img src>`. */

import type { Column } from "../data/columns";
import { at } from "../engine/counts";

/** Pictures in one run of bytes; `offsets` has one entry more than there are pictures. */
export interface Encoded {
  readonly offsets: Column;
  readonly data: Column;
  /** The longest side that was asked for: what came with it is the best there is. Left out: nobody asked. */
  readonly wanted?: number;
}

/** Blocks are kept as they came; an address is made when a view first asks for it. */
export class PictureStore<Key, Block extends Encoded, Found extends object> {
  #blocks: readonly Block[] = [];
  readonly #keysOf: (block: Block) => Iterable<Key>;
  readonly #found: (block: Block, index: number, bytes: Column) => Found;
  readonly #places = new Map<Key, { readonly block: Block; readonly index: number }>();
  readonly #pictures = new Map<Key, Found>();

  /** All addresses end with `signal`. `keysOf`: what its pictures are asked by, in their order. */
  constructor(
    signal: AbortSignal,
    keysOf: (block: Block) => Iterable<Key>,
    found: (block: Block, index: number, bytes: Column) => Found,
  ) {
    this.#keysOf = keysOf;
    this.#found = found;
    signal.addEventListener("abort", () => this.hold([]));
  }

  /** These blocks and no others. */
  hold(blocks: readonly Block[]): void {
    const before = this.#blocks;
    this.#blocks = blocks;
    for (const block of before) if (!blocks.includes(block)) this.#drop(block);
    for (const block of blocks) {
      let index = 0;
      for (const key of this.#keysOf(block)) {
        if (!this.#places.has(key)) this.#places.set(key, { block, index });
        index += 1;
      }
    }
  }

  #drop(block: Block): void {
    for (const key of this.#keysOf(block)) {
      if (this.#places.get(key)?.block !== block) continue;
      this.#places.delete(key);
      const found: { readonly url?: string } | undefined = this.#pictures.get(key);
      URL.revokeObjectURL(found?.url ?? "");
      this.#pictures.delete(key);
    }
  }

  get(key: Key): Found | undefined {
    const place = this.#places.get(key);
    const known = this.#pictures.get(key);
    if (known || !place) return known;
    const { block, index } = place;
    const bytes = block.data.slice(at(block.offsets, index), at(block.offsets, index + 1));
    const picture = this.#found(block, index, bytes);
    this.#pictures.set(key, picture);
    return picture;
  }
}

/** A column of strings: one UTF-8 buffer plus offsets, decoded one at a time. */

/** A leading U+FEFF is part of a name, as it is in Python. */
const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

export class Strings {
  readonly data: Uint8Array;
  readonly offsets: Uint32Array;
  #texts: string[] | undefined;

  constructor(data: Uint8Array, offsets: Uint32Array) {
    this.data = data;
    this.offsets = offsets;
  }

  static of(values: readonly string[]): Strings {
    const encoder = new TextEncoder();
    const parts = values.map((value) => encoder.encode(value));
    const offsets = new Uint32Array(parts.length + 1);
    parts.forEach((part, i) => {
      offsets[i + 1] = (offsets[i] ?? 0) + part.length;
    });
    const data = new Uint8Array(offsets[parts.length] ?? 0);
    parts.forEach((part, i) => {
      data.set(part, offsets[i] ?? 0);
    });
    return new Strings(data, offsets);
  }

  get length(): number {
    return this.offsets.length - 1;
  }

  at(row: number): string {
    return DECODER.decode(this.data.subarray(this.offsets[row], this.offsets[row + 1]));
  }

  /** Every string, decoded once and kept: searching asks for all of them at each key press. */
  all(): readonly string[] {
    this.#texts ??= Array.from({ length: this.length }, (_, row) => this.at(row));
    return this.#texts;
  }

  /** Order by code point, which is the byte order of UTF-8 (JavaScript's own compares UTF-16). */
  compare(a: number, b: number): number {
    const { data, offsets } = this;
    const startA = offsets[a] ?? 0;
    const startB = offsets[b] ?? 0;
    const sizeA = (offsets[a + 1] ?? 0) - startA;
    const sizeB = (offsets[b + 1] ?? 0) - startB;
    const shared = Math.min(sizeA, sizeB);
    for (let i = 0; i < shared; i++) {
      const order = (data[startA + i] ?? 0) - (data[startB + i] ?? 0);
      if (order !== 0) return order;
    }
    return sizeA - sizeB;
  }

  extended(other: Strings): Strings {
    const data = new Uint8Array(this.data.length + other.data.length);
    data.set(this.data);
    data.set(other.data, this.data.length);
    const offsets = new Uint32Array(this.length + other.length + 1);
    offsets.set(this.offsets);
    for (let i = 1; i <= other.length; i++) {
      offsets[this.length + i] = (other.offsets[i] ?? 0) + this.data.length;
    }
    return new Strings(data, offsets);
  }
}

/** A column of strings: one UTF-8 buffer plus offsets, decoded one at a time. */

/** A leading U+FEFF is part of a name, as it is in Python. */
const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

export class Strings {
  readonly data: Uint8Array;
  readonly offsets: Uint32Array;

  constructor(data: Uint8Array, offsets: Uint32Array) {
    this.data = data;
    this.offsets = offsets;
  }

  static of(values: readonly string[]): Strings {
    const encoder = new TextEncoder();
    return Strings.joined(
      values.map((value) => {
        const data = encoder.encode(value);
        return new Strings(data, Uint32Array.of(0, data.length));
      }),
    );
  }

  /** The strings of all parts one after the other. */
  static joined(parts: readonly Strings[]): Strings {
    if (parts[0] && parts.length === 1) return parts[0];
    const total = (sizeOf: (part: Strings) => number) => parts.reduce((sum, part) => sum + sizeOf(part), 0);
    const data = new Uint8Array(total((part) => part.data.length));
    const offsets = new Uint32Array(total((part) => part.length) + 1);
    let [bytes, row] = [0, 0];
    for (const part of parts) {
      data.set(part.data, bytes);
      for (let i = 1; i <= part.length; i++) offsets[++row] = bytes + (part.offsets[i] as number);
      bytes += part.data.length;
    }
    return new Strings(data, offsets);
  }

  get length(): number {
    return this.offsets.length - 1;
  }

  at(row: number): string {
    return DECODER.decode(this.data.subarray(this.offsets[row], this.offsets[row + 1]));
  }
}

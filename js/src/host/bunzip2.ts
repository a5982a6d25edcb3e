/**
 * Unpacks bzip2, which packs the front end an eighth smaller than the gzip that browsers unpack themselves.
 *
 * It runs once a page, before anything is compiled: its loops count, as iterators and calls cost most there.
 */

/** Symbols that are written in one code. */
const GROUP = 50;
/** Bytes that a block holds, at most. */
const BLOCK = 900_000;

/** Bits, the first of each byte first; to read where there are no more is an error. */
class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;
  #held = 0;
  #count = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next bits, 24 at most, as a number; they stay. */
  peek(count: number): number {
    while (this.#count < count) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new Error("bzip2 ends too soon.");
      this.#held = (this.#held << 8) | byte;
      this.#count += 8;
    }
    return (this.#held >>> (this.#count - count)) & ((1 << count) - 1);
  }

  skip(count: number): void {
    this.#count -= count;
  }

  read(count: number): number {
    const value = this.peek(count);
    this.skip(count);
    return value;
  }
}

/** Puts what stands at a place before all others, and returns it. */
function toFront(recent: Uint8Array, place: number): number {
  const found = recent[place] ?? 0;
  for (let i = place; i > 0; i--) recent[i] = recent[i - 1] ?? 0;
  recent[0] = found;
  return found;
}

/** The bytes that occur, ascending: a bit for each sixteen of the 256, then one for each of those that have any. */
function readAlphabet(bits: Bits): Uint8Array {
  const sixteens = bits.read(16);
  const found: number[] = [];
  for (let high = 0; high < 16; high++) {
    const ofThese = (sixteens << high) & 0x8000 ? bits.read(16) : 0;
    for (let low = 0; low < 16; low++) if ((ofThese << low) & 0x8000) found.push(16 * high + low);
  }
  return Uint8Array.from(found);
}

/** Which code each fifty symbols are written in: its place among those used last. */
function readChoices(bits: Bits, codes: number): Uint8Array {
  const recent = Uint8Array.from({ length: codes }, (_, i) => i);
  const choices = new Uint8Array(bits.read(15));
  for (let i = 0; i < choices.length; i++) {
    let place = 0;
    while (bits.read(1)) place++;
    choices[i] = toFront(recent, place);
  }
  return choices;
}

interface Code {
  /** Bits of its longest word. */
  readonly longest: number;
  /** For whatever so many bits are: the symbol whose word they begin with, and in the last five bits its length. */
  readonly table: Uint16Array;
}

/** A canonical Huffman code: the lengths of its words, as steps from that before. */
function readCode(bits: Bits, size: number): Code {
  const lengths = new Uint8Array(size);
  let length = bits.read(5);
  for (let symbol = 0; symbol < size; symbol++) {
    while (bits.read(1)) length += bits.read(1) ? -1 : 1;
    lengths[symbol] = length;
  }
  const longest = Math.max(...lengths);
  if (longest > 20) throw new Error("bzip2 holds a code with words that are too long.");
  const table = new Uint16Array(2 ** longest);
  for (let [at, length] = [0, 1]; length <= longest; length++) {
    for (let symbol = 0; symbol < size; symbol++) {
      if (lengths[symbol] !== length) continue;
      const next = at + 2 ** (longest - length);
      table.fill(symbol * 32 + length, at, next);
      at = next;
    }
  }
  return { longest, table };
}

const NO_CODE: Code = { longest: 1, table: new Uint16Array(2) };

/** The block as it was sorted: each byte as its place among those used last, but runs of the last one as their length. */
function readSorted(bits: Bits): Uint8Array {
  const recent = readAlphabet(bits);
  const end = recent.length + 1;
  const count = bits.read(3);
  const choices = readChoices(bits, count);
  const codes = Array.from({ length: count }, () => readCode(bits, end + 1));
  const sorted = new Uint8Array(BLOCK);
  let [length, run, digit] = [0, 0, 1];
  for (const choice of choices) {
    const { longest, table } = codes[choice] ?? NO_CODE;
    for (let i = 0; i < GROUP; i++) {
      const entry = table[bits.peek(longest)] ?? 0;
      bits.skip(entry & 31);
      const symbol = entry >> 5;
      if (symbol < 2) {
        // Lengths are written to the base of two, in the digits one and two.
        run += digit << symbol;
        digit *= 2;
        if (run > BLOCK) throw new Error("bzip2 holds more than a block.");
        continue;
      }
      if (run > 0) {
        sorted.fill(recent[0] ?? 0, length, length + run);
        length += run;
        [run, digit] = [0, 1];
      }
      if (symbol === end) return sorted.subarray(0, length);
      sorted[length++] = toFront(recent, symbol - 1);
    }
  }
  throw new Error("bzip2 ends too soon.");
}

/** Burrows and Wheeler's: the bytes of which these are the last ones of all rotations, in order, as a chain. */
function chained(last: Uint8Array): Uint32Array {
  const places = new Uint32Array(257);
  for (let i = 0; i < last.length; i++) {
    const above = (last[i] ?? 0) + 1;
    places[above] = (places[above] ?? 0) + 1;
  }
  for (let i = 1; i < 257; i++) places[i] = (places[i] ?? 0) + (places[i - 1] ?? 0);
  // Each link holds a byte, and above it where the next link is.
  const chain = new Uint32Array(last);
  for (let i = 0; i < last.length; i++) {
    const byte = last[i] ?? 0;
    const place = places[byte] ?? 0;
    chain[place] = (chain[place] ?? 0) | (i << 8);
    places[byte] = place + 1;
  }
  return chain;
}

/** The bytes of a chain from `start` on; after four of the same a byte says how many more there are. */
function unrolled(chain: Uint32Array, start: number): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(chain.length);
  let [size, run, last] = [0, 0, -1];
  let link = chain[start] ?? 0;
  for (let i = 0; i < chain.length; i++) {
    link = chain[link >>> 8] ?? 0;
    const byte = link & 255;
    if (run < 4) {
      run = byte === last ? run + 1 : 1;
      last = byte;
      bytes[size++] = byte;
      continue;
    }
    const longer = new Uint8Array(bytes.length + byte - 1);
    longer.set(bytes.subarray(0, size));
    bytes = longer.fill(last, size, size + byte);
    size += byte;
    run = 0;
  }
  return bytes;
}

/** The cyclic redundancy check of bzip2, which takes the first bit of a byte first. */
function check(bytes: Uint8Array): number {
  const ofByte = Int32Array.from({ length: 256 }, (_, byte) => {
    let sum = byte << 24;
    for (let i = 0; i < 8; i++) sum = (sum << 1) ^ (sum < 0 ? 0x04c11db7 : 0);
    return sum;
  });
  let sum = -1;
  for (let i = 0; i < bytes.length; i++) sum = (sum << 8) ^ (ofByte[(sum >>> 24) ^ (bytes[i] ?? 0)] ?? 0);
  return ~sum;
}

/** What one block of bzip2 holds; throws where it is damaged or cut short. */
export function bunzip2(packed: Uint8Array): Uint8Array<ArrayBuffer> {
  const bits = new Bits(packed);
  // Of the file and of the block: which format this is. The build writes no other.
  for (let byte = 0; byte < 10; byte++) bits.read(8);
  const expected = (bits.read(16) << 16) | bits.read(16);
  // Was once an option.
  bits.read(1);
  const start = bits.read(24);
  const bytes = unrolled(chained(readSorted(bits)), start);
  if (check(bytes) !== expected) throw new Error("bzip2 holds other bytes than were packed.");
  return bytes;
}

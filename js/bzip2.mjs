// Packs bytes as one block of bzip2, which src/host/bunzip2.ts unpacks. https://en.wikipedia.org/wiki/Bzip2 has the format.

/** Symbols that are written in one code. */
const GROUP = 50;
const CODES = 6;
/** The longest word of a code, for a small table of it; the format allows 20. */
const LONGEST = 14;
/** Times that codes and groups are fitted to each other. */
const ROUNDS = 12;

/** Bits, the first of each byte first. */
function bitWriter() {
  const bytes = [];
  let [held, free] = [0, 8];
  const write = (value, count) => {
    for (let i = count - 1; i >= 0; i--) {
      held = (held << 1) | ((value >>> i) & 1);
      free--;
      if (free === 0) {
        bytes.push(held);
        [held, free] = [0, 8];
      }
    }
  };
  const end = () => {
    while (free < 8) write(0, 1);
    return Uint8Array.from(bytes);
  };
  return { write, end };
}

function checkOf(bytes) {
  let sum = -1;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let i = 0; i < 8; i++) sum = (sum << 1) ^ (sum < 0 ? 0x04c11db7 : 0);
  }
  return ~sum;
}

/** Runs of four and more as four and how many more there are. */
function rolled(bytes) {
  const all = [];
  for (let i = 0; i < bytes.length; ) {
    let run = 1;
    while (run < 259 && bytes[i + run] === bytes[i]) run++;
    for (let k = 0; k < Math.min(run, 4); k++) all.push(bytes[i]);
    if (run > 3) all.push(run - 4);
    i += run;
  }
  return Buffer.from(all);
}

/** The last bytes of all rotations in order, and where the one is that begins where the bytes do. */
function sorted(bytes) {
  const size = bytes.length;
  const twice = Buffer.concat([bytes, bytes]);
  const rotations = Array.from(bytes, (_, i) => i);
  rotations.sort((a, b) => twice.compare(twice, b, b + size, a, a + size));
  return { last: rotations.map((i) => bytes[(i + size - 1) % size]), start: rotations.indexOf(0) };
}

/** Each byte as its place among those used last, plus one; runs of the last one as digits 0 and 1; then the end. */
function symbolsOf(last, alphabet) {
  const recent = [...alphabet];
  const symbols = [];
  let run = 0;
  const writeRun = () => {
    for (; run > 0; run = (run - 1) >> 1) symbols.push(run & 1 ? 0 : 1);
  };
  for (const byte of last) {
    const place = recent.indexOf(byte);
    if (place === 0) {
      run++;
      continue;
    }
    writeRun();
    symbols.push(place + 1);
    recent.splice(place, 1);
    recent.unshift(byte);
  }
  writeRun();
  return [...symbols, alphabet.length + 1];
}

/** The lengths of Huffman's code for symbols that occur so often. */
function lengthsOf(counts) {
  const lengths = new Array(counts.length).fill(0);
  let trees = counts.map((count, symbol) => ({ count, symbols: [symbol] }));
  while (trees.length > 1) {
    trees = trees.sort((a, b) => b.count - a.count);
    const [a, b] = [trees.pop(), trees.pop()];
    const symbols = [...a.symbols, ...b.symbols];
    for (const symbol of symbols) lengths[symbol]++;
    trees.push({ count: a.count + b.count, symbols });
  }
  // Rare ones count for more until no word is too long.
  return Math.max(...lengths) > LONGEST ? lengthsOf(counts.map((count) => Math.ceil(count / 2))) : lengths;
}

const bitsIn = (group, lengths) => group.reduce((sum, symbol) => sum + lengths[symbol], 0);

/** Codes, as the lengths of their words, and which of them each group is written in. */
function fitted(groups, size) {
  // At first every code is for a part of the symbols that are as many in all.
  const counts = new Array(size).fill(0);
  for (const symbol of groups.flat()) counts[symbol]++;
  const total = groups.flat().length;
  let before = 0;
  const part = counts.map((count) => {
    before += count;
    return Math.ceil((CODES * before) / total) - 1;
  });
  let codes = Array.from({ length: CODES }, (_, code) => part.map((own) => (own === code ? 0 : 15)));
  let choices = [];
  for (let round = 0; round < ROUNDS; round++) {
    choices = groups.map((group) => {
      const needed = codes.map((lengths) => bitsIn(group, lengths));
      return needed.indexOf(Math.min(...needed));
    });
    codes = codes.map((_, code) => {
      // What does not occur needs a word as well; a fraction keeps it from taking room.
      const own = new Array(size).fill(0.01);
      for (const [i, group] of groups.entries()) if (choices[i] === code) for (const symbol of group) own[symbol]++;
      return lengthsOf(own);
    });
  }
  return { codes, choices };
}

function writeAlphabet(write, alphabet) {
  const has = new Set(alphabet);
  const sixteens = Array.from({ length: 16 }, (_, high) => Array.from({ length: 16 }, (_, low) => 16 * high + low));
  const used = sixteens.filter((bytes) => bytes.some((byte) => has.has(byte)));
  for (const bytes of sixteens) write(+used.includes(bytes), 1);
  for (const bytes of used) for (const byte of bytes) write(+has.has(byte), 1);
}

function writeChoices(write, choices) {
  const recent = Array.from({ length: CODES }, (_, i) => i);
  write(CODES, 3);
  write(choices.length, 15);
  for (const choice of choices) {
    const place = recent.indexOf(choice);
    for (let i = 0; i < place; i++) write(1, 1);
    write(0, 1);
    recent.splice(place, 1);
    recent.unshift(choice);
  }
}

function writeLengths(write, lengths) {
  let length = lengths[0];
  write(length, 5);
  for (const wanted of lengths) {
    for (; length < wanted; length++) write(0b10, 2);
    for (; length > wanted; length--) write(0b11, 2);
    write(0, 1);
  }
}

/** The words of a canonical code: in order of their length, then of their symbol. */
function wordsOf(lengths) {
  const words = [];
  let word = 0;
  for (let length = 1; length <= LONGEST; length++) {
    for (const [symbol, own] of lengths.entries()) if (own === length) words[symbol] = word++;
    word *= 2;
  }
  return words;
}

/** One block of bzip2 with these bytes, of which there are 1 to 700,000. */
export function bzip2(bytes) {
  const { write, end } = bitWriter();
  const check = checkOf(bytes);
  const { last, start } = sorted(rolled(bytes));
  const alphabet = [...new Set(last)].sort((a, b) => a - b);
  const symbols = symbolsOf(last, alphabet);
  const groups = Array.from({ length: Math.ceil(symbols.length / GROUP) }, (_, i) =>
    symbols.slice(i * GROUP, (i + 1) * GROUP),
  );
  const { codes, choices } = fitted(groups, alphabet.length + 2);
  for (const sign of Buffer.from("BZh9")) write(sign, 8);
  // The first digits of pi, of which every block begins with twelve.
  write(0x314159, 24);
  write(0x265359, 24);
  write(check, 32);
  write(0, 1);
  write(start, 24);
  writeAlphabet(write, alphabet);
  writeChoices(write, choices);
  for (const lengths of codes) writeLengths(write, lengths);
  const words = codes.map(wordsOf);
  for (const [i, group] of groups.entries()) {
    const code = choices[i];
    for (const symbol of group) write(words[code][symbol], codes[code][symbol]);
  }
  // Those of its root, and the check of all blocks.
  write(0x177245, 24);
  write(0x385090, 24);
  write(check, 32);
  return end();
}

/** The 91 printable characters that nothing has to escape in a string of JSON, in JavaScript or in HTML. */
const DIGITS = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter((c) => !'"<\\'.includes(c));

/**
 * Bytes as src/host/unpack.ts reads them: 13 bits in two characters; at the end six or fewer in one, so that no byte
 * follows the last.
 */
export function toBase91(bytes) {
  let [bits, held, text] = [0, 0, ""];
  const write = () => {
    const value = bits & 8191;
    text += DIGITS[Math.floor(value / 91)] + DIGITS[value % 91];
  };
  for (const byte of bytes) {
    bits |= byte << held;
    held += 8;
    if (held < 13) continue;
    write();
    bits >>>= 13;
    held -= 13;
  }
  if (held > 6) write();
  else if (held > 0) text += DIGITS[bits];
  return text;
}

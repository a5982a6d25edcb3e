/** The 92 characters that nothing has to escape in a string of JSON, in JavaScript or in HTML. */
const DIGITS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((c) => !'"<\\'.includes(c));

/**
 * Bytes as src/host/unpack.ts reads them. Two characters tell 92 * 92 values apart, more than 13 bits do: where these
 * are a small number they carry a bit more. At the end six or fewer are in one character, so that no byte follows the
 * last.
 */
export function toBase92(bytes) {
  let [bits, held, text] = [0, 0, ""];
  const write = () => {
    const low = bits & 8191;
    const isLong = low < 92 * 92 - 8192;
    const value = isLong ? bits & 16383 : low;
    text += DIGITS[Math.floor(value / 92)] + DIGITS[value % 92];
    const size = isLong ? 14 : 13;
    bits >>>= size;
    held -= size;
  };
  for (const byte of bytes) {
    bits |= byte << held;
    held += 8;
    if (held > 13) write();
  }
  if (held > 6) write();
  else if (held > 0) text += DIGITS[bits];
  return text;
}

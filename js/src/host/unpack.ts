/** What travels as text or bytes, made whole again; each failure is a sentence that says what to do. */

type Bytes = ArrayBuffer | Uint8Array<ArrayBuffer>;

/** What a text holds; `unpack` throws where it is damaged. */
export async function unpackedText<Held extends Bytes>(
  text: string,
  unpack: (text: string) => Held | Promise<Held>,
): Promise<Held> {
  if (!("DecompressionStream" in globalThis)) {
    throw new Error(
      "EvalLens cannot be unpacked in this browser: it has no DecompressionStream. " +
        "Open this page in Chrome or Edge 80, Firefox 113, Safari 16.4, or newer.",
    );
  }
  try {
    return await unpack(text);
  } catch (cause) {
    throw new Error(
      "What EvalLens unpacks here is damaged or cut short. Run the cell, or write the file, again; " +
        "if that does not help, install evallens again and restart the kernel.",
      { cause },
    );
  }
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const codes = atob(text);
  const bytes = new Uint8Array(codes.length);
  // Four times as fast as Uint8Array.from while a page is young and nothing is compiled.
  for (let i = 0; i < codes.length; i++) bytes[i] = codes.charCodeAt(i);
  return bytes;
}

/**
 * From base92, as build.mjs writes it: 13 bits in two of the 92 characters that need no escape in a string of JSON, in
 * JavaScript or in HTML, and 14 where the 13 are a small number. It is a twelfth shorter than base64.
 */
export function fromBase92(text: string): Uint8Array<ArrayBuffer> {
  const digit = (i: number) => {
    const code = text.charCodeAt(i) - 32;
    return code - +(code > 2) - +(code > 28) - +(code > 60);
  };
  const bytes = new Uint8Array(text.length);
  let [bits, held, size] = [0, 0, 0];
  for (let i = 0; i < text.length; i += 2) {
    // A character that stands alone at the end holds six bits.
    const isPair = i + 1 < text.length;
    const value = isPair ? digit(i) * 92 + digit(i + 1) : digit(i);
    bits |= value << held;
    for (held += isPair ? 13 + +((value & 8191) < 272) : 6; held >= 8; held -= 8) {
      bytes[size++] = bits;
      bits >>>= 8;
    }
  }
  return bytes.slice(0, size);
}

/** The module with this source; hosts give no address to load it from. */
export async function importSource<Module>(source: Bytes): Promise<Module> {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  try {
    return await import(/* @vite-ignore */ url);
  } catch (cause) {
    throw new Error(
      `This page does not let EvalLens start (${cause}). Its Content-Security-Policy has to allow blob: in script-src. ` +
        'Where that cannot be changed, lens.to_html("report.html") writes a file that opens by itself.',
      { cause },
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** What travels compressed, made whole again; each failure is a sentence that says what to do. */

/** What the gzip that `bytes` returns holds; where that throws, or is none, so is said. */
export async function gunzip(bytes: () => Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  if (!("DecompressionStream" in globalThis)) {
    throw new Error(
      "EvalLens cannot be unpacked in this browser: it has no DecompressionStream. " +
        "Open this page in Chrome or Edge 80, Firefox 113, Safari 16.4, or newer.",
    );
  }
  try {
    const plain = new Blob([bytes()]).stream().pipeThrough(new DecompressionStream("gzip"));
    return await new Response(plain).arrayBuffer();
  } catch (cause) {
    throw new Error(
      "What EvalLens unpacks here is damaged or cut short. Run the cell, or write the file, again; " +
        "if that does not help, install evallens again and restart the kernel.",
      { cause },
    );
  }
}

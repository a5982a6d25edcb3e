/** What travels compressed, made whole again; each failure is a sentence that says what to do. */

/** The bytes in a base64 of gzip. */
export async function gunzip(base64: string): Promise<ArrayBuffer> {
  if (!("DecompressionStream" in globalThis)) {
    throw new Error(
      "EvalLens cannot be unpacked in this browser: it has no DecompressionStream. " +
        "Open this page in Chrome or Edge 80, Firefox 113, Safari 16.4, or newer.",
    );
  }
  try {
    const text = atob(base64);
    const packed = new Uint8Array(text.length);
    // Four times as fast as Uint8Array.from while a page is young and nothing is compiled.
    for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
    const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return await new Response(plain).arrayBuffer();
  } catch (cause) {
    throw new Error(
      "What EvalLens unpacks here is damaged or cut short. Run the cell, or write the file, again; " +
        "if that does not help, install evallens again and restart the kernel.",
      { cause },
    );
  }
}

/** The module with this source; hosts give no address to load it from. */
export async function importSource<Module>(source: ArrayBuffer): Promise<Module> {
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

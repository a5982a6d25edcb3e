/** The bytes that a gzip holds; rejects where it is damaged, or the browser has no DecompressionStream. */
export function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

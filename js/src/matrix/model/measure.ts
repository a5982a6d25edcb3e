/** How wide text is in the font of the page. */

export function fontOf(node: Element): string {
  return getComputedStyle(node).fontFamily;
}

/** Pixel widths of names at the size they are drawn. */
export function widthsOf(names: readonly string[], font: string): number[] {
  const pen = document.createElement("canvas").getContext("2d");
  if (!pen) return names.map((name) => name.length * 6.2);
  pen.font = `600 11px ${font}`;
  return names.map((name) => Math.ceil(pen.measureText(name).width));
}

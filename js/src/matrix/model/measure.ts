/** How wide text is in the font of the page. */

export function fontOf(node: Element): string {
  return getComputedStyle(node).fontFamily;
}

/** Pixel widths of names in bold letters of `size` pixels: no weight they are drawn in is wider. */
export function widthsOf(names: readonly string[], font: string, size = 11): number[] {
  const pen = document.createElement("canvas").getContext("2d");
  if (!pen) return names.map((name) => name.length * 0.57 * size);
  pen.font = `600 ${size}px ${font}`;
  return names.map((name) => Math.ceil(pen.measureText(name).width));
}

const MEASURED_AT = 200;

/** `widthOf` says how wide a text of these signs is at most, as a share of the size: digits are as wide as the widest. */
export function signWidths(signs: string, font: string): (text: string) => number {
  const pen = document.createElement("canvas").getContext("2d");
  if (pen) pen.font = `${MEASURED_AT}px ${font}`;
  const measure = (sign: string) => (pen ? pen.measureText(sign).width / MEASURED_AT : 0.6);
  const widths = new Map([...signs].map((sign) => [sign, measure(sign)]));
  const digit = Math.max(...[..."0123456789"].map(measure));
  for (const sign of "0123456789") widths.set(sign, digit);
  return (text) => [...text].reduce((sum, sign) => sum + (widths.get(sign) ?? digit), 0);
}

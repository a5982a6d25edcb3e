/** Tokens as numbers, for canvases. */

/** A colour in sRGB, each part 0..255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * Read design tokens ("right": --right) as sRGB bytes, as they hold at `node`.
 *
 * A custom property keeps its unresolved text (`color-mix(...)`): a probe lets CSS resolve it, and
 * a pixel turns whatever notation comes out into bytes.
 */
export function readTokens<Name extends string>(node: Element, names: readonly Name[]): Readonly<Record<Name, Rgb>> {
  const probe = document.createElement("span");
  probe.style.display = "none";
  // Else a system that chooses all colours would choose this one, too.
  probe.style.setProperty("forced-color-adjust", "none");
  node.append(probe);
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const found = names.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, pixel(context, getComputedStyle(probe).color)] as const;
  });
  probe.remove();
  return Object.fromEntries(found) as Record<Name, Rgb>;
}

function pixel(context: CanvasRenderingContext2D | null, colour: string): Rgb {
  if (!context) return [128, 128, 128];
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

/** From `a` (0) to `b` (1). */
export function mixed(a: Rgb, b: Rgb, share: number): Rgb {
  const step = (from: number, to: number) => Math.round(from + (to - from) * share);
  return [step(a[0], b[0]), step(a[1], b[1]), step(a[2], b[2])];
}

/** A colour as a style sheet writes it. */
export function css([red, green, blue]: Rgb): string {
  return `rgb(${red},${green},${blue})`;
}

/** Black or white, whichever reads better on `ground`: always at least 4.5:1. */
export function textOn(ground: Rgb): "#000" | "#fff" {
  // At this luminance black and white have the same contrast (WCAG 2, relative luminance).
  return luminance(ground) > 0.179 ? "#000" : "#fff";
}

/** Contrast of two colours, 1..21 (WCAG 2). */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((byte) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The same picture without WebGL2: stamps copied to a 2-D canvas. */

import { type Frame, fitPixels, groundKey, isSameKey, type Painter, type Rgba, type Scene } from "./scene";

/** Stamping is about ten times slower than a point pass. */
const SLOWER = 10;

type Stamp = (shade: number) => HTMLCanvasElement;

export function canvasPainter(canvas: HTMLCanvasElement): Painter | undefined {
  const context = canvas.getContext("2d");
  if (!context) return undefined;
  const layer = document.createElement("canvas");
  let ground: readonly unknown[] = [];
  const paintGround = (scene: Scene, frame: Frame) => {
    const key = groundKey(scene, frame);
    const pen = isSameKey(key, ground) ? null : layer.getContext("2d");
    if (pen) {
      fitPixels(layer, frame);
      pen.clearRect(0, 0, layer.width, layer.height);
      const { dust, dustRadius } = scene.look;
      const dot = stamps(dustRadius, 0, dust, frame.ratio, () => css(dust))(0);
      place(pen, scene, scene.ground, frame, () => dot);
      ground = key;
    }
    context.drawImage(layer, 0, 0);
  };
  return {
    paint(scene, given) {
      const frame = { ...given, most: Math.ceil(given.most / SLOWER) };
      fitPixels(canvas, frame);
      context.clearRect(0, 0, canvas.width, canvas.height);
      if (scene.ground.length > 0) paintGround(scene, frame);
      const { look, palette } = scene;
      const stamp = stamps(look.shownRadius, look.haloWidth, look.halo, frame.ratio, (shade) =>
        css([...palette.subarray(4 * shade, 4 * shade + 4)].map((v) => v / 255) as unknown as Rgba),
      );
      place(context, scene, scene.shown, frame, (row) => stamp(scene.shades[row] ?? 0));
      return true;
    },
    release() {
      layer.width = 0;
      ground = [];
    },
    resume() {},
  };
}

function place(
  context: CanvasRenderingContext2D,
  { positions }: Scene,
  rows: Uint32Array,
  { camera, width, height, ratio, most }: Frame,
  stampOf: (row: number) => HTMLCanvasElement,
): void {
  for (const row of rows.subarray(0, most)) {
    const stamp = stampOf(row);
    const x = (width / 2 + ((positions[2 * row] ?? 0) - camera.x) * camera.scale) * ratio;
    const y = (height / 2 - ((positions[2 * row + 1] ?? 0) - camera.y) * camera.scale) * ratio;
    context.drawImage(stamp, x - stamp.width / 2, y - stamp.height / 2);
  }
}

/** One small picture a shade, drawn when first asked for. */
function stamps(
  radius: number,
  haloWidth: number,
  halo: Rgba,
  ratio: number,
  colourOf: (shade: number) => string,
): Stamp {
  const made = new Map<number, HTMLCanvasElement>();
  const draw = (shade: number) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 2 * Math.ceil((radius + haloWidth) * ratio) + 2;
    const context = canvas.getContext("2d");
    if (context) {
      if (haloWidth > 0) disc(context, (radius + haloWidth) * ratio, css(halo));
      disc(context, radius * ratio, colourOf(shade));
    }
    made.set(shade, canvas);
    return canvas;
  };
  return (shade) => made.get(shade) ?? draw(shade);
}

function disc(context: CanvasRenderingContext2D, radius: number, colour: string): void {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(context.canvas.width / 2, context.canvas.height / 2, radius, 0, 2 * Math.PI);
  context.fill();
}

function css([red, green, blue, alpha]: Rgba): string {
  return `rgb(${red * 255} ${green * 255} ${blue * 255} / ${alpha})`;
}

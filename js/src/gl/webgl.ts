/** Points painted with WebGL2; many of them, where there is no graphics card, as pixels stamped by the processor. */

import { createBlitter } from "./blitter";
import { releasableContext } from "./context";
import { createGpuScene, type GpuScene } from "./gpuScene";
import { createRaster } from "./raster";
import { type Frame, fitPixels, type PointPainter, type Rgba, type Scene } from "./scene";

/** More points than this are stamped where there is no graphics card. */
const MANY = 10_000;

const NO_TINT: Rgba = [0, 0, 0, 0];

type Gl = WebGL2RenderingContext;

interface Dots {
  readonly count: number;
  readonly radius: number;
  readonly haloWidth: number;
  readonly halo: Rgba;
  readonly tint: Rgba;
}

/** A painter, or undefined where there is no WebGL2. `onChange`: the context was lost or is back. */
export function webglPointPainter(
  canvas: HTMLCanvasElement,
  onChange: () => void,
  signal: AbortSignal,
): PointPainter | undefined {
  let gpu: GpuScene | undefined;
  let blit: ReturnType<typeof createBlitter> | undefined;
  let isUnable = false;
  const forget = () => {
    gpu = undefined;
    blit = undefined;
  };
  const lost = () => {
    forget();
    onChange();
  };
  const context = releasableContext(canvas, lost, onChange, signal);
  if (!context) return undefined;
  const { gl, resume } = context;
  let raster = isSoftware(gl) ? createRaster() : undefined;
  const release = () => {
    context.release();
    if (raster) raster = createRaster();
    forget();
  };
  signal.addEventListener("abort", release, { once: true });
  return {
    paint(scene, frame) {
      if (isUnable || gl.isContextLost()) return false;
      fitPixels(canvas, frame);
      if (raster && scene.background.length + scene.foreground.length > MANY) {
        blit ??= createBlitter(gl);
        blit(raster(scene, frame));
        return true;
      }
      try {
        gpu ??= createGpuScene(gl);
      } catch (error) {
        // A driver that offers WebGL2 and cannot do it: the caller paints otherwise.
        console.warn("EvalLens draws without WebGL2:", error);
        isUnable = true;
        return false;
      }
      prepare(gl, gpu, scene, frame);
      paintBackground(gl, gpu, scene, frame);
      paintForeground(gl, gpu, scene, frame);
      return true;
    },
    release,
    resume,
  };
}

/** Does the processor do what a graphics card should? `failIfMajorPerformanceCaveat` does not tell in Chromium. */
function isSoftware(gl: Gl): boolean {
  const names = gl.getExtension("WEBGL_debug_renderer_info");
  const name = gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(String(name));
}

function prepare(gl: Gl, gpu: GpuScene, scene: Scene, { camera, pixelRatio }: Frame): void {
  const { width, height } = gl.canvas;
  gl.viewport(0, 0, width, height);
  gpu.setPositions(scene.positions);
  gpu.setShades(scene.shades);
  gpu.setPalette(scene.palette);
  const pixels = 2 * camera.scale * pixelRatio;
  gl.uniform2f(gpu.uniform("centre"), camera.x, camera.y);
  gl.uniform2f(gpu.uniform("zoom"), pixels / width, pixels / height);
}

function paintBackground(gl: Gl, gpu: GpuScene, { background, look }: Scene, { pixelRatio, maxPoints }: Frame): void {
  gl.clear(gl.COLOR_BUFFER_BIT);
  if (background.length === 0) return;
  gpu.setBackground(background);
  draw(gl, gpu, {
    count: Math.min(background.length, maxPoints),
    radius: look.backgroundRadius * pixelRatio,
    haloWidth: 0,
    halo: look.background,
    tint: look.background,
  });
}

function paintForeground(gl: Gl, gpu: GpuScene, { foreground, look }: Scene, { pixelRatio, maxPoints }: Frame): void {
  gpu.setForeground(foreground);
  draw(gl, gpu, {
    count: Math.min(foreground.length, maxPoints),
    radius: (look.foregroundRadius + look.haloWidth) * pixelRatio,
    haloWidth: look.haloWidth * pixelRatio,
    halo: look.halo,
    tint: NO_TINT,
  });
}

function draw(gl: Gl, { uniform }: GpuScene, { count, radius, haloWidth, halo, tint }: Dots): void {
  gl.uniform1f(uniform("radius"), radius);
  gl.uniform1f(uniform("core"), radius - haloWidth);
  gl.uniform4f(uniform("halo"), ...halo);
  gl.uniform4f(uniform("tint"), ...tint);
  gl.drawElements(gl.POINTS, count, gl.UNSIGNED_INT, 0);
}

/** The WebGL2 painter, and how it comes back when the browser takes its context away. */

import { createMemory, type Memory, pictureShower } from "./memory";
import { createRaster } from "./raster";
import { type Frame, fitPixels, type Painter, type Rgba, type Scene } from "./scene";

const OPTIONS: WebGLContextAttributes = {
  // Stamped pixels are copied with blitFramebuffer, which a multisampled screen refuses.
  antialias: false,
  depth: false,
  // Pixels can be read, copied and saved at any time, not only within the frame that drew them.
  preserveDrawingBuffer: true,
};

/** More points than this are stamped where there is no graphics card. */
const MANY = 10_000;

const NO_TINT: Rgba = [0, 0, 0, 0];

interface Dots {
  readonly count: number;
  readonly radius: number;
  readonly haloWidth: number;
  readonly halo: Rgba;
  readonly tint: Rgba;
}

/** A painter, or undefined where there is no WebGL2. `onChange`: the context was lost or is back. */
export function webglPainter(
  canvas: HTMLCanvasElement,
  onChange: () => void,
  signal: AbortSignal,
): Painter | undefined {
  const gl = canvas.getContext("webgl2", OPTIONS);
  if (!gl) return undefined;
  let raster = isSoftware(gl) ? createRaster() : undefined;
  // Asked for in time: a lost context hands out no extensions.
  const loss = gl.getExtension("WEBGL_lose_context");
  let memory: Memory | undefined;
  let show: ReturnType<typeof pictureShower> | undefined;
  let isReleased = false;
  let isUnable = false;

  const forget = () => {
    memory = undefined;
    show = undefined;
  };
  /** Take back what `release` gave away. Too early or not ours to take, the browser ignores it. */
  const restore = () => {
    if (!isReleased && gl.isContextLost()) loss?.restoreContext();
  };
  const lost = (event: Event) => {
    // Without this the browser never offers the context again.
    event.preventDefault();
    forget();
    onChange();
    // Before the event is over the browser does not know that we want the context back.
    window.setTimeout(restore);
  };
  const release = () => {
    isReleased = true;
    if (!gl.isContextLost()) loss?.loseContext();
    if (raster) raster = createRaster();
    forget();
  };
  canvas.addEventListener("webglcontextlost", lost, { signal });
  canvas.addEventListener("webglcontextrestored", onChange, { signal });
  signal.addEventListener("abort", release, { once: true });
  return {
    paint(scene, frame) {
      if (isUnable || gl.isContextLost()) return false;
      fitPixels(canvas, frame);
      if (raster && scene.ground.length + scene.shown.length > MANY) {
        show ??= pictureShower(gl);
        show(raster(scene, frame));
        return true;
      }
      try {
        memory ??= createMemory(gl);
      } catch (error) {
        // A driver that offers WebGL2 and cannot do it: the caller paints otherwise.
        console.warn("EvalLens draws without WebGL2:", error);
        isUnable = true;
        return false;
      }
      prepare(gl, memory, scene, frame);
      paintGround(gl, memory, scene, frame);
      paintShown(gl, memory, scene, frame);
      return true;
    },
    release,
    resume() {
      isReleased = false;
      restore();
    },
  };
}

type Gl = WebGL2RenderingContext;

/** Does the processor do what a graphics card should? `failIfMajorPerformanceCaveat` does not tell in Chromium. */
function isSoftware(gl: Gl): boolean {
  const names = gl.getExtension("WEBGL_debug_renderer_info");
  const name = gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(String(name));
}

function prepare(gl: Gl, memory: Memory, scene: Scene, { camera, ratio }: Frame): void {
  const { width, height } = gl.canvas;
  gl.viewport(0, 0, width, height);
  memory.positions(scene.positions);
  memory.shades(scene.shades);
  memory.setPalette(scene.palette);
  const pixels = 2 * camera.scale * ratio;
  gl.uniform2f(memory.place("centre"), camera.x, camera.y);
  gl.uniform2f(memory.place("zoom"), pixels / width, pixels / height);
}

function paintGround(gl: Gl, memory: Memory, { ground, look }: Scene, { ratio, most }: Frame): void {
  gl.clear(gl.COLOR_BUFFER_BIT);
  if (ground.length === 0) return;
  memory.ground(ground);
  const count = Math.min(ground.length, most);
  draw(gl, memory, { count, radius: look.dustRadius * ratio, haloWidth: 0, halo: look.dust, tint: look.dust });
}

function paintShown(gl: Gl, memory: Memory, { shown, look }: Scene, { ratio, most }: Frame): void {
  memory.shown(shown);
  draw(gl, memory, {
    count: Math.min(shown.length, most),
    radius: (look.shownRadius + look.haloWidth) * ratio,
    haloWidth: look.haloWidth * ratio,
    halo: look.halo,
    tint: NO_TINT,
  });
}

function draw(gl: Gl, { place }: Memory, { count, radius, haloWidth, halo, tint }: Dots): void {
  gl.uniform1f(place("radius"), radius);
  gl.uniform1f(place("core"), radius - haloWidth);
  gl.uniform4f(place("halo"), ...halo);
  gl.uniform4f(place("tint"), ...tint);
  gl.drawElements(gl.POINTS, count, gl.UNSIGNED_INT, 0);
}

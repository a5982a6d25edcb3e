/** The WebGL2 painter, and how it comes back when the browser takes its context away. */

import { Memory } from "./memory";
import { type Frame, fitPixels, groundKey, isSameKey, type Painter, type Rgba, type Scene } from "./scene";

const OPTIONS: WebGLContextAttributes = {
  // The layer of dust is copied with blitFramebuffer, which a multisampled screen refuses.
  antialias: false,
  depth: false,
  // Pixels can be read, copied and saved at any time, not only within the frame that drew them.
  preserveDrawingBuffer: true,
};

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
  return gl ? new WebGlPainter(canvas, gl, onChange, signal) : undefined;
}

class WebGlPainter implements Painter {
  readonly #canvas: HTMLCanvasElement;
  readonly #gl: WebGL2RenderingContext;
  /** Asked for in time: a lost context hands out no extensions. */
  readonly #loss: WEBGL_lose_context | null;
  #memory: Memory | undefined;
  #ground: readonly unknown[] = [];
  #isReleased = false;
  #isUnable = false;

  constructor(canvas: HTMLCanvasElement, gl: WebGL2RenderingContext, onChange: () => void, signal: AbortSignal) {
    this.#canvas = canvas;
    this.#gl = gl;
    this.#loss = gl.getExtension("WEBGL_lose_context");
    const lost = (event: Event) => {
      // Without this the browser never offers the context again.
      event.preventDefault();
      this.#forget();
      onChange();
      // Before the event is over the browser does not know that we want the context back.
      window.setTimeout(() => this.#restore());
    };
    canvas.addEventListener("webglcontextlost", lost, { signal });
    canvas.addEventListener("webglcontextrestored", onChange, { signal });
    signal.addEventListener("abort", () => this.release(), { once: true });
  }

  paint(scene: Scene, frame: Frame): boolean {
    if (this.#isUnable || this.#gl.isContextLost()) return false;
    fitPixels(this.#canvas, frame);
    try {
      this.#memory ??= new Memory(this.#gl);
    } catch (error) {
      // A driver that offers WebGL2 and cannot do it: the caller paints otherwise.
      console.warn("EvalLens draws without WebGL2:", error);
      this.#isUnable = true;
      return false;
    }
    this.#prepare(this.#memory, scene, frame);
    this.#paintGround(this.#memory, scene, frame);
    this.#paintShown(this.#memory, scene, frame);
    return true;
  }

  release(): void {
    this.#isReleased = true;
    if (!this.#gl.isContextLost()) this.#loss?.loseContext();
    this.#forget();
  }

  resume(): void {
    this.#isReleased = false;
    this.#restore();
  }

  /** Take back what `release` gave away. Too early or not ours to take, the browser ignores it. */
  #restore(): void {
    if (!this.#isReleased && this.#gl.isContextLost()) this.#loss?.restoreContext();
  }

  #forget(): void {
    this.#memory = undefined;
    this.#ground = [];
  }

  #prepare(memory: Memory, scene: Scene, { camera, ratio }: Frame): void {
    const gl = this.#gl;
    const { width, height } = this.#canvas;
    gl.viewport(0, 0, width, height);
    memory.positions.set(scene.positions);
    memory.shades.set(scene.shades);
    memory.setPalette(scene.palette);
    const pixels = 2 * camera.scale * ratio;
    gl.uniform2f(this.#place("centre"), camera.x, camera.y);
    gl.uniform2f(this.#place("zoom"), pixels / width, pixels / height);
  }

  #paintGround(memory: Memory, scene: Scene, frame: Frame): void {
    const gl = this.#gl;
    const { look, ground } = scene;
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (ground.length === 0) return;
    const key = groundKey(scene, frame);
    if (!isSameKey(key, this.#ground)) {
      memory.ground.set(ground);
      const radius = look.dustRadius * frame.ratio;
      const count = Math.min(ground.length, frame.most);
      const dots = { count, radius, haloWidth: 0, halo: look.dust, tint: look.dust };
      memory.layer.draw(this.#canvas.width, this.#canvas.height, () => this.#draw(dots));
      this.#ground = key;
    }
    memory.layer.copyToScreen();
  }

  #paintShown(memory: Memory, { shown, look }: Scene, { ratio, most }: Frame): void {
    memory.shown.set(shown);
    this.#draw({
      count: Math.min(shown.length, most),
      radius: (look.shownRadius + look.haloWidth) * ratio,
      haloWidth: look.haloWidth * ratio,
      halo: look.halo,
      tint: NO_TINT,
    });
  }

  #draw({ count, radius, haloWidth, halo, tint }: Dots): void {
    const gl = this.#gl;
    gl.uniform1f(this.#place("radius"), radius);
    gl.uniform1f(this.#place("core"), radius - haloWidth);
    gl.uniform4f(this.#place("halo"), ...halo);
    gl.uniform4f(this.#place("tint"), ...tint);
    gl.drawElements(gl.POINTS, count, gl.UNSIGNED_INT, 0);
  }

  #place(name: string): WebGLUniformLocation | null {
    return this.#memory ? this.#gl.getUniformLocation(this.#memory.program, name) : null;
  }
}

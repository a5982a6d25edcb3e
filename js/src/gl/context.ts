/** A WebGL2 context that can be given back while nobody looks, and that the browser may take away at any time. */

const OPTIONS: WebGLContextAttributes = {
  // Stamped pixels are copied with blitFramebuffer, which a multisampled screen refuses.
  antialias: false,
  depth: false,
  // Pixels can be read, copied and saved at any time, not only within the frame that drew them.
  preserveDrawingBuffer: true,
};

export interface ReleasableContext {
  readonly gl: WebGL2RenderingContext;
  release(): void;
  /** Ask for the context again. */
  resume(): void;
}

/** Undefined where there is no WebGL2. `onLost`: all that the graphics card held is gone; `onBack`: it takes it again. */
export function releasableContext(
  canvas: HTMLCanvasElement,
  onLost: () => void,
  onBack: () => void,
  signal: AbortSignal,
): ReleasableContext | undefined {
  const gl = canvas.getContext("webgl2", OPTIONS);
  if (!gl) return undefined;
  // Asked for in time: a lost context hands out no extensions.
  const loss = gl.getExtension("WEBGL_lose_context");
  let isReleased = false;
  /** Take back what `release` gave away. Too early or not ours to take, the browser ignores it. */
  const restore = () => {
    if (!isReleased && gl.isContextLost()) loss?.restoreContext();
  };
  const lost = (event: Event) => {
    // Without this the browser never offers the context again.
    event.preventDefault();
    onLost();
    // Before the event is over the browser does not know that we want the context back.
    window.setTimeout(restore);
  };
  canvas.addEventListener("webglcontextlost", lost, { signal });
  canvas.addEventListener("webglcontextrestored", onBack, { signal });
  return {
    gl,
    release() {
      isReleased = true;
      if (!gl.isContextLost()) loss?.loseContext();
    },
    resume() {
      isReleased = false;
      restore();
    },
  };
}

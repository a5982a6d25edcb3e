/** What the graphics card holds of a scene. All of it is gone when the context is lost. */

import { SHADES } from "./scene";
import { ATTRIBUTES, pointProgram } from "./shader";

export class Memory {
  readonly program: WebGLProgram;
  readonly positions: Uploaded;
  readonly shades: Uploaded;
  readonly ground: Uploaded;
  readonly shown: Uploaded;
  readonly layer: Layer;
  readonly #gl: WebGL2RenderingContext;
  #palette: Uint8Array | undefined;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.program = pointProgram(gl);
    gl.bindVertexArray(gl.createVertexArray());
    this.positions = new Uploaded(gl, gl.ARRAY_BUFFER);
    this.positions.bind();
    gl.enableVertexAttribArray(ATTRIBUTES.position);
    gl.vertexAttribPointer(ATTRIBUTES.position, 2, gl.FLOAT, false, 0, 0);
    this.shades = new Uploaded(gl, gl.ARRAY_BUFFER);
    this.shades.bind();
    gl.enableVertexAttribArray(ATTRIBUTES.shade);
    gl.vertexAttribIPointer(ATTRIBUTES.shade, 1, gl.UNSIGNED_BYTE, 0, 0);
    this.ground = new Uploaded(gl, gl.ELEMENT_ARRAY_BUFFER);
    this.shown = new Uploaded(gl, gl.ELEMENT_ARRAY_BUFFER);
    this.layer = new Layer(gl);
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    for (const side of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
      gl.texParameteri(gl.TEXTURE_2D, side, gl.NEAREST);
    }
    gl.useProgram(this.program);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  setPalette(palette: Uint8Array<ArrayBuffer>): void {
    if (palette === this.#palette) return;
    const gl = this.#gl;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, SHADES, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, palette);
    this.#palette = palette;
  }
}

/** One buffer, uploaded only when it is given another array than the one it holds. */
class Uploaded {
  readonly #gl: WebGL2RenderingContext;
  readonly #target: GLenum;
  readonly #buffer: WebGLBuffer;
  #held: ArrayBufferView | undefined;

  constructor(gl: WebGL2RenderingContext, target: GLenum) {
    this.#gl = gl;
    this.#target = target;
    this.#buffer = gl.createBuffer();
  }

  bind(): void {
    this.#gl.bindBuffer(this.#target, this.#buffer);
  }

  set(data: ArrayBufferView<ArrayBuffer>): void {
    this.bind();
    if (data === this.#held) return;
    this.#gl.bufferData(this.#target, data, this.#gl.DYNAMIC_DRAW);
    this.#held = data;
  }
}

/** A picture off the screen, kept until what it shows changes. */
class Layer {
  readonly #gl: WebGL2RenderingContext;
  readonly #target: WebGLFramebuffer;
  readonly #pixels: WebGLRenderbuffer;
  #width = 0;
  #height = 0;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.#target = gl.createFramebuffer();
    this.#pixels = gl.createRenderbuffer();
  }

  draw(width: number, height: number, paint: () => void): void {
    const gl = this.#gl;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#target);
    if (width !== this.#width || height !== this.#height) this.#resize(width, height);
    gl.clear(gl.COLOR_BUFFER_BIT);
    paint();
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  }

  copyToScreen(): void {
    const gl = this.#gl;
    const [w, h] = [this.#width, this.#height];
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.#target);
    gl.blitFramebuffer(0, 0, w, h, 0, 0, w, h, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
  }

  #resize(width: number, height: number): void {
    const gl = this.#gl;
    [this.#width, this.#height] = [width, height];
    gl.bindRenderbuffer(gl.RENDERBUFFER, this.#pixels);
    gl.renderbufferStorage(gl.RENDERBUFFER, gl.RGBA8, width, height);
    gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, this.#pixels);
  }
}

/** What the graphics card holds of a scene. All of it is gone when the context is lost. */

import type { Pixels } from "./raster";
import { SHADES } from "./scene";
import { POSITION, pointProgram, SHADE } from "./shader";

export type Memory = ReturnType<typeof createMemory>;

export function createMemory(gl: WebGL2RenderingContext) {
  const program = pointProgram(gl);
  gl.bindVertexArray(gl.createVertexArray());
  const positions = uploaded(gl, gl.ARRAY_BUFFER);
  gl.enableVertexAttribArray(POSITION);
  gl.vertexAttribPointer(POSITION, 2, gl.FLOAT, false, 0, 0);
  const shades = uploaded(gl, gl.ARRAY_BUFFER);
  gl.enableVertexAttribArray(SHADE);
  gl.vertexAttribIPointer(SHADE, 1, gl.UNSIGNED_BYTE, 0, 0);
  const ground = uploaded(gl, gl.ELEMENT_ARRAY_BUFFER);
  const shown = uploaded(gl, gl.ELEMENT_ARRAY_BUFFER);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  for (const side of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
    gl.texParameteri(gl.TEXTURE_2D, side, gl.NEAREST);
  }
  gl.useProgram(program);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  let held: Uint8Array | undefined;
  const setPalette = (palette: Uint8Array<ArrayBuffer>) => {
    if (palette === held) return;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, SHADES, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, palette);
    held = palette;
  };
  const place = (name: string) => gl.getUniformLocation(program, name);
  return { place, positions, shades, ground, shown, setPalette };
}

/** A bound buffer. The function binds it and uploads an array, if it is another than the one it holds. */
function uploaded(gl: WebGL2RenderingContext, target: GLenum): (data: ArrayBufferView<ArrayBuffer>) => void {
  const buffer = gl.createBuffer();
  let held: ArrayBufferView | undefined;
  gl.bindBuffer(target, buffer);
  return (data) => {
    gl.bindBuffer(target, buffer);
    if (data !== held) gl.bufferData(target, data, gl.DYNAMIC_DRAW);
    held = data;
  };
}

/** Puts finished pixels on the screen; needs no program. */
export function pictureShower(gl: WebGL2RenderingContext): (pixels: Pixels) => void {
  const target = gl.createFramebuffer();
  const texture = gl.createTexture();
  return ({ data, width, height, margin }) => {
    // The first unit holds the palette.
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, width, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(data.buffer));
    gl.activeTexture(gl.TEXTURE0);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, target);
    gl.framebufferTexture2D(gl.READ_FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    const [right, down] = [width - 2 * margin, height - 2 * margin];
    // The first line of the pixels is the uppermost, where WebGL counts from below.
    const from = [margin, margin, margin + right, margin + down] as const;
    gl.blitFramebuffer(...from, 0, down, right, 0, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
  };
}

/** What the graphics card holds of a scene. All of it is gone when the context is lost. */

import { SHADES } from "./scene";
import { ATTRIBUTES, pointProgram } from "./shader";

export type GpuScene = ReturnType<typeof createGpuScene>;

export function createGpuScene(gl: WebGL2RenderingContext) {
  const program = pointProgram(gl);
  gl.bindVertexArray(gl.createVertexArray());
  const setPositions = createBuffer(gl, gl.ARRAY_BUFFER);
  gl.enableVertexAttribArray(ATTRIBUTES.position);
  gl.vertexAttribPointer(ATTRIBUTES.position, 2, gl.FLOAT, false, 0, 0);
  const setShades = createBuffer(gl, gl.ARRAY_BUFFER);
  gl.enableVertexAttribArray(ATTRIBUTES.shade);
  gl.vertexAttribIPointer(ATTRIBUTES.shade, 1, gl.UNSIGNED_BYTE, 0, 0);
  const setBackground = createBuffer(gl, gl.ELEMENT_ARRAY_BUFFER);
  const setForeground = createBuffer(gl, gl.ELEMENT_ARRAY_BUFFER);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  for (const side of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
    gl.texParameteri(gl.TEXTURE_2D, side, gl.NEAREST);
  }
  gl.useProgram(program);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  let uploaded: Uint8Array | undefined;
  const setPalette = (palette: Uint8Array<ArrayBuffer>) => {
    if (palette === uploaded) return;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, SHADES, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, palette);
    uploaded = palette;
  };
  const uniform = (name: string) => gl.getUniformLocation(program, name);
  return { uniform, setPositions, setShades, setBackground, setForeground, setPalette };
}

/** A bound buffer. The function binds it and uploads an array, if it is another than the one it holds. */
function createBuffer(gl: WebGL2RenderingContext, target: GLenum): (data: ArrayBufferView<ArrayBuffer>) => void {
  const buffer = gl.createBuffer();
  let uploaded: ArrayBufferView | undefined;
  gl.bindBuffer(target, buffer);
  return (data) => {
    gl.bindBuffer(target, buffer);
    if (data !== uploaded) gl.bufferData(target, data, gl.DYNAMIC_DRAW);
    uploaded = data;
  };
}

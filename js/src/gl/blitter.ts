import type { Pixels } from "./raster";

/** Puts finished pixels on the screen; needs no program. */
export function createBlitter(gl: WebGL2RenderingContext): (pixels: Pixels) => void {
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

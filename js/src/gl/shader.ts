/** The one point pass: a round dot with a halo, its colour from a palette or one for all. */

const VERTEX = `#version 300 es
precision highp float;
in vec2 position;
in uint shade;
uniform vec2 centre, zoom;
uniform float radius;
uniform vec4 tint;
uniform sampler2D palette;
flat out vec4 colour;
void main() {
  gl_Position = vec4((position - centre) * zoom, 0.0, 1.0);
  gl_PointSize = 2.0 * radius + 1.0;
  colour = tint.a > 0.0 ? tint : texelFetch(palette, ivec2(int(shade), 0), 0);
}`;

const FRAGMENT = `#version 300 es
precision highp float;
flat in vec4 colour;
uniform float radius, core;
uniform vec4 halo;
out vec4 pixel;
void main() {
  float r = length(gl_PointCoord - 0.5) * (2.0 * radius + 1.0);
  float inside = clamp(radius + 0.5 - r, 0.0, 1.0);
  vec4 c = mix(halo, colour, clamp(core + 0.5 - r, 0.0, 1.0));
  pixel = vec4(c.rgb, 1.0) * c.a * inside;
}`;

/** Where the vertex shader finds what differs from point to point. */
export const ATTRIBUTES = { position: 0, shade: 1 } as const;

export function pointProgram(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  const kinds = [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const;
  for (const [kind, source] of kinds) {
    const shader = gl.createShader(kind);
    if (!shader) throw new Error("WebGL2 gave no shader.");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  for (const [name, location] of Object.entries(ATTRIBUTES)) gl.bindAttribLocation(program, location, name);
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(`The point pass does not link: ${gl.getProgramInfoLog(program)}`);
  }
  return program;
}

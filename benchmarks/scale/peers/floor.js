// The least a widget can do: the bytes of one trait go to WebGL, and pixels come out.

const [WIDTH, HEIGHT] = [620, 670];

const VERTEX = `#version 300 es
in vec2 place; in float mark; uniform vec4 view; flat out vec3 colour;
void main() {
  gl_Position = vec4((place - view.xy) * view.zw, 0.0, 1.0);
  gl_PointSize = 2.0;
  colour = mark > 0.0 ? vec3(0.9, 0.35, 0.1) : vec3(0.3, 0.5, 0.7);
}`;
const FRAGMENT = `#version 300 es
precision mediump float; flat in vec3 colour; out vec4 pixel;
void main() { pixel = vec4(colour, 1.0); }`;

function program(gl) {
  const made = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  gl.useProgram(made);
  return made;
}

function render({ model, el }) {
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  el.append(canvas);
  const gl = canvas.getContext("webgl2", { alpha: false, antialias: false, depth: false });
  const made = program(gl);
  const size = model.get("size");
  const [x, y, width, height] = model.get("bounds");
  const view = [x, y, 2 / width, 2 / height];
  const fill = (name, components, type, bytes) => {
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, bytes, gl.DYNAMIC_DRAW);
    const place = gl.getAttribLocation(made, name);
    gl.enableVertexAttribArray(place);
    gl.vertexAttribPointer(place, components, type, true, 0, 0);
  };
  const columns = model.get("columns");
  fill("place", 2, gl.FLOAT, new DataView(columns.buffer, columns.byteOffset, 8 * size));
  fill("mark", 1, gl.UNSIGNED_BYTE, new Uint8Array(size));
  const draw = () => {
    gl.clearColor(1, 1, 1, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.uniform4f(gl.getUniformLocation(made, "view"), ...view);
    gl.drawArrays(gl.POINTS, 0, size);
  };
  model.on("change:mask", () => {
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, model.get("mask"));
    draw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!event.buttons) return;
    view[0] -= event.movementX / WIDTH * width;
    view[1] += event.movementY / HEIGHT * height;
    draw();
  });
  draw();
}
export default { render };

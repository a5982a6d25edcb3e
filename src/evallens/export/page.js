// The host of a saved Lens: a page that nobody answers. It unpacks the front end and the trait values
// as they were saved, and gives the front end a model that keeps what is set, for as long as the page
// is open. This is the only script written into a page; the front end is a module it unpacks.

const ALIGNMENT = 8;

/** The bytes in one of the page's elements: gzip in base64. */
async function bytesOf(id) {
  const text = atob(document.getElementById(id).textContent);
  const packed = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(plain).arrayBuffer();
}

/** Undo what pack.py does; buffers come back as DataViews, as a kernel sends them. */
function unpacked(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const { state, buffers } = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  let start = 4 + length;
  for (const { path, size } of buffers) {
    const parent = path.slice(0, -1).reduce((node, key) => node[key], state);
    parent[path.at(-1)] = new DataView(buffer, start, size);
    start += Math.ceil(size / ALIGNMENT) * ALIGNMENT;
  }
  return state;
}

function savedModel(state) {
  const traits = new Map(Object.entries(state));
  const handlers = new Map();
  const of = (event) => handlers.get(event) ?? handlers.set(event, new Set()).get(event);
  return {
    hasKernel: false,
    get: (key) => traits.get(key),
    set: (key, value) => {
      if (Object.is(traits.get(key), value)) return;
      traits.set(key, value);
      for (const handler of of(`change:${key}`)) handler();
    },
    save_changes: () => {},
    on: (event, handler) => of(event).add(handler),
    off: (event, handler) => of(event).delete(handler),
  };
}

async function show(el) {
  const source = new Blob([await bytesOf("bundle")], { type: "text/javascript" });
  const { default: widget } = await import(URL.createObjectURL(source));
  const model = savedModel(unpacked(await bytesOf("state")));
  const { initialize, render } = widget();
  initialize({ model });
  render({ model, el });
  return model;
}

/** The numbers are on screen before the pictures, the larger part of the page, have been read. */
async function addPictures(model) {
  if (document.readyState === "loading") {
    await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve));
  }
  const late = unpacked(await bytesOf("pictures"));
  for (const [key, value] of Object.entries(late)) model.set(key, value);
}

const [lens, note] = [document.getElementById("lens"), document.getElementById("note")];
show(lens)
  .then((model) => {
    note.hidden = true;
    return addPictures(model);
  })
  .catch((error) => {
    note.hidden = false;
    note.textContent = `The interactive view could not be shown in this browser (${error}).`;
    for (const details of document.querySelectorAll("details")) details.open = true;
  });

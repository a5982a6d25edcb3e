// One output of a Colab notebook, by the rules of its widget manager: a page of its own with a model
// of its own; binary traits arrive as views into a larger buffer; what is set here is not echoed.
async ({ esm, state, buffers, view }) => {
  const traits = new Map(Object.entries(state));
  const handlers = new Map();
  const of = (event) => handlers.get(event) ?? handlers.set(event, new Set()).get(event);
  const put = (target, buffers) => {
    for (const [path, base64] of buffers) {
      const text = atob(base64);
      // Three bytes before: an offset at which no array of wider numbers can begin.
      const bytes = new Uint8Array(new ArrayBuffer(text.length + 8), 3, text.length);
      for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
      const given = view === "DataView" ? new DataView(bytes.buffer, 3, text.length) : bytes;
      const inner = path.slice(1, -1).reduce((node, key) => node[key], target.get(path[0]));
      inner[path.at(-1)] = given;
    }
  };
  put(traits, buffers);
  const changed = new Set();
  // Like Backbone: every value first, then the events.
  const set = (values) => {
    const fresh = [...values].filter(([key, value]) => JSON.stringify(traits.get(key)) !== JSON.stringify(value));
    for (const [key, value] of fresh) traits.set(key, value);
    for (const [key] of fresh) for (const handler of of(`change:${key}`)) handler();
  };
  const receive = ({ state, buffers }) => {
    const incoming = new Map(Object.entries(state));
    put(incoming, buffers);
    set(incoming);
  };
  const model = {
    get: (key) => traits.get(key),
    set: (key, value) => {
      changed.add(key);
      set([[key, value]]);
    },
    save_changes: async () => {
      const message = Object.fromEntries([...changed].map((key) => [key, traits.get(key)]));
      changed.clear();
      for (const sent of await window.toKernel(message)) receive(sent);
    },
    send: async (content) => {
      for (const sent of await window.sayToKernel(content)) receive(sent);
    },
    on: (event, handler) => of(event).add(handler),
    off: (event, handler) => of(event).delete(handler),
  };
  window.receive = receive;
  const { default: widget } = await import(URL.createObjectURL(new Blob([esm], { type: "text/javascript" })));
  const { initialize, render } = typeof widget === "function" ? await widget() : widget;
  const signal = new AbortController().signal;
  await initialize({ model, signal });
  await render({ model, signal, el: document.querySelector("#output-area") });
}

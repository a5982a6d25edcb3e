/** Stylesheets go into the shadow root: nothing leaks into the notebook, nothing leaks in. */

/** By text: displays share what was read once. */
const read = new Map<string, CSSStyleSheet>();

/** Adopt stylesheet texts in the root that holds `node`. */
export function adopt(node: Node, ...sheets: readonly string[]): void {
  const root = node.getRootNode();
  if (!(root instanceof ShadowRoot)) return;
  for (const text of sheets) {
    try {
      const sheet = read.get(text) ?? new CSSStyleSheet();
      if (!read.has(text)) sheet.replaceSync(text);
      read.set(text, sheet);
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    } catch {
      // A sheet made for another document (a moved output) cannot be adopted; an element can.
      const style = document.createElement("style");
      style.textContent = text;
      root.prepend(style);
    }
  }
}

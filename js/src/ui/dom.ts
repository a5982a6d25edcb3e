/** Elements built from text alone: a class or image name can never become markup. */

export type Child = Node | string | number | false | null | undefined;
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** An element with attributes and children; strings become text nodes. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  set(node, attributes);
  fill(node, children);
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] {
  const node = document.createElementNS(SVG, tag);
  set(node, attributes);
  fill(node, children);
  return node;
}

/**
 * Write the attributes that differ. False, null and undefined take an attribute away and true
 * writes it empty; `aria-*` takes booleans as the words "true" and "false".
 */
export function set(node: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    const isWord = typeof value === "boolean" && name.startsWith("aria-");
    const text = isWord ? String(value) : value === true ? "" : value;
    if (text === false || text === null || text === undefined) node.removeAttribute(name);
    else if (node.getAttribute(name) !== String(text)) node.setAttribute(name, String(text));
  }
}

/** Write the text of an element only when it differs: most cells keep theirs while a hand drags. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Replace all children. */
export function fill(node: Element, children: readonly Child[]): void {
  const nodes = children.filter((child) => child !== false && child !== null && child !== undefined);
  node.replaceChildren(...nodes.map((child) => (child instanceof Node ? child : String(child))));
}

interface EventsOf<Target> {
  readonly map: Target extends Window ? WindowEventMap : HTMLElementEventMap;
}

/** Listen until `signal` aborts. */
export function on<Target extends EventTarget, Type extends keyof EventsOf<Target>["map"] & string>(
  target: Target,
  type: Type,
  handler: (event: EventsOf<Target>["map"][Type]) => unknown,
  signal: AbortSignal,
  options: Omit<AddEventListenerOptions, "signal"> = {},
): void {
  target.addEventListener(type, handler as unknown as EventListener, { ...options, signal });
}

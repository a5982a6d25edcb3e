/** Elements built from text alone: a class or image name can never become markup. */

/** Nothing stands for false, null and undefined. */
export type Child = Node | string | number | false | null | undefined;
/** Attributes of an element by name; see `set`. */
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** "div", or with classes "div.view-head.quiet". */
type Selector<Tag extends string> = Tag | `${Tag}.${string}`;

/** An element with attributes and children; strings become text nodes. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  selector: Selector<Tag>,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const create = (tag: string) => document.createElement(tag) as HTMLElementTagNameMap[Tag];
  return built(create, selector, attributes, children);
}

/** A button; it never submits a form of the page around the widget. */
export function button(attributes: Attributes, ...children: readonly Child[]): HTMLButtonElement {
  return el("button", { type: "button", ...attributes }, ...children);
}

const SVG = "http://www.w3.org/2000/svg";

/** The same for elements of SVG. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  selector: Selector<Tag>,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] {
  const create = (tag: string) => document.createElementNS(SVG, tag) as SVGElementTagNameMap[Tag];
  return built(create, selector, attributes, children);
}

function built<Built extends Element>(
  create: (tag: string) => Built,
  selector: string,
  attributes: Attributes,
  children: readonly Child[],
): Built {
  const [tag = "", ...classes] = selector.split(".");
  const node = create(tag);
  node.classList.add(...classes);
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
    if (isNothing(text)) node.removeAttribute(name);
    else if (node.getAttribute(name) !== String(text)) node.setAttribute(name, String(text));
  }
}

/** Write the text of an element only when it differs: most cells keep theirs while one drags. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Replace all children. */
export function fill(node: Element, children: readonly Child[]): void {
  const nodes = children.filter((child) => !isNothing(child));
  node.replaceChildren(...nodes.map((child) => (child instanceof Node ? child : String(child))));
}

function isNothing(value: unknown): boolean {
  return value === false || value === null || value === undefined;
}

/** Write styles and custom properties. */
export function style(node: HTMLElement, properties: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(properties)) node.style.setProperty(name, value);
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

/** Listen for clicks on the buttons inside a node, those of now and of later. */
export function onButton(
  node: HTMLElement,
  handler: (button: HTMLButtonElement, event: MouseEvent) => unknown,
  signal: AbortSignal,
): void {
  const click = (event: MouseEvent) => {
    const found = (event.target as Element).closest("button");
    if (found) handler(found, event);
  };
  on(node, "click", click, signal);
}

/** Keep getting a pointer's events outside of the node; it throws when the pointer is gone by now. */
export function capture(node: Element, pointer: number): void {
  try {
    node.setPointerCapture(pointer);
  } catch {
    // A drag then ends at the edge of the node, which is no harm.
  }
}

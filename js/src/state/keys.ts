/** The keys of one display: views say what theirs do, ui/keymap.ts asks which one a press means, the list "Keys" names them. */

import { type ReadonlySignal, type Signal, signal } from "@preact/signals-core";

export interface KeyBinding {
  /** As they are listed: "j", "Shift+N", "Ctrl+Z" (cmd takes the place of ctrl on a Mac), "Escape", "?", "ArrowUp". */
  readonly keys: readonly string[];
  /** What they do, as the button says it: "Undo". The same words twice are one line of the list. */
  readonly words: string;
  /** The heading in the list; left out: they act anywhere in the Lens. */
  readonly place?: string;
  /** Left out: the view listens itself, and only has its keys listed. */
  readonly run?: (event: KeyboardEvent) => unknown;
  /** Is there anything to do now? If not, the key passes on to who comes next. */
  readonly when?: () => boolean;
  /** They act only while the focus is in here. */
  readonly within?: Element;
  /** Of several that could act the lowest does, 0 if left out; then those with `within`, then the latest. */
  readonly rank?: number;
}

/** The order in which Escape closes, calls off and clears: each press one thing. */
export const ESCAPE = { menu: 0, large: 1, lasso: 2, facet: 3 } as const;

/** What of a press tells which key it is. */
export type Press = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

export interface Keys {
  /** Add some until `lifetime` ends. */
  add(bindings: readonly KeyBinding[], lifetime: AbortSignal): void;
  /** All there are now, in the order they came. */
  readonly bindings: ReadonlySignal<readonly KeyBinding[]>;
  /** What a press means while the focus is on `focus`. */
  find(press: Press, focus: Node): KeyBinding["run"];
  /** Is the list of keys open in this display? */
  readonly isListed: Signal<boolean>;
}

/** No keys yet. */
export function createKeys(): Keys {
  const bindings = signal<readonly KeyBinding[]>([]);
  return {
    bindings,
    isListed: signal(false),
    add(added, lifetime) {
      if (lifetime.aborted) return;
      bindings.value = [...bindings.peek(), ...added];
      const remove = () => {
        bindings.value = bindings.peek().filter((binding) => !added.includes(binding));
      };
      lifetime.addEventListener("abort", remove, { once: true });
    },
    find(press, focus) {
      const name = nameOf(press);
      const isMeant = ({ keys, run, within, when = () => true }: KeyBinding) =>
        run && keys.some((key) => key.toLowerCase() === name) && (within?.contains(focus) ?? true) && when();
      const meant = bindings.peek().filter(isMeant);
      return meant.reverse().sort(byPrecedence)[0]?.run;
    },
  };
}

function byPrecedence(a: KeyBinding, b: KeyBinding): number {
  return (a.rank ?? 0) - (b.rank ?? 0) || Number(Boolean(b.within)) - Number(Boolean(a.within));
}

/** "ctrl+shift+z", "?", "j". Shift is a part of a sign, and is named with letters and named keys alone. */
export function nameOf({ key, code, ctrlKey, metaKey, shiftKey, altKey }: Press): string {
  // Where the keyboard writes another alphabet, the key of a letter is the one that lies there.
  const [, lying] = /^Key([A-Z])$/.exec(code) ?? [];
  const own = (lying && !/^[a-z]$/i.test(key) ? lying : key).toLowerCase();
  const isSign = own.length === 1 && !/[a-z]/.test(own);
  const held = [(ctrlKey || metaKey) && "ctrl", altKey && "alt", shiftKey && !isSign && "shift"];
  return [...held.filter(Boolean), own].join("+");
}

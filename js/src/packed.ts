/** The module that a widget carries: the front end compressed, and what unpacks it. */

import { bunzip2 } from "./host/bunzip2";
import { fromBase92, importSource, unpackedText } from "./host/unpack";

type FrontEnd = typeof import("./index");

/** Written in by build.mjs: the module made from index.ts as base92 of bzip2, and the hash of that module. */
declare const PACKED: string;
declare const VERSION: string;

const KEY = Symbol.for(`evallens ${VERSION}`);

/** All Lenses of a page share one front end; those of different versions never meet. */
async function unpacked(): Promise<FrontEnd> {
  const page = globalThis as unknown as Record<symbol, Promise<FrontEnd> | undefined>;
  page[KEY] ??= unpackedText(PACKED, (text) => bunzip2(fromBase92(text))).then(importSource<FrontEnd>);
  try {
    return await page[KEY];
  } catch (error) {
    // The next Lens may have arrived whole.
    delete page[KEY];
    throw error;
  }
}

/** Called once for each model, as the factory in index.ts is; where nothing can start, the widget says why. */
export default async () => {
  try {
    return (await unpacked()).default();
  } catch (error) {
    const render = ({ el }: { readonly el: HTMLElement }) => el.replaceChildren((error as Error).message);
    return { render };
  }
};

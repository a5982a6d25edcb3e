/** The bundle's own names for properties: none that the browser knows, or it would be called by another. */

import { expect, it } from "vitest";
import names from "../../own-names.json";

/** Known to the browser from notifications and from headsets, which nothing here touches. */
const APART = ["actions", "camera", "layers"];

/** Names of everything that hangs on the window, on its classes, on their instances' classes, and on the language. */
function known(): Set<string> {
  const interfaces = Object.getOwnPropertyNames(window).map(
    (name) => (window as unknown as Record<string, unknown>)[name],
  );
  const kinds = interfaces.filter((kind) => typeof kind === "function");
  const owners: unknown[] = [window, document, navigator, ...kinds, ...kinds.map((kind) => kind.prototype)];
  return new Set(owners.flatMap((owner) => (owner ? Object.getOwnPropertyNames(owner) : [])));
}

it("shortens no name that the browser knows", () => {
  const others = known();
  expect(others).toContain("addEventListener");
  expect(names.filter((name) => others.has(name) && !APART.includes(name))).toEqual([]);
});

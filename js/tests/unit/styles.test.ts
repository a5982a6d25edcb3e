/** The style sheets as text: what a browser would pass over in silence. */

import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const SOURCES = new URL("../../src/", import.meta.url).pathname;
/** Set by hosts, each with something in its place where it is missing. */
const OF_HOSTS = /^--(jp|vscode)-/;

function textOf(kind: "css" | "ts"): string {
  return readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(`.${kind}`))
    .map((path) => readFileSync(SOURCES + path, "utf8"))
    .join("\n");
}

it("uses no property of its own that is never set", () => {
  const [styles, scripts] = [textOf("css"), textOf("ts")];
  const used = [...styles.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name ?? "");
  const isSet = (name: string) => new RegExp(`${name}\\s*:`).test(styles) || scripts.includes(`"${name}"`);
  expect(used.length).toBeGreaterThan(100);
  expect([...new Set(used)].filter((name) => !OF_HOSTS.test(name) && !isSet(name))).toEqual([]);
});

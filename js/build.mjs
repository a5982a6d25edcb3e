// Bundles src/index.ts into the one file that travels with every widget, and holds its size.

import { Buffer } from "node:buffer";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import { minify } from "terser";
import { packed } from "./phrases.mjs";

// anywidget sends the bundle in every comm_open and stores it in every saved notebook.
const LIMIT = 120 * 1024;

const here = dirname(fileURLToPath(import.meta.url));
const outfile = join(here, "..", "src", "evallens", "static", "widget.js");
const isWatching = process.argv.includes("--watch");

async function minified(path) {
  const source = await readFile(path, "utf8");
  const { code } = await esbuild.transform(source, {
    loader: "css",
    minify: true,
    target: "es2022",
    sourcefile: path,
    logLevel: "warning",
  });
  return code.trim();
}

/** CSS arrives as a minified string: it is adopted in a shadow root, never put in document.head. */
const cssAsText = {
  name: "css-as-text",
  setup(build) {
    const folder = join(here, "src");
    const packedOf = new Map();
    let source = "";
    build.onStart(async () => {
      const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".css")).sort();
      const paths = names.map((name) => join(folder, name));
      const texts = await Promise.all(paths.map(minified));
      const packs = packed(texts);
      for (const [i, path] of paths.entries()) packedOf.set(path, packs.texts[i]);
      source = packs.source;
      const { whole } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
      if (texts.some((text, i) => whole(packs.texts[i]) !== text)) throw new Error("A stylesheet was packed wrongly.");
    });
    build.onResolve({ filter: /^css-as-text$/ }, ({ path }) => ({ path, namespace: path }));
    build.onLoad({ filter: /./, namespace: "css-as-text" }, () => ({ contents: source }));
    build.onLoad({ filter: /\.css$/ }, ({ path }) => ({
      contents: `import { whole } from "css-as-text"; export default whole(${JSON.stringify(packedOf.get(path))});`,
      watchFiles: [path],
    }));
  },
};

/** Shaders without the spaces that make them readable; the line of their version stays one. */
const shortShaders = {
  name: "short-shaders",
  setup(build) {
    const shortened = (shader) => shader.replace(/\s+/g, " ").replace(/ ?([-+*/=?:<>(){},;]) ?/g, "$1");
    build.onLoad({ filter: /shader\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return { contents: source.replace(/(?<=`#version 300 es\n)[^`]*/g, shortened), loader: "ts" };
    });
  },
};

// Two per cent more than esbuild finds. A getter may have an effect: reading a signal subscribes to it. What is called
// unsafe here is so for code that redefines the language's own methods, or counts on their names.
const SMALLER = {
  module: true,
  ecma: 2022,
  compress: { passes: 6, pure_getters: false, unsafe: true, unsafe_arrows: true, unsafe_methods: true },
};

/** Nothing can be packed or tested with a bundle over the limit: it is not written, and an older one goes. */
const heldSize = {
  name: "held-size",
  setup(build) {
    build.onEnd(async ({ errors, outputFiles }) => {
      if (errors.length > 0) return undefined;
      const { code } = await minify(outputFiles[0].text, SMALLER);
      const size = Buffer.byteLength(code);
      const name = relative(process.cwd(), outfile);
      console.log(`${name}: ${size} bytes (${((100 * size) / LIMIT).toFixed(1)} % of ${LIMIT})`);
      if (size <= LIMIT) return writeFile(outfile, code);
      if (!isWatching) await rm(outfile, { force: true });
      return { errors: [{ text: `${name} is ${size - LIMIT} bytes over the limit of ${LIMIT}.` }] };
    });
  },
};

/**
 * The properties that get shorter names: long and frequent, and known to this bundle only, not to Python, a host or
 * the browser (a test asks the browser). One that stands quoted somewhere, or is exported and may be read from a
 * namespace, would keep its name there, and is refused.
 */
async function ownNames() {
  const names = JSON.parse(await readFile(join(here, "own-names.json"), "utf8"));
  const folder = join(here, "src");
  const paths = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".ts"));
  const sources = await Promise.all(paths.map((name) => readFile(join(folder, name), "utf8")));
  const isKept = (name) => sources.some((source) => new RegExp(`"${name}"|export \\w+ ${name}\\b`).test(source));
  const kept = names.filter(isKept);
  if (kept.length > 0) throw new Error(`own-names.json lists what src quotes or exports: ${kept.join(", ")}`);
  return new RegExp(`^(?:${names.join("|")})$`);
}

const options = {
  absWorkingDir: here,
  entryPoints: ["src/index.ts"],
  outfile,
  bundle: true,
  write: false,
  format: "esm",
  target: "es2022",
  minify: true,
  // The same numbers by their shorter names.
  define: { "Number.POSITIVE_INFINITY": "Infinity", "Number.NaN": "NaN" },
  mangleProps: await ownNames(),
  legalComments: "none",
  charset: "utf8",
  logLevel: "warning",
  plugins: [cssAsText, shortShaders, heldSize],
};

await mkdir(dirname(outfile), { recursive: true });
if (isWatching) {
  const context = await esbuild.context(options);
  await context.watch();
} else {
  try {
    await esbuild.build(options);
  } catch {
    // esbuild has printed what went wrong; a stack trace of this script adds nothing.
    process.exitCode = 1;
  }
}

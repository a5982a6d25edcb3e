// Builds the front end into src/evallens/static: the widget as a plain module, the same packed for travel, the
// script of a page that holds a saved Lens, and that of what a notebook keeps beside the widget.

import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import process from "node:process";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import { minify } from "terser";
import { toBase92 } from "./base92.mjs";
import { bzip2 } from "./bzip2.mjs";

// anywidget sends the packed module in every comm_open and stores it in every saved notebook.
const LIMIT = 120 * 1024;

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const folder = path("../src/evallens/static/");

/** CSS arrives as a minified string: it is adopted in a shadow root, never put in document.head. */
const cssAsText = {
  name: "css-as-text",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await esbuild.transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    }),
};

/** Python takes a file that does not end so for one that was cut short. */
const END = "// end of evallens\n";

const options = {
  absWorkingDir: path("."),
  bundle: true,
  write: false,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  charset: "utf8",
  footer: { js: END.trim() },
  logLevel: "warning",
  plugins: [cssAsText],
};
const widget = { ...options, entryPoints: ["src/index.ts"], outfile: `${folder}widget.unpacked.js` };

async function bundled(own) {
  const { outputFiles } = await esbuild.build({ ...options, ...own });
  return outputFiles[0].contents;
}

/** The module as esbuild made it, without what a second look at it saves. */
async function shortened(module) {
  const { code } = await minify(Buffer.from(module).toString(), { module: true, ecma: 2022, compress: { passes: 3 } });
  return Buffer.from(`${code}\n${END}`);
}

/** The module that unpacks `plain`; Lenses share what they unpacked by its version. */
async function packed(plain) {
  const PACKED = JSON.stringify(toBase92(bzip2(plain)));
  const VERSION = JSON.stringify(createHash("sha256").update(plain).digest("hex").slice(0, 16));
  return bundled({ entryPoints: ["src/packed.ts"], define: { PACKED, VERSION } });
}

async function build() {
  const plain = await shortened(await bundled(widget));
  const sent = await packed(plain);
  console.log(`widget.js: ${sent.length} bytes packed, ${plain.length} plain; ${LIMIT} may travel`);
  if (sent.length > LIMIT) throw new Error("The packed module is over its limit: nothing was written.");
  const script = (entry) => bundled({ entryPoints: [`src/${entry}.ts`], format: "iife" });
  const [page, beside] = [await script("page"), await script("beside")];
  // What was built before stays until all is made: somebody may be reading it.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const files = { "widget.js": sent, "widget.unpacked.js": plain, "page.js": page, "beside.js": beside };
  for (const [name, content] of Object.entries(files)) await writeFile(folder + name, content);
}

if (process.argv.includes("--watch")) await (await esbuild.context({ ...widget, write: true })).watch();
else await build();

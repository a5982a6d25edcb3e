// Builds the front end into src/evallens/static: the widget as a plain module, the same packed for travel, and the
// script of a page that holds a saved Lens.

import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";

// anywidget sends the packed module in every comm_open and stores it in every saved notebook.
const LIMIT = 120 * 1024;

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, "..", "src", "evallens", "static");

/** CSS arrives as a minified string: it is adopted in a shadow root, never put in document.head. */
const cssAsText = {
  name: "css-as-text",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await esbuild.transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

const options = {
  absWorkingDir: here,
  bundle: true,
  write: false,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  charset: "utf8",
  // Python takes a file that does not end so for one that was cut short.
  footer: { js: "// end of evallens" },
  logLevel: "warning",
  plugins: [cssAsText],
};
const widget = { ...options, entryPoints: ["src/index.ts"], outfile: join(folder, "widget.unpacked.js") };

async function bundled(own) {
  const { outputFiles } = await esbuild.build({ ...options, ...own });
  return Buffer.from(outputFiles[0].contents);
}

/** The module that unpacks `plain`; pages share what they unpacked by its version. */
function packed(plain) {
  const version = createHash("sha256").update(plain).digest("hex").slice(0, 16);
  const define = { PACKED: gzipSync(plain, { level: 9 }).toString("base64"), VERSION: version };
  const quoted = Object.entries(define).map(([name, text]) => [name, JSON.stringify(text)]);
  return bundled({ entryPoints: ["src/packed.ts"], define: Object.fromEntries(quoted) });
}

async function build() {
  await rm(folder, { recursive: true, force: true });
  const plain = await bundled(widget);
  const sent = await packed(plain);
  const size = `widget.js: ${sent.length} bytes packed, ${plain.length} plain`;
  if (sent.length > LIMIT) throw new Error(`${size}; packed it is over the limit of ${LIMIT}.`);
  const page = await bundled({ entryPoints: ["src/page.ts"], format: "iife" });
  await mkdir(folder, { recursive: true });
  const files = { "widget.js": sent, "widget.unpacked.js": plain, "page.js": page };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  console.log(`${size} (${((100 * sent.length) / LIMIT).toFixed(1)} % of ${LIMIT})`);
}

if (process.argv.includes("--watch")) await (await esbuild.context({ ...widget, write: true })).watch();
else await build();

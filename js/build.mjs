// Bundles src/index.ts into the one file that travels with every widget, and holds its size.
import { mkdir, readFile, rm, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";

// anywidget sends the bundle in every comm_open and stores it in every saved notebook.
const LIMIT = 120 * 1024;

const here = dirname(fileURLToPath(import.meta.url));
const outfile = join(here, "..", "src", "evallens", "static", "widget.js");
const isWatching = process.argv.includes("--watch");

/** CSS arrives as a minified string: it is adopted in a shadow root, never put in document.head. */
const cssAsText = {
  name: "css-as-text",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const { code, warnings } = await esbuild.transform(source, {
        loader: "css",
        minify: true,
        target: "es2022",
        sourcefile: path,
      });
      return { contents: code.trim(), loader: "text", warnings };
    });
  },
};

/** A bundle over the limit is removed: nothing can be packed or tested with it by mistake. */
const heldSize = {
  name: "held-size",
  setup(build) {
    build.onEnd(async ({ errors }) => {
      if (errors.length > 0) return undefined;
      const { size } = await stat(outfile);
      const name = relative(process.cwd(), outfile);
      console.log(`${name}: ${size} bytes (${((100 * size) / LIMIT).toFixed(1)} % of ${LIMIT})`);
      if (size <= LIMIT) return undefined;
      if (!isWatching) await rm(outfile);
      return { errors: [{ text: `${name} is ${size - LIMIT} bytes over the limit of ${LIMIT}.` }] };
    });
  },
};

const options = {
  absWorkingDir: here,
  entryPoints: ["src/index.ts"],
  outfile,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  charset: "utf8",
  logLevel: "warning",
  plugins: [cssAsText, heldSize],
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

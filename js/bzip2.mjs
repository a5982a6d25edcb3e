import { spawnSync } from "node:child_process";
import process from "node:process";

const PACK = "import bz2, sys; sys.stdout.buffer.write(bz2.compress(sys.stdin.buffer.read()))";

/** Bytes as bzip2, in one block up to 900,000 of them. Python packs: it has bzip2 in its standard library, Node has not. */
export function bzip2(bytes) {
  const python = process.env.PYTHON || "python3";
  const { status, stdout, stderr, error } = spawnSync(python, ["-c", PACK], { input: bytes, maxBuffer: 2 ** 24 });
  if (status === 0) return new Uint8Array(stdout);
  const why = error?.message ?? `${stderr}`.trim();
  throw new Error(`The front end is packed by Python's module bz2, and \`${python}\` did not: ${why}`);
}

import { spawnSync } from "node:child_process";
import process from "node:process";

const PACK = "import bz2, sys; sys.stdout.buffer.write(bz2.compress(sys.stdin.buffer.read()))";

/** Of these a block holds the most that bzip2 makes of them before it sorts; bunzip2 reads one block. */
const BLOCK = 700_000;

/** Bytes as bzip2 in one block. Python packs: it has bzip2 in its standard library, Node has not. */
export function bzip2(bytes) {
  if (bytes.length > BLOCK) throw new Error(`bzip2 packs ${BLOCK} bytes into a block, and these are ${bytes.length}.`);
  const python = process.env.PYTHON || "python3";
  const { status, stdout, stderr, error } = spawnSync(python, ["-c", PACK], { input: bytes, maxBuffer: 2 ** 24 });
  if (status === 0) return new Uint8Array(stdout);
  const why = error?.message ?? `${stderr}`.trim();
  throw new Error(`The front end is packed by Python's module bz2, and \`${python}\` did not: ${why}`);
}

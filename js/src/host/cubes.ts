/** The cubes that a header names. Compressed ones are unpacked once each, which takes a moment. */

import type { WireBlock } from "../data/columns";
import { cubeOf, isPacked, unpacked } from "../data/cube";
import type { Outcomes } from "../data/tables";
import type { Model } from "./model";

/** The cube of these blocks, the same for the same names; undefined: there is none, or not yet. */
export type CubeReader = (names: readonly string[]) => Outcomes | undefined;

/** `whenUnpacked` is called when a cube that was not there yet can be had, or never can. */
export function cubeReader(model: Model, whenUnpacked: () => void): CubeReader & { isUnpacking(): boolean } {
  const blocks = new Map<string, WireBlock | undefined>();
  const cubes = new Map<string, Outcomes>();
  let unpacking = 0;
  const blockOf = (name: string) => {
    if (blocks.has(name)) return blocks.get(name);
    const sent = model.get(name) as WireBlock;
    blocks.set(name, isPacked(sent) ? undefined : sent);
    if (isPacked(sent)) {
      unpacking += 1;
      const found = (block: WireBlock | undefined) => {
        blocks.set(name, block);
        unpacking -= 1;
        whenUnpacked();
      };
      // Without it the rows are counted.
      unpacked(sent).then(found, () => found(undefined));
    }
    return blocks.get(name);
  };
  const read: CubeReader = (names) => {
    const key = names.join();
    const known = cubes.get(key);
    const found = names.map(blockOf);
    if (known || names.length === 0 || found.some((block) => !block)) return known;
    const cube = cubeOf(found as WireBlock[]);
    cubes.set(key, cube);
    return cube;
  };
  return Object.assign(read, { isUnpacking: () => unpacking > 0 });
}

/** Every dot can be told from its ground, in both themes. */

import { expect, it } from "vitest";
import { paletteOf } from "../../src/scatter/shades";
import { contrast, readTokens } from "../../src/ui/colours";
import { map } from "./mapStand";

it.each(["light", "dark"])("%s: every colour of a dot has a contrast of 3 on the map", async (theme) => {
  const shown = await map();
  shown.host.dataset["theme"] = theme;
  const groups = Array.from({ length: 8 }, (_, i) => `group-${i}`);
  const tokens = readTokens(shown.one(".plot"), ["right", "wrong", "between", "faint", "halo", "well", ...groups]);
  const hues = { ...tokens, groups: groups.map((name) => tokens[name]) } as unknown as Parameters<typeof paletteOf>[1];
  for (const colour of ["f1", "errors", "change", "cluster", "split"] as const) {
    const palette = paletteOf(colour, hues);
    for (let shade = 0; shade < palette.length / 4; shade++) {
      const [red = 0, green = 0, blue = 0] = palette.subarray(4 * shade);
      const found = contrast([red, green, blue], tokens["well"] as [number, number, number]);
      expect(found, `${colour}, shade ${shade}`).toBeGreaterThanOrEqual(3);
    }
  }
});

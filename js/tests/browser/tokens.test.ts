import { expect, test } from "vitest";
import { contrast, readTokens } from "../../src/ui/colours";
import { mounted } from "./lens";

const TEXTS = ["ink", "soft", "right-text", "wrong-text", "missed-text"] as const;
const GROUNDS = ["ground", "well", "hover"] as const;

test.each(["light", "dark"])("%s: every text colour has a contrast of 4.5 on every ground", async (theme) => {
  const lens = await mounted("empty");
  (lens.root.host as HTMLElement).dataset["theme"] = theme;
  const tokens = readTokens(lens.one(".toolbar"), [...TEXTS, ...GROUNDS]);
  for (const text of TEXTS) {
    for (const ground of GROUNDS) {
      expect(contrast(tokens[text], tokens[ground]), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  }
});

test.each(["light", "dark"])("%s: digits can be read in every cell", async (theme) => {
  const lens = await mounted("digits");
  (lens.root.host as HTMLElement).dataset["theme"] = theme;
  await Promise.resolve();
  const bytes = (colour: string) => (colour.match(/\d+/g) ?? []).map(Number) as unknown as [number, number, number];
  const cells = lens.all("[role=gridcell]").filter((cell) => cell.textContent);
  expect(cells.length).toBeGreaterThan(20);
  for (const cell of cells) {
    const { color, backgroundColor } = getComputedStyle(cell);
    expect(contrast(bytes(color), bytes(backgroundColor))).toBeGreaterThanOrEqual(4.5);
  }
});

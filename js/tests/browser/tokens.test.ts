import { expect, test } from "vitest";
import { readPalette } from "../../src/matrix/model/palette";
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

test.each(["light", "dark"])("%s: digits can be read in every cell, selected or not", async (theme) => {
  const lens = await mounted("digits");
  (lens.root.host as HTMLElement).dataset["theme"] = theme;
  const named: Readonly<Record<string, string>> = { "#000": "0 0 0", "#fff": "255 255 255" };
  const bytes = (colour = "") =>
    ((named[colour] ?? colour).match(/\d+/g) ?? []).map(Number) as unknown as [number, number, number];
  const palette = readPalette(lens.one(".matrix"));
  expect(palette.fill.length).toBeGreaterThan(20);
  for (const { fill, text } of [palette, palette.selected]) {
    for (const [shade, colour] of fill.entries()) {
      expect(contrast(bytes(text[shade]), bytes(colour)), `${text[shade]} on ${colour}`).toBeGreaterThanOrEqual(4.5);
    }
  }
});

/** What the map says in words. */

import type { Header } from "../engine/header";
import { counted, whole } from "../engine/numbers";
import type { Colour } from "./shades";

export const COLOURS: Readonly<Record<Colour, string>> = {
  f1: "F1",
  errors: "errors",
  change: "change",
  cluster: "cluster",
  split: "split",
};

/** Why the map cannot be coloured so. */
export const UNTOLD = "Of so many images the map tells errors and clusters alone";

/** "UMAP of 240 images", and how many of them have no place on it. */
export function remark({ projection }: Header, placed: number, missing: number): string {
  const what = `${projection && `${projection} of `}${counted(placed, "images")}`;
  if (missing === 0) return what;
  return `${what}; ${counted(missing, "images")} ${missing === 1 ? "has" : "have"} no embedding`;
}

export function hint(isLasso: boolean, isFocusVisible: boolean): string {
  if (isLasso) return "draw around points to select them";
  if (isFocusVisible) return "arrows pan, + and - zoom, 0 shows all, Enter selects what is in view";
  return `drag pans, ${isMac() ? "cmd" : "ctrl"}-scroll zooms, shift-drag adds a lasso, alt-drag takes away`;
}

/** What readers hear of the map: how much it shows, where the same stands as a table, and which keys work. */
export function description(placed: number, shown: number, isRaster: boolean): string {
  const how = `${isRaster ? "as a picture of how many lie where" : "one point each"}; the table after it says where`;
  return `${whole(shown)} of ${counted(placed, "images")} shown, ${how}. Arrow keys move the view, plus and minus zoom, 0 shows everything, Enter selects what is in view.`;
}

/** On a Mac ctrl-scroll belongs to the system. */
function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}

/** What the map says in words. */

import type { Header } from "../engine/header";
import { counted, whole } from "../engine/numbers";
import type { Colour } from "./shades";

export const COLOURS: readonly { readonly value: Colour; readonly text: string }[] = [
  { value: "f1", text: "F1" },
  { value: "errors", text: "errors" },
  { value: "cluster", text: "cluster" },
  { value: "split", text: "split" },
];

/** "UMAP of 240 images", and how many of them have no place on it. */
export function remark({ projection }: Header, placed: number, missing: number): string {
  const what = `${projection && `${projection} of `}${counted(placed, "images")}`;
  if (missing === 0) return what;
  return `${what}; ${counted(missing, "images")} ${missing === 1 ? "has" : "have"} no embedding`;
}

/** What stands in an empty map. */
export function emptyText(size: number, isLoading: boolean): string {
  if (size > 0) return "These images have no embedding. The matrix and the images below work without it.";
  return isLoading ? "Loading …" : "No images in this split.";
}

export function hint(isFocused: boolean, isLasso: boolean, isFocusVisible = false): string {
  if (isLasso) return "draw around points to select them";
  if (isFocusVisible) return "arrows pan, + and - zoom, 0 shows all, Enter selects what is in view";
  const scroll = isFocused ? "scroll" : `${isMac() ? "cmd" : "ctrl"}-scroll`;
  return `drag to pan, ${scroll} to zoom, shift-drag to lasso`;
}

/** The text alternative: what a picture of points cannot say, and which keys work. */
export function description(placed: number, shown: number): string {
  const points = `${whole(shown)} of ${counted(placed, "images")} shown, one point each.`;
  return `${points} Arrow keys move the view, plus and minus zoom, 0 shows everything, Enter selects what is in view.`;
}

/** On a Mac ctrl-scroll belongs to the system. */
function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}

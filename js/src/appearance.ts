/** What the widget looks like: the style sheets of all views, in the shadow root that holds them. */

import rateCurves from "./curves/rateCurves.css";
import gallery from "./gallery/gallery.css";
import layout from "./layout.css";
import matrix from "./matrix/matrix.css";
import errorTypes from "./panels/errorTypes.css";
import panels from "./panels/panels.css";
import table from "./panels/table.css";
import thresholds from "./panels/thresholds.css";
import pictures from "./pictures/pictures.css";
import scatter from "./scatter/scatter.css";
import threshold from "./toolbar/threshold.css";
import toolbar from "./toolbar/toolbar.css";
import choices from "./ui/choices.css";
import parts from "./ui/parts.css";
import tokens from "./ui/tokens.css";
import viewer from "./viewer/viewer.css";

/** What is shared first, so that a view's own rules win. Side by side here, they are packed shorter than apart. */
const TEXT = [
  ...[tokens, parts, choices, rateCurves, pictures, layout],
  ...[toolbar, threshold, matrix, scatter, panels, table, thresholds, errorTypes, gallery, viewer],
].join("\n");

/** Displays share what was read once. */
let read: CSSStyleSheet | undefined;

/** Nothing leaks into the notebook, nothing leaks in. */
export function adoptStyles(root: ShadowRoot): void {
  try {
    if (!read) {
      read = new CSSStyleSheet();
      read.replaceSync(TEXT);
    }
    root.adoptedStyleSheets = [read];
  } catch {
    // A sheet made for another document (a moved output) cannot be adopted; an element can.
    const style = document.createElement("style");
    style.textContent = TEXT;
    root.prepend(style);
  }
}

/** Two drawn signs, in the colour of the text. */

import { svg } from "../ui/dom";

const PATHS = {
  lasso:
    "M5.2 12.2C3 11.6 1.8 10 1.8 8c0-3 2.8-5.2 6.2-5.2S14.2 5 14.2 8s-2.8 5.2-6.2 5.2c-.4 0-.7 0-1-.1M7 12.7a1.4 1.4 0 1 1-2.8 0 1.4 1.4 0 0 1 2.8 0zM5 14c-.2.6-.8 1-1.6 1.2",
  showAll: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
} as const;

export function icon(name: keyof typeof PATHS): SVGElement {
  const path = svg("path", {
    d: PATHS[name],
    fill: "none",
    stroke: "currentcolor",
    "stroke-width": 1.3,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  });
  return svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": true }, path);
}

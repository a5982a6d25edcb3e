/** Two drawn signs, in the colour of the text. */

import { svg } from "../ui/dom";

const PATHS = {
  lasso:
    "M5.2 12.2C3 11.600 1.800 10 1.800 8c0-3 2.800-5.200 6.200-5.200S14.200 5 14.200 8s-2.800 5.200-6.200 5.200c-.4 0-.7 0-1-.1M7 12.700a1.400 1.400 0 1 1-2.800 0 1.400 1.400 0 0 1 2.800 0zM5 14c-.2.6-.8 1-1.600 1.200",
  whole: "M2.500 6V2.500H6M10 2.500h3.500V6M13.500 10v3.500H10M6 13.500H2.500V10",
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

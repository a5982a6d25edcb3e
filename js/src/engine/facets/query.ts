/** Images whose name contains a text. */

import { isolated } from "../cellWords";
import { keepMatching } from "../nameSearch";
import type { ImageFacet } from "./facet";

export const query: ImageFacet<"query", string> = {
  name: "query",
  group: "images",
  empty: "",
  keep: (mask, text, { name }) => keepMatching(mask, name, text),
  chips: (text) => [{ text: `name has “${isolated(text)}”`, look: "query", left: "" }],
};

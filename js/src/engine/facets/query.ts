/** Images whose name contains a text. */

import { keepMatching } from "../search";
import { isolated } from "../words";
import type { ImageFacet } from "./facet";

export const query: ImageFacet<"query", string> = {
  name: "query",
  group: "images",
  empty: "",
  keep: (mask, text, { name }) => keepMatching(mask, name, text),
  chips: (text) => [{ text: `name has “${isolated(text)}”`, look: "query", left: "" }],
};

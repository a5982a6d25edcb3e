/** The dev page: /page.html?case=digits&width=1200&theme=dark draws one case. */

import { adoptStyles } from "../../src/appearance";
import { mountLens } from "../../src/layout";
import { sessionOf } from "./cases";

const wanted = new URLSearchParams(location.search);
const host = document.createElement("div");
host.dataset["theme"] = wanted.get("theme") ?? "light";
host.style.width = `${wanted.get("width") ?? 1200}px`;
document.body.style.cssText = "margin:0;padding:8px";
document.body.append(host);
const life = new AbortController();
const session = sessionOf(wanted.get("case") ?? "digits", life.signal);
const root = host.attachShadow({ mode: "open" });
adoptStyles(root);
mountLens(root, session, life.signal);
Object.assign(globalThis, { session });

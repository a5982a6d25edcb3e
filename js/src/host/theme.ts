/** Light or dark, as the host says: Jupyter, VS Code, Colab, marimo; else as the system prefers. */

export type Theme = "light" | "dark";

/** Write the theme to `target.dataset.theme`, now and at every change until `signal` aborts. */
export function followTheme(target: HTMLElement, signal: AbortSignal): void {
  const preference = matchMedia("(prefers-color-scheme: dark)");
  const write = () => {
    target.dataset["theme"] = hostTheme() ?? (preference.matches ? "dark" : "light");
  };
  write();
  preference.addEventListener("change", write, { signal });
  const observer = new MutationObserver(write);
  for (const element of [document.documentElement, document.body]) {
    observer.observe(element, { attributes: true });
  }
  signal.addEventListener("abort", () => observer.disconnect());
}

function hostTheme(): Theme | undefined {
  const { body, documentElement: root } = document;
  const isJupyterLight = body.dataset["jpThemeLight"];
  if (isJupyterLight) return isJupyterLight === "true" ? "light" : "dark";
  const kind = body.dataset["vscodeThemeKind"];
  if (kind) return kind.includes("light") ? "light" : "dark";
  const named = root.getAttribute("theme") ?? root.dataset["theme"] ?? body.dataset["theme"];
  if (named === "light" || named === "dark") return named;
  if (body.classList.contains("dark") || root.classList.contains("dark")) return "dark";
  return undefined;
}

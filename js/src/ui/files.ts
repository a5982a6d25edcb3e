/** Files and the clipboard, made in the browser: no kernel takes part. */

import { deepFocused } from "./focus";

const TYPES = { csv: "text/csv", json: "application/json", png: "image/png" } as const;

/** Offer a file named after `parts` as a download. Returns what was done, in words. */
export function save(parts: readonly (string | number)[], extension: keyof typeof TYPES, content: BlobPart): string {
  const name = fileName(parts, extension);
  download(name, TYPES[extension], content);
  return `Saved as ${name}`;
}

/** Offer a file as a download. */
export function download(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  // VS Code listens to the document for clicks on such links, and saves the file itself.
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the address after this task; a revoked one would give an empty file.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A file name of plain letters, such as "digit-scenes-test-37-images.csv". */
function fileName(parts: readonly (string | number)[], extension: string): string {
  const plain = parts
    .join("-")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-");
  return `${plain.replace(/^-+|-+$/g, "") || "evaluation"}.${extension}`;
}

/** Copy text; false when the page is not allowed to. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** The old way: pages served without https, and frames without the permission, have no clipboard. */
function copyBySelection(text: string): boolean {
  const before = deepFocused();
  const area = document.createElement("textarea");
  area.value = text;
  area.style.cssText = "position:fixed;opacity:0";
  document.body.append(area);
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
    if (before instanceof HTMLElement) before.focus();
  }
}

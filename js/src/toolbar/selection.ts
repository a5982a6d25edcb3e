/** The visible images, or instances, as names or a table; where rows are not here those of the page, and more by Python. */

import { MAX_FILE_ROWS } from "../data/wire";
import { csv, imageRows } from "../engine/csv";
import { instanceTable } from "../engine/instanceTable";
import { counted } from "../engine/numbers";
import type { Actions } from "../state/actions";
import type { Download } from "../state/report";
import type { Context } from "../state/session";
import { copy, save } from "../ui/files";
import type { MenuItem } from "../ui/menu";

type Own = Pick<Context, "state" | "derived">;

/** The entries of the export menu. */
export function selectionItems(ctx: Context): MenuItem[] {
  const { state, derived } = ctx;
  const rows = imagesHere(ctx);
  const names = () => Array.from(rows, (row) => state.images.peek().name.at(row)).join("\n");
  const isOfImages = derived.face.peek() === "images";
  const copies = { text: `Copy the names of ${said(ctx, rows, "images")}`, run: () => copied(names()) };
  if (state.isHere.peek()) return [copies, downloadImages(ctx), ...downloadInstances(ctx)];
  const [what, size] = isOfImages
    ? (["images", derived.counts.peek().images] as const)
    : (["instances", derived.cardCount.peek()] as const);
  const most = `${size > MAX_FILE_ROWS ? "the first " : ""}${counted(Math.min(size, MAX_FILE_ROWS), what)}`;
  return [
    ...(isOfImages ? [copies] : []),
    state.hasKernel.peek()
      ? byPython(ctx, `Download ${most} as CSV`, what)
      : (downloadInstances(ctx)[0] ?? downloadImages(ctx)),
    codeItem(`lens.selected${isOfImages ? "" : "_instances"}.to_csv("all.csv")`),
  ];
}

/** A file that Python writes, as rows are not here. */
export function byPython(
  { state, actions }: Context,
  text: string,
  what: Parameters<Actions["saveFile"]>[0],
): MenuItem {
  return {
    text,
    run() {
      // The answer to it would be given up.
      if (state.report.peek().asked) return "Another file is being written";
      actions.saveFile(what);
      return "";
    },
  };
}

/** For what only a line of Python can do. */
export function codeItem(code: string): MenuItem {
  return { text: `Copy ${code}`, run: () => copied(code) };
}

export async function copied(text: string): Promise<string> {
  return (await copy(text)) ? "Copied" : "This page may not copy";
}

function imagesHere({ state, derived }: Own) {
  return state.isHere.peek() ? derived.rows.peek() : derived.pageRows.peek();
}

/** "240 images", "24 images of this page". */
function said({ state }: Own, { length }: ArrayLike<number>, what: string): string {
  return counted(length, what) + (state.isHere.peek() ? "" : " of this page");
}

/** The instances on show as a table with their boxes; nothing while images are, or where they cannot be listed. */
function downloadInstances({ state, derived }: Own): Download[] {
  const [header, images, isHere] = [state.header.peek(), state.images.peek(), state.isHere.peek()];
  const isUnlisted = isHere && header.unit === "instances" && state.objects.peek().size === 0;
  if (derived.face.peek() === "images" || isUnlisted) return [];
  const rows = isHere ? derived.instanceRows.peek() : derived.pageInstances.peek();
  const run = () => {
    const text = csv(instanceTable({ header, images, ...state.listed.peek() }, rows));
    const { split, confidence } = derived.shown.peek();
    return save([header.title, split, confidence, "instances"], "csv", text);
  };
  return [{ text: `Download ${said({ state, derived }, rows, "instances")} as CSV`, run }];
}

/** The visible images as a table, with what is right and wrong in each. */
export function downloadImages({ state, derived }: Own): Download {
  const rows = imagesHere({ state, derived });
  return {
    text: `Download ${said({ state, derived }, rows, "images")} as CSV`,
    run: () => {
      const text = csv(imageRows(state.images.peek(), rows, derived.tallies.peek()));
      const { split, confidence } = derived.shown.peek();
      return save([state.header.peek().title, split, confidence, "images"], "csv", text);
    },
  };
}

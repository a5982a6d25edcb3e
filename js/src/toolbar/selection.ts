/** The visible images as names or a table. */

import { csv, imageRows } from "../engine/csv";
import { counted } from "../engine/numbers";
import type { Context } from "../state/session";
import { copy, save } from "../ui/files";
import type { MenuItem } from "../ui/menu";

/** The entries of the export menu. */
export function selectionItems({ state, derived }: Context): MenuItem[] {
  const rows = derived.rows.peek();
  const size = counted(rows.length, "images");
  return [
    {
      text: `Copy the names of ${size}`,
      run: async () => {
        const names = Array.from(rows, (row) => state.images.peek().name.at(row));
        return (await copy(names.join("\n"))) ? "Copied" : "This page may not copy";
      },
    },
    {
      text: `Download ${size} as CSV`,
      run: () => {
        const text = csv(imageRows(state.images.peek(), rows, derived.tallies.peek()));
        const { split, confidence } = derived.shown.peek();
        return save([state.header.peek().title, split, confidence, "images"], "csv", text);
      },
    },
  ];
}

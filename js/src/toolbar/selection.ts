/** The visible images as names or a table. */

import { csv, imageRows } from "../engine/csv";
import { instanceTable } from "../engine/instanceTable";
import { counted } from "../engine/numbers";
import type { Download } from "../state/report";
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
    downloadImages({ state, derived }),
    ...downloadInstances({ state, derived }),
  ];
}

/** The instances on show as a table with their boxes; nothing while images are, or where they cannot be listed. */
function downloadInstances({ state, derived }: Pick<Context, "state" | "derived">): Download[] {
  const [header, images, objects] = [state.header.peek(), state.images.peek(), state.objects.peek()];
  if (derived.face.peek() === "images" || (header.unit === "instances" && objects.size === 0)) return [];
  const rows = derived.instanceRows.peek();
  const run = () => {
    const text = csv(instanceTable({ header, images, ...state.listed.peek() }, rows));
    const { split, confidence } = derived.shown.peek();
    return save([header.title, split, confidence, "instances"], "csv", text);
  };
  return [{ text: `Download ${counted(rows.length, "instances")} as CSV`, run }];
}

/** The visible images as a table, with what is right and wrong in each. */
export function downloadImages({ state, derived }: Pick<Context, "state" | "derived">): Download {
  const rows = derived.rows.peek();
  return {
    text: `Download ${counted(rows.length, "images")} as CSV`,
    run: () => {
      const text = csv(imageRows(state.images.peek(), rows, derived.tallies.peek()));
      const { split, confidence } = derived.shown.peek();
      return save([state.header.peek().title, split, confidence, "images"], "csv", text);
    },
  };
}

/** "Download": what is marked, and what the filters leave, as files; no kernel takes part. */

import { coco, labelStudio } from "../engine/collection";
import { csv } from "../engine/csv";
import { markedCollection, markedRows, marksFile } from "../engine/marksFile";
import { whole } from "../engine/numbers";
import type { Context } from "../state/session";
import { copy, save } from "../ui/files";
import type { MenuItem } from "../ui/menu";

/** The entries about what is marked; none where nothing is. */
export function markedItems({ state, pictures }: Context): MenuItem[] {
  const marks = state.marks.peek();
  const count = marks.images.length + marks.objects.length;
  if (count === 0) return [];
  const [header, images] = [state.header.peek(), state.images.peek()];
  const tables = { header, images, outcomes: state.outcomes.peek(), objects: state.objects.peek() };
  pictures.version.peek();
  const sizeOf = (row: number) => {
    const { width = 0, height = 0 } = pictures.thumbnail(row) ?? {};
    return [width, height] as const;
  };
  const collection = markedCollection(tables, marks, sizeOf);
  const item = (as: string, what: string, extension: "csv" | "json", content: () => unknown): MenuItem => ({
    text: `${whole(count)} marked as ${as}`,
    run: () => {
      const made = content();
      return save(
        [header.title, what],
        extension,
        extension === "csv" ? (made as string) : JSON.stringify(made, null, 1),
      );
    },
  });
  return [
    item("a file for load_marks", "marks", "json", () => marksFile(tables, marks)),
    item("CSV", "marked", "csv", () => csv(markedRows(tables, marks))),
    item("COCO", "coco", "json", () => coco(collection)),
    {
      ...item("Label Studio tasks", "label-studio", "json", () => labelStudio(collection)),
      ...(!collection.boxes.every((box) => sizeOf(tables.objects.image[box] as number).every(Boolean)) && {
        run: () => "The size of a picture is not known, and boxes are in percent of it: use COCO",
      }),
    },
    {
      text: `Copy the ids of ${whole(collection.rows.length)} marked`,
      run: async () => {
        const ids = collection.rows.map((row) => images.id.at(row)).join("\n");
        return (await copy(ids)) ? "Copied" : "This page may not copy";
      },
    },
  ];
}

/** "Download": what is marked and judged, and what the filters leave, as files; no kernel takes part. */

import { type Collection, coco, labelStudio } from "../engine/collection";
import { csv, type Field } from "../engine/csv";
import {
  joinedMarks,
  judgedCollection,
  judgedRows,
  type MarksFile,
  markedCollection,
  markedRows,
  marksFile,
} from "../engine/marksFile";
import { counted, whole } from "../engine/numbers";
import type { Context } from "../state/session";
import { save } from "../ui/files";
import type { MenuItem } from "../ui/menu";
import { byPython, codeItem, copied } from "./selection";

/** The entries about what is marked, and about what is judged; none where nothing is. */
export function markedItems(ctx: Context): MenuItem[] {
  const { state, pictures } = ctx;
  const [marks, verdicts] = [state.marks.peek(), state.verdicts.peek()];
  const marked = marks.images.length + marks.objects.length;
  const judged = verdicts.label.length + verdicts.model.length;
  if (marked + judged === 0) return [];
  const verdictWords = counted(judged, "verdicts");
  const both = [marked > 0 && `${whole(marked)} marked`, judged > 0 && verdictWords].filter(Boolean).join(" and ");
  const ofFile = `${both} as a file for load_marks`;
  if (!state.isHere.peek()) {
    const asked = state.hasKernel.peek() && [
      byPython(ctx, ofFile, "marks"),
      marked > 0 && byPython(ctx, `${whole(marked)} marked as CSV`, "marked"),
    ];
    return [...(asked || []), codeItem('lens.marked.to_coco("marked.json")')].filter((item) => item !== false);
  }
  const [header, images] = [state.header.peek(), state.images.peek()];
  const tables = { header, images, outcomes: state.outcomes.peek(), objects: state.objects.peek() };
  pictures.version.peek();
  const sizeOf = (row: number) => {
    const { width = 0, height = 0 } = pictures.thumbnail(row) ?? {};
    return [width, height] as const;
  };
  const file = () => saveJson([header.title, "marks"], fileOf(state, marksFile(tables, marks, verdicts)));
  const ofMarks = { words: `${whole(marked)} marked`, name: "marked", rows: () => markedRows(tables, marks) };
  const ofVerdicts = { words: verdictWords, name: "verdicts", rows: () => judgedRows(tables, verdicts) };
  return [
    { text: ofFile, run: file },
    ...(marked > 0 ? items({ ...ofMarks, collection: markedCollection(tables, marks, sizeOf) }) : []),
    ...(judged > 0 ? items({ ...ofVerdicts, collection: judgedCollection(tables, verdicts, sizeOf) }) : []),
  ];
}

/** With what is marked and judged of the model that is not on show. */
function fileOf({ parts, shown, images, elsewhere }: Context["state"], own: MarksFile): MarksFile {
  const other = parts.peek().find(({ name }) => name !== shown.peek().model);
  const { marks, ...judged } = elsewhere.peek();
  return other
    ? joinedMarks(own, marksFile({ ...other, images: images.peek() }, { images: [], objects: marks }, judged))
    : own;
}

interface Written {
  /** What there is, such as "3 marked". */
  readonly words: string;
  /** A part of the names of its files. */
  readonly name: string;
  readonly collection: Collection;
  rows(): Field[][];
}

function items({ words, name, collection, rows }: Written): MenuItem[] {
  const { header, images, objects, sizeOf } = collection;
  const isSized = collection.boxes.every((box) => sizeOf(objects.image[box] as number).every(Boolean));
  return [
    { text: `${words} as CSV`, run: () => save([header.title, name], "csv", csv(rows())) },
    { text: `${words} as COCO`, run: () => saveJson([header.title, name, "coco"], coco(collection)) },
    {
      text: `${words} as Label Studio tasks`,
      run: () =>
        isSized
          ? saveJson([header.title, name, "label-studio"], labelStudio(collection))
          : "The size of a picture is not known, and boxes are in percent of it: use COCO",
    },
    {
      text: `Copy the ids of ${whole(collection.rows.length)} ${name === "marked" ? "marked" : "judged"}`,
      run: () => copied(collection.rows.map((row) => images.id.at(row)).join("\n")),
    },
  ];
}

function saveJson(name: string[], content: unknown) {
  return save(name, "json", JSON.stringify(content, null, 1));
}

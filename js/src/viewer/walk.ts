/** From instance to instance, in the order of the list and over the ends of images in the order of the gallery. */

import type { Context } from "../state/session";
import type { Viewing } from "./viewing";

/** Go to the next (1) or the previous (-1) instance that is shown; nothing happens at the last one. */
export function walk({ state, derived, actions }: Context, viewing: Viewing, by: 1 | -1): void {
  const row = viewing.row.peek();
  if (row === undefined) return;
  const here = viewing.walkable(row);
  const selected = here.findIndex((own) => own.row === viewing.selected.peek()?.row);
  const next = selected < 0 ? here.at(by > 0 ? 0 : -1) : here[selected + by];
  if (next) actions.open(row, next.row);
  // Without boxes there is nothing to go to but the image.
  else if (state.objects.peek().size === 0) actions.step(by);
  else onwards();

  function onwards(): void {
    const rows = derived.rows.peek();
    const place = rows.indexOf(row as number);
    for (let i = place + by; place >= 0 && i >= 0 && i < rows.length; i += by) {
      const found = viewing.walkable(rows[i] as number).at(by > 0 ? 0 : -1);
      if (!found) continue;
      actions.openAt(i, found.row);
      return;
    }
  }
}

/**
 * From instance to instance: in the order of the cards while those of instances are on show, else in the order of the
 * list and over the ends of images in the order of the gallery.
 */

import type { Context } from "../state/session";
import type { Viewing } from "./viewing";

/** Where one is among those that one walks through; 0: not among them. */
export interface Place {
  readonly at: number;
  readonly of: number;
}

/** Go to the next (1) or the previous (-1) instance that is shown; nothing happens at the last one. */
export function walk(ctx: Context, viewing: Viewing, by: 1 | -1): void {
  const row = viewing.row.peek();
  if (row === undefined) return;
  if (ctx.derived.face.peek() === "instances") throughCards(ctx, viewing, by);
  else throughImages(ctx, viewing, row, by);
}

/** Of the selected instance. */
export function placeOf({ derived }: Context, { shown, selected }: Viewing): Place {
  const row = selected.value?.row ?? -1;
  if (derived.face.value === "instances") {
    const rows = derived.instanceRows.value;
    return { at: rows.indexOf(row) + 1, of: rows.length };
  }
  return { at: shown.value.findIndex((own) => own.row === row) + 1, of: shown.value.length };
}

function throughCards({ state, derived, actions }: Context, viewing: Viewing, by: 1 | -1): void {
  const rows = derived.instanceRows.peek();
  const { image } = state.listed.peek().outcomes;
  const open = viewing.row.peek();
  const here = rows.indexOf(viewing.selected.peek()?.row ?? -1);
  // From an image alone to the first card of it, else to the first of all.
  const first = rows.findIndex((row) => image[row] === open);
  for (let i = here < 0 ? Math.max(first, 0) : here + by; i >= 0 && i < rows.length; i += by) {
    const row = rows[i] as number;
    if (!viewing.walkable(image[row] as number).some((own) => own.row === row)) continue;
    actions.openInstanceAt(i);
    return;
  }
}

function throughImages({ state, derived, actions }: Context, viewing: Viewing, row: number, by: 1 | -1): void {
  const here = viewing.walkable(row);
  const selected = here.findIndex((own) => own.row === viewing.selected.peek()?.row);
  const next = selected < 0 ? here.at(by > 0 ? 0 : -1) : here[selected + by];
  if (next) actions.open(row, next.row);
  // Without boxes there is nothing to go to but the image.
  else if (state.objects.peek().size === 0) actions.step(by);
  else onwards();

  function onwards(): void {
    const rows = derived.rows.peek();
    const place = rows.indexOf(row);
    for (let i = place + by; place >= 0 && i >= 0 && i < rows.length; i += by) {
      const found = viewing.walkable(rows[i] as number).at(by > 0 ? 0 : -1);
      if (!found) continue;
      actions.openAt(i, found.row);
      return;
    }
  }
}

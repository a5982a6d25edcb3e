/**
 * What Python counts and looks up in place of rows that are not here. Each answer says in its `for` what it was counted
 * for: it stays on screen when something else is asked, and until the next one comes it is out of date.
 */

import { type Signal, signal } from "@preact/signals-core";
import type { Column, WireBlock } from "../data/columns";
import type { Images, Outcomes } from "../data/tables";
import type { Counted, Hovered, Left, Levels, PageRows, Raster, Tallies } from "../data/wire";
import type { Tallies as Sums } from "../engine/counts";
import type { Groups } from "../engine/groups";
import type { Selection } from "./selection";
import { ownTraits } from "./traits";

/** The page on show, and the image shown large; the tables of the state hold their rows. */
export interface SentPage extends PageRows {
  readonly tallies: Sums;
  readonly byImage: Groups;
}

export interface SentTallies extends Tallies {
  readonly tallies: Sums;
}

export interface SentCubes extends Left {
  /**
   * Over the facets of every group, cells and kinds told apart; and over those of images and sizes, which is what rates
   * count. Undefined: they came damaged.
   */
  readonly cubes: Readonly<Record<"cube" | "rated", Outcomes>> | undefined;
}

/** The map: a raster of images and errors, or points where there are few, which are all there are in its box. */
export interface SentMap extends Raster {
  /** Of each cell, `n` by `n`, from the lowest row up. */
  readonly counts: Column;
  readonly errors: Column;
  /** The cluster of most of them; empty: nobody asked. */
  readonly cluster: Column;
  /** The points by their places; the row of the image that each is. */
  readonly points: Images;
  readonly row: Column;
  readonly tallies: Sums;
}

export interface SentLevels extends Levels {
  readonly columns: WireBlock;
}

/** Where images lie that filters may hide: counts by cell, or points. */
export interface SentDust extends Raster {
  readonly counts: Column;
  readonly points: Images;
  readonly row: Column;
}

export interface Sent {
  readonly counted: Signal<Counted | undefined>;
  readonly sentPage: Signal<SentPage | undefined>;
  readonly sentTallies: Signal<SentTallies | undefined>;
  readonly left: Signal<SentCubes | undefined>;
  readonly sentMap: Signal<SentMap | undefined>;
  readonly dust: Signal<SentDust | undefined>;
  readonly hovered: Signal<Hovered | undefined>;
  /** By the names of facets. */
  readonly sentLevels: Signal<Readonly<Record<string, SentLevels>>>;
  /** The facets whose levels somebody looks at. The browser's alone, as what follows. */
  readonly levelsAsked: Signal<readonly string[]>;
  /** What the map shows, [x0, y0, x1, y1], where Python has to send it; null: everything. */
  readonly mapBox: Signal<Raster["box"] | null>;
  /** The image under the pointer there. */
  readonly mapRow: Signal<number | null>;
}

/** Nothing was sent yet. */
export function createSent(): Sent {
  return {
    counted: signal(undefined),
    sentPage: signal(undefined),
    sentTallies: signal(undefined),
    left: signal(undefined),
    sentMap: signal(undefined),
    sentLevels: signal({}),
    levelsAsked: signal([]),
    dust: signal(undefined),
    hovered: signal(undefined),
    mapBox: signal(null),
    mapRow: signal(null),
  };
}

/** Does an answer still answer what is asked, whatever the traits, and the entries of `where`, `but` say by now? */
export type Answers = (
  answer: { readonly for: Readonly<Record<string, unknown>> } | undefined,
  ...but: readonly string[]
) => boolean;

export function answersOf(selection: Selection): Answers {
  const reads = new Map(ownTraits(selection).map(({ trait, read }) => [trait, read]));
  const asked = (name: string) =>
    name in selection.view.value ? selection.view.value[name as "face"] : reads.get(name)?.();
  return (answer, ...but) =>
    answer !== undefined &&
    Object.entries(answer.for).every(([name, value]) => but.includes(name) || isAlike(value, asked(name), but));
}

/** The same as JSON, in whatever order their names stand, those of `but` left out. */
function isAlike(a: unknown, b: unknown, but: readonly string[]): boolean {
  const text = (value: unknown) =>
    JSON.stringify(value, (_, own: unknown) =>
      own && typeof own === "object" && !Array.isArray(own)
        ? Object.entries(own)
            .filter(([name]) => !but.includes(name))
            .sort()
        : own,
    );
  return a === b || text(a) === text(b);
}

/** What Python counts and looks up where rows are not here, taken into the state. */

import { batch, effect } from "@preact/signals-core";
import { type Column, columnIn, columnsIn, present, type WireBlock } from "../data/columns";
import { cubeOf, unpacked } from "../data/cube";
import { sparse, sparseTable } from "../data/sparse";
import { imagesOf, objectsOf, outcomesOf } from "../data/tables";
import type { Counted, Hovered, Left, PageRows, Raster, STAND_INS, Tallies } from "../data/wire";
import { blank, type Tallies as Sums } from "../engine/counts";
import { sparseGroups } from "../engine/groups";
import { partOf } from "../state/parts";
import type { SentCubes } from "../state/sent";
import type { State } from "../state/state";
import type { Model } from "./model";
import { isSame } from "./same";

type Page = PageRows & Readonly<Record<"images" | "outcomes", WireBlock>> & { readonly objects?: WireBlock };
type Columns = Tallies & { readonly columns: WireBlock };
type Map = Raster & { readonly columns: WireBlock };
type Cubes = Left & { readonly cube: WireBlock; readonly rated?: WireBlock };

/** To be called when one of the traits has changed, and after a header. */
export function sentReader(model: Model, state: State): () => void {
  const taken = new Map<string, unknown>();
  let header: unknown;
  /** One change tells of all traits: what was taken before would be drawn again for nothing. */
  const read = <Sent extends object>(trait: (typeof STAND_INS)[number], take: (sent: Sent) => void) => {
    const own = model.get(trait);
    if (taken.get(trait) === own) return;
    taken.set(trait, own);
    const sent = present(own as (Sent & { readonly for?: unknown }) | undefined);
    if (sent?.for) take(sent);
  };
  let latest: unknown;
  const takeLeft = async (sent: Cubes) => {
    const own = model.get("left");
    if (own === latest) return;
    latest = own;
    // What cannot be unpacked is an answer, too: that there is nothing to count.
    const cubes = await cubesIn(sent).catch(() => undefined);
    // A later one may have come meanwhile.
    if (own === latest) state.left.value = { ...sent, cubes };
  };
  return () =>
    batch(() => {
      if (state.isHere.peek()) return;
      // With a header come tables without the rows of a page.
      if (header !== state.header.peek()) taken.clear();
      header = state.header.peek();
      read("counted", (sent: Counted) => {
        state.counted.value = sent;
      });
      read("tallies", (sent: Columns) => {
        state.sentTallies.value = { ...sent, tallies: talliesIn(sent.columns) };
      });
      read("raster", (sent: Map) => {
        state.sentMap.value = { ...sent, ...mapIn(sent) };
      });
      state.sentLevels.value = present(model.get("levels") as typeof state.sentLevels.value | undefined) ?? {};
      read("dust", (sent: Map) => {
        state.dust.value = { ...sent, ...dustIn(sent) };
      });
      read("hovered", (sent: Hovered) => {
        state.hovered.value = sent;
      });
      read("page_rows", (sent: Page) => takePage(state, sent));
      read("left", takeLeft);
    });
}

async function cubesIn({ cube, rated = cube }: Cubes): Promise<SentCubes["cubes"]> {
  const [all, ofRates] = await Promise.all([cube, rated].map(unpacked));
  return all && ofRates && { cube: cubeOf([all]), rated: cubeOf([ofRates]) };
}

const NOTHING: Column = new Uint8Array(0);

function mapIn({ n, columns }: Map) {
  if (n > 0) {
    const cells = columnsIn(columns, ["counts", "errors"]);
    const cluster = columns["cluster"] ? columnIn(columns, "cluster") : NOTHING;
    return { ...cells, cluster, points: imagesOf([]), row: NOTHING, tallies: blank(0) };
  }
  const points = { points: imagesOf([columns]), row: columnIn(columns, "row"), tallies: talliesIn(columns) };
  return { counts: NOTHING, errors: NOTHING, cluster: NOTHING, ...points };
}

function dustIn({ n, columns }: Map) {
  if (n > 0) return { counts: columnIn(columns, "counts"), points: imagesOf([]), row: NOTHING };
  return { counts: NOTHING, points: imagesOf([columns]), row: columnIn(columns, "row") };
}

/** Say what the map shows, what of it is pointed at, and of which facets the levels are looked at, until `signal` aborts. */
export function sendLooks(model: Model, { mapBox, mapRow, levelsAsked }: State, signal: AbortSignal): void {
  for (const [trait, own] of Object.entries({ map_box: mapBox, map_row: mapRow, levels_asked: levelsAsked })) {
    const empty = own.peek();
    const stop = effect(() => {
      if (isSame(own.value, model.get(trait) ?? empty)) return;
      model.set(trait, own.value);
      model.save_changes();
    });
    signal.addEventListener("abort", stop);
  }
}

const TALLIES = ["tp", "fp", "fn"] as const;

/** They are only read, as narrow as they came. */
function talliesIn(block: WireBlock, placed = (column: Column) => column): Sums {
  const columns = TALLIES.map((name) => [name, placed(columnIn(block, name))]);
  return Object.fromEntries(columns);
}

/** Its rows take the place of those of the page before; of all images that have come, places stay. */
function takePage(state: State, sent: Page): void {
  const images = sparseTable(sent.images, imagesOf);
  const placed = state.images.peek();
  state.images.value = placed.size > 0 ? { ...placed, name: images.name, id: images.id } : images;
  const tables = {
    outcomes: sparseTable(sent.outcomes, outcomesOf),
    objects: sparseTable(sent.objects, objectsOf),
  };
  const own = partOf(state.parts.peek(), (sent.for["model"] ?? null) as string | null);
  state.parts.value = state.parts.peek().map((part) => (part === own ? { ...own, ...tables } : part));
  const rows = columnIn(sent.images, "row");
  state.sentPage.value = {
    ...sent,
    tallies: talliesIn(sent.images, (column) => sparse(column, rows)),
    byImage: sparseGroups(columnIn(sent.outcomes, "image"), columnIn(sent.outcomes, "row")),
  };
}

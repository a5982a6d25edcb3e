/** A kernel that keeps rows to itself: what it answers is what a session over all rows has. */

import { batch, untracked } from "@preact/signals-core";
import type { Column, WireBlock, WireColumn } from "../../src/data/columns";
import type { Strings } from "../../src/data/strings";
import { type Outcomes, objectsAt, UNSPLIT } from "../../src/data/tables";
import { BOTH_WRITE, FACET_TRAITS, FACETS, type Header, VIEW_DEFAULT } from "../../src/data/wire";
import { tallyOf } from "../../src/engine/counts";
import { isSet } from "../../src/engine/facets/facet";
import type { RangeFacet } from "../../src/engine/facets/range";
import { rowsIn } from "../../src/engine/groups";
import { passingOutcomes, rowTest, testWithin } from "../../src/engine/scope";
import type { Model } from "../../src/host/model";
import { choicesOf } from "../../src/state/selection";
import type { Session } from "../../src/state/session";
import { ownTraits } from "../../src/state/traits";
import { namesBlock } from "./blocks";
import { cubeOf } from "./cubes";

const LEFT = ["split", "confidence", "model", "baseline", "baseline_confidence", "compared", ...FACET_TRAITS];
const COUNTED = [...LEFT, "face"];
const PAGE = [...COUNTED, "sort", "instance_sort", "page", "page_size"];
const TALLIES = ["confidence", "model", "where"];

export interface Kernel {
  readonly model: Model;
  /** Cells a side of the map; 0: points. */
  cells: number;
  /** Answer what the traits ask now. */
  answer(): void;
  /** Send all rows. */
  arrive(): void;
}

function rowsOf(mask: ArrayLike<number>): number[] {
  return Array.from(mask, (isIn, row) => (isIn ? row : -1)).filter((row) => row >= 0);
}

/** The map that Python sends: every image as a point, or a raster of `n` by `n`. */
function rasterOf({ state, derived }: Session, n: number, isByCluster: boolean, isWhole = false) {
  const { images } = state;
  const { tp, fp, fn } = derived.tallies.value;
  const rows = isWhole ? rowsOf(derived.inSplit.value) : [...derived.visible.value.rows];
  const column = (of: ArrayLike<number>) => Float64Array.from(rows, (row) => of[row] as number);
  const { x, y, cluster, split } = images.value;
  const ends = (of: ArrayLike<number>) => {
    const known = Array.from(of).filter(Number.isFinite);
    return known.length > 0 ? ([Math.min(...known), Math.max(...known)] as const) : ([0, 0] as const);
  };
  const [[x0, x1], [y0, y1]] = [ends(x), ends(y)];
  const filtered = rows.length < derived.splitSize.value;
  const head = { box: [x0, y0, x1, y1] as const, n, confidence: state.confidence.value, filtered };
  if (n === 0) {
    const places = { x: column(x), y: column(y), cluster: column(cluster), split: column(split) };
    const columns = { row: Float64Array.from(rows), ...places, tp: column(tp), fp: column(fp), fn: column(fn) };
    return { ...head, columns: blockOf(columns) };
  }
  const [counts, errors, own] = [new Float64Array(n * n), new Float64Array(n * n), new Float64Array(n * n)];
  const cell = (at: number, from: number, to: number) => Math.min(n - 1, Math.floor((n * (at - from)) / (to - from)));
  for (const row of rows) {
    const place = cell(y[row] as number, y0, y1) * n + cell(x[row] as number, x0, x1);
    if (!Number.isFinite(place)) continue;
    counts[place] = (counts[place] as number) + 1;
    own[place] = cluster[row] as number;
    errors[place] = (errors[place] as number) + (fp[row] as number) + (fn[row] as number);
  }
  return { ...head, columns: blockOf({ counts, errors, ...(isByCluster && { cluster: own }) }) };
}

/** `whole`: a session over all rows; it follows what the model is asked. */
export function kernelOver(whole: Session, rows: "coming" | "behind", given: Record<string, unknown> = {}): Kernel {
  const { state, derived } = whole;
  const traits = new Map<string, unknown>(ownTraits(state).map(({ trait, read }) => [trait, untracked(read)]));
  for (const [trait, value] of Object.entries(given)) traits.set(trait, value);
  const handlers = new Map<string, Set<() => void>>();
  const tell = (trait: string) => {
    for (const handler of [...(handlers.get(`change:${trait}`) ?? [])]) handler();
  };
  const model: Model = {
    get: (key) => traits.get(key),
    set(key, value) {
      traits.set(key, value);
      tell(key);
    },
    save_changes() {},
    on: (event, handler) => handlers.set(event, (handlers.get(event) ?? new Set()).add(handler)),
    off: (event, handler) => handlers.get(event)?.delete(handler),
  };
  const asked = (names: readonly string[]) =>
    structuredClone(
      Object.fromEntries(
        names.map((name) => [
          name,
          name in VIEW_DEFAULT ? (traits.get("view") as Record<string, unknown>)[name] : traits.get(name),
        ]),
      ),
    );
  const images = state.images.value;
  const splits = ["train", "valid", "test"].map((name, code) => [
    name,
    images.split.filter((one) => one === code).length,
  ]);
  const header: Header = {
    ...state.header.value,
    splits: Object.fromEntries(splits.filter(([, size]) => size)),
    unsplit: images.split.filter((one) => one === UNSPLIT).length,
    facets: FACETS,
  };
  const blocks = { places: [], images: [], cubes: ["cubes_0"], outcomes: [], objects: [], masks: [] };
  const places = { split: images.split, x: images.x, y: images.y, cluster: images.cluster };
  traits.set("places_0", blockOf(places));
  traits.set("cubes_0", cubeBlock(cubeOf(state.outcomes.value, images)));
  traits.set("status", { state: "idle", message: "", done: 0, total: 0 });
  traits.set("header", { ...header, rows, blocks: { ...blocks, places: rows === "coming" ? ["places_0"] : [] } });
  /** The oracle is asked what the model asks. */
  const follow = () =>
    batch(() => {
      for (const { trait, take } of ownTraits(state))
        if (BOTH_WRITE.includes(trait as "split")) take(traits.get(trait));
    });
  const pageRows = () => {
    const [cards, instances] = [[...derived.pageRows.value], [...derived.pageInstances.value]];
    const opened = traits.get("open") as number | null;
    const { outcomes, objects } = { outcomes: state.outcomes.value, objects: state.objects.value };
    const known = new Set([...cards, ...instances.map((row) => outcomes.image[row] as number)]);
    if (opened !== null) known.add(opened);
    const own = [...known].sort((a, b) => a - b);
    const ofOutcomes = own.flatMap((row) => [...rowsIn(derived.byImage.value, row)]).sort((a, b) => a - b);
    const ofObjects = [...new Set(ofOutcomes.flatMap((row) => objectsAt(outcomes, row)))].sort((a, b) => a - b);
    const tally = (place: 0 | 1 | 2) => Float64Array.from(own, (row) => tallyOf(derived.tallies.value, row)[place]);
    return {
      ...{ for: asked(PAGE), rows: cards, instances, open: opened },
      images: {
        ...rowsBlock(images, own),
        ...blockOf({ tp: tally(0), fp: tally(1), fn: tally(2) }),
      },
      outcomes: rowsBlock(outcomes, ofOutcomes),
      ...(objects.size > 0 && { objects: rowsBlock(objects, ofObjects) }),
    };
  };
  /** The cubes of what is left: over all facets, and over those of images and sizes. */
  const left = () => {
    const cubeWithin = (groups: readonly string[]) => {
      const facets = choicesOf(state, state.registry).filter(({ facet }) => groups.includes(facet.group));
      const ofOutcomes = facets.filter(({ facet }) => facet.group !== "images" && !facet.isInCube) as never[];
      const tables = {
        header: state.header.value,
        images,
        outcomes: state.outcomes.value,
        objects: state.objects.value,
      };
      const test = testWithin(state.outcomes.value, derived.filtered.value, rowTest(ofOutcomes, tables));
      return cubeBlock(cubeOf(passingOutcomes(state.outcomes.value, test), images));
    };
    return { for: asked(LEFT), cube: cubeWithin(["size", "outcomes"]), rated: cubeWithin(["size"]) };
  };
  /** Of the facets that are looked at. */
  const levels = () =>
    Object.fromEntries(
      (traits.get("levels_asked") as readonly string[]).map((name) => {
        const facet = state.registry.find((own) => own.name === name) as RangeFacet;
        const { where = {}, ...others } = asked(LEFT.filter((own) => own !== name));
        const own = Object.fromEntries(Object.entries(where as object).filter(([entry]) => entry !== name));
        const head = { for: { ...others, where: own } };
        if (name === "clusters") {
          const found = derived.clusters.value;
          const column = (key: "id" | "size" | "tp" | "fp" | "fn") => Float64Array.from(found, (one) => one[key]);
          const sums = { tp: column("tp"), fp: column("fp"), fn: column("fn") };
          return [name, { ...head, columns: blockOf({ values: column("id"), images: column("size"), ...sums }) }];
        }
        const { edges, instances, isSpread } = derived.histogramOf(facet).value;
        return [name, { ...head, is_spread: isSpread, columns: { ...blockOf({ edges }), ...blockOf({ instances }) } }];
      }),
    );
  const answer = () => {
    follow();
    const { counts, cardCount, splitSize, tallies } = derived;
    const { tp, fp, fn } = tallies.value;
    const isByCluster = state.view.value.colour === "cluster";
    const pointed = traits.get("map_row") as number | null;
    const isWhole = Object.values(state.facets).every((facet) => !isSet(facet.value));
    const answers = {
      counted: { for: asked(COUNTED), ...counts.value, of_images: splitSize.value, cards: cardCount.value },
      page_rows: pageRows(),
      ...(rows === "coming" && { tallies: { for: asked(TALLIES), columns: blockOf({ tp, fp, fn }) } }),
      ...(rows === "behind" && { levels: levels() }),
      ...(rows === "behind" && !isWhole && { left: left() }),
      ...(rows === "behind" && {
        raster: { for: asked([...LEFT, "map_box"]), ...rasterOf(whole, kernel.cells, isByCluster) },
      }),
      ...(pointed !== null && { hovered: { for: asked(["map_row"]), name: images.name.at(pointed) } }),
      ...(rows === "behind" &&
        !isWhole && {
          dust: { for: asked(["split", "model", "map_box"]), ...rasterOf(whole, kernel.cells, false, true) },
        }),
    };
    for (const [trait, value] of Object.entries(answers)) model.set(trait, value);
  };
  const kernel: Kernel = {
    ...{ model, answer, cells: 0 },
    arrive() {
      traits.set("images_0", {
        ...namesOf(images.name, "name", images.size),
        ...namesOf(images.id, "id", images.size),
      });
      traits.set("outcomes_0", blockOf(state.outcomes.value));
      traits.set("objects_0", blockOf(state.objects.value));
      const objects = state.objects.value.size > 0 ? ["objects_0"] : [];
      const all = { ...blocks, places: ["places_0"], images: ["images_0"], outcomes: ["outcomes_0"], objects };
      model.set("header", { ...header, rows: "here", blocks: all });
    },
  };
  traits.set("map_box", null);
  traits.set("levels_asked", []);
  traits.set("map_row", null);
  follow();
  answer();
  return kernel;
}

type Columns = Readonly<Record<string, unknown>>;

/** Columns as Python sends them; one that the source does not have is left out. */
export function blockOf(columns: object): WireBlock {
  const arrays = Object.entries(columns as Columns).filter(([, column]) => ArrayBuffer.isView(column)) as [
    string,
    Column,
  ][];
  const size = Math.max(...arrays.map(([, column]) => column.length));
  return Object.fromEntries(
    arrays
      .filter(([, column]) => column.length === size)
      .map(([name, column]): [string, WireColumn] => [
        name,
        { dtype: column.constructor.name.replace("Array", "").toLowerCase(), data: column },
      ]),
  );
}

/** Some rows of a table, which are named. */
function rowsBlock(table: { readonly size: number }, rows: readonly number[]): WireBlock {
  const taken = Object.entries(table).flatMap(([name, column]): [string, Float64Array][] =>
    isColumn(column) && column.length === table.size
      ? [[name, Float64Array.from(rows, (row) => column[row] as number)]]
      : [],
  );
  const { name, id } = table as { name?: Strings; id?: Strings };
  const textOf = (strings: Strings) => rows.map((row) => strings.at(row));
  return {
    ...blockOf({ ...Object.fromEntries(taken), row: Float64Array.from(rows) }),
    ...(name && namesBlock("name", textOf(name))),
    ...(id && namesBlock("id", textOf(id))),
  };
}

function isColumn(value: unknown): value is Column {
  return ArrayBuffer.isView(value);
}

function namesOf(strings: Strings, name: string, size: number): WireBlock {
  return namesBlock(
    name,
    Array.from({ length: size }, (_, row) => strings.at(row)),
  );
}

function cubeBlock({ image, actual, predicted, kind, first, count, size }: Outcomes): WireBlock {
  const offsets = Uint32Array.from({ length: size + 1 }, (_, row) => row);
  const columns = { split: image, actual, predicted, kind, percent: first, change: count };
  return { ...blockOf(columns), ...blockOf({ offsets }) };
}

/** What the parts of the large view share: what is open, what of it is shown, and where one looks. */

import { computed, type ReadonlySignal, type Signal, signal as state, untracked } from "@preact/signals-core";
import { outcomesAt } from "../engine/byImage";
import { TONES, type Tone } from "../engine/cells";
import { at } from "../engine/counts";
import { rowsIn } from "../engine/groups";
import { boxesOf, extentOf, type Instance, instancesOf } from "../pictures/instances";
import type { Picture, Whole } from "../state/pictures";
import type { Context } from "../state/session";
import { watch } from "../ui/effect";
import { around, bounded, type Camera, fitted, type Point, type Rect, type Size, union, zoomed } from "./camera";
import { besideIn, type Front, rowsOfTwo } from "./front";
import { instancesAt } from "./outlines";

/** What of an image is drawn and listed; it stays while one goes from image to image. */
export interface Filters {
  readonly isTruth: Signal<boolean>;
  readonly isPrediction: Signal<boolean>;
  /** Of two models: what the other than the one in front predicted otherwise. */
  readonly isBaseline: Signal<boolean>;
  /** Correct, wrong, missed. */
  readonly tones: Signal<ReadonlySet<Tone>>;
  /** Lowest score of a prediction, percent. */
  readonly least: Signal<number>;
  /** Are all labels asked for? Else only what is lit is named. */
  readonly isLabelled: Signal<boolean>;
}

export interface Viewing extends Filters {
  /** The open image; undefined: none. */
  readonly row: ReadonlySignal<number | undefined>;
  readonly name: ReadonlySignal<string>;
  readonly picture: ReadonlySignal<Picture | undefined>;
  /** Size of the original in pixels, as far as anything tells it; undefined: nothing to draw. */
  readonly extent: ReadonlySignal<Size | undefined>;
  /** The picture that is drawn, and its own pixels; 0: none is yet. */
  readonly natural: Signal<Size & { readonly url?: string | undefined }>;
  readonly instances: ReadonlySignal<readonly Instance[]>;
  /** Those that pass the filters. */
  readonly shown: ReadonlySignal<readonly Instance[]>;
  /** Which of two models is drawn as a whole. */
  readonly front: Signal<Front>;
  /** Is a row of instances of the other? */
  readonly isBeside: ReadonlySignal<(row: number) => boolean>;
  /** Put one of two models in front in place of the other: one goes on looking where one looks, at the same object. */
  flip(name: string): void;
  /** Those that pass them in any image, and the facets of outcomes, too. */
  walkable(row: number): readonly Instance[];
  /** What of the instances shown lies under a pixel of the original, the smallest first. */
  under(point: Point): readonly Instance[];
  readonly segmentation: ReadonlySignal<Whole | undefined>;
  /** Of the segmentation, percent. */
  readonly opacity: Signal<number>;
  readonly hovered: Signal<Instance | undefined>;
  readonly selected: ReadonlySignal<Instance | undefined>;
  /** The one pointed at, else the selected one. */
  readonly lit: ReadonlySignal<Instance | undefined>;
  readonly stage: Signal<Size>;
  readonly camera: ReadonlySignal<Camera | undefined>;
  /** Is all of the picture shown, as large as it gets? */
  readonly isFit: ReadonlySignal<boolean>;
  /** Go to what the change makes of where one looks. */
  move(change: (camera: Camera) => Camera): void;
  /** By a factor about a point of the stage, its middle if left out. */
  zoom(factor: number, point?: Point): void;
  fit(): void;
  /** A pixel of the original a pixel of the screen. */
  actualSize(): void;
}

export function createViewing(ctx: Context): Viewing {
  const { state: shared, derived, pictures } = ctx;
  const row = computed(() => {
    const open = shared.open.value;
    // One that is on no page that was sent comes when Python sends it.
    return open !== null && shared.images.value.split[open] !== undefined ? open : undefined;
  });
  const filters = createFilters();
  const front: Viewing["front"] = state("shown");
  const rowsOfBoth = rowsOfTwo(ctx, front);
  const instancesIn = (image: number) => {
    const { outcomes, objects } = shared.listed.value;
    const rows =
      rowsOfBoth(image) ??
      outcomesAt(derived.byImage.value, shared.outcomes.value, image, derived.shown.value.confidence);
    return instancesOf(outcomes, rows, objects, shared.header.value);
  };
  const instances = computed(() => (row.value === undefined ? [] : instancesIn(row.value)));
  const isBeside = computed(() => besideIn(shared, front.value));
  const passes = computed(() => passing(filters, isBeside.value));
  const hovered = state<Instance | undefined>(undefined);
  const selected = computed(() => instances.value.find((own) => own.row === shared.openInstance.value));
  const picture = computed(() => {
    pictures.version.value;
    return row.value === undefined ? undefined : pictures.large(row.value);
  });
  const segmentation = computed(() => {
    pictures.segmentationVersion.value;
    return row.value === undefined ? undefined : pictures.largeSegmentation(row.value);
  });
  const natural: Viewing["natural"] = state({ width: 0, height: 0 });
  const extent = computed((): Size | undefined => {
    if (row.value === undefined) return undefined;
    if (picture.value?.width && picture.value.height) return picture.value;
    // When nobody told the size of the original, the picture itself does, and without one all that lies in it.
    if (picture.value) return natural.value.width > 0 ? natural.value : undefined;
    if (segmentation.value) return segmentation.value.of;
    const all = [...rowsIn(derived.byImage.value, row.value)];
    return extentOf(instancesOf(shared.outcomes.value, all, shared.objects.value, shared.header.value));
  });
  const shown = computed(() => instances.value.filter(passes.value));
  /** The outcome of the pixel of a segmentation, if it is judged. */
  const pixelUnder = ({ x, y }: Point, { width, height, values }: Whole, of: Size) => {
    const [column, line] = [Math.floor((x * width) / of.width), Math.floor((y * height) / of.height)];
    const isInside = column >= 0 && column < width && line >= 0 && line < height;
    const place = isInside ? at(values, line * width + column) : 0;
    const outcome = place > 0 ? rowsIn(derived.byImage.peek(), row.peek() ?? 0)[place - 1] : undefined;
    return shown.peek().filter((own) => own.row === outcome);
  };
  const look = createLook(ctx, extent, selected);
  /** The model that was chosen when `front` was set. */
  let frontOf = "";
  const flip = (name: string) =>
    look.keep(() => {
      const truth = selected.peek()?.truth?.object;
      front.value = name === shared.two.peek()?.baseline.name ? "baseline" : "shown";
      const isSame = (own: Instance) => own.truth?.object === truth && !isBeside.peek()(own.row);
      const same = truth === undefined ? undefined : instances.peek().find(isSame);
      if (same) ctx.actions.open(row.peek() ?? null, same.row);
    });
  // Each time one opens it, whichever model is chosen elsewhere, and where what is open is drawn with that one alone.
  watch(ctx.signal, () => {
    const [open, { model }] = [shared.openInstance.value, shared.shown.value];
    const isDrawn = open === null || untracked(() => instances.value).some((own) => own.row === open);
    if (shared.open.value === null || model !== frontOf || !isDrawn) front.value = "shown";
    frontOf = model;
  });
  return {
    ...{ flip, front, isBeside },
    ...{
      ...filters,
      row,
      segmentation,
      shown,
      opacity: state(0),
      picture,
      natural,
      extent,
      instances,
      hovered,
      selected,
    },
    name: computed(() => (row.value === undefined ? "" : shared.images.value.name.at(row.value))),
    under: (point) => {
      const [found, size] = [segmentation.peek(), extent.peek()];
      return found && size ? pixelUnder(point, found, size) : instancesAt(shown.peek(), point);
    },
    walkable: (image) => {
      const isSelected = derived.isSelected.peek() ?? (() => true);
      // Of the baseline no facet selects here.
      const isOther = besideIn(shared, "shown");
      const isWalked = ({ row: own }: Instance) => isOther(own) || isSelected(own);
      return untracked(() => instancesIn(image)).filter((own) => passes.peek()(own) && isWalked(own));
    },
    lit: computed(() => hovered.value ?? selected.value),
    ...look,
  };
}

function createFilters(): Filters {
  return {
    isTruth: state(true),
    isPrediction: state(true),
    isBaseline: state(true),
    tones: state<ReadonlySet<Tone>>(new Set<Tone>(["right", "wrong", "missed"])),
    least: state(0),
    isLabelled: state(false),
  };
}

function passing(
  { isTruth, isPrediction, isBaseline, tones, least }: Filters,
  isBeside: (row: number) => boolean,
): (instance: Instance) => boolean {
  const isOtherDrawn = isBaseline.value;
  const [truths, predictions, kept] = [isTruth.value, isPrediction.value, tones.value];
  // Scores are stored in single precision, and compared in it.
  const lowest = Math.fround(least.value / 100);
  return ({ row, kind, truth, prediction }) => {
    if (isBeside(row)) return isOtherDrawn && kept.has(TONES[kind]) && !((prediction?.score ?? Number.NaN) < lowest);
    const isDrawn = (truth && truths) || (prediction && predictions) || !(truth || prediction);
    return Boolean(isDrawn) && kept.has(TONES[kind]) && !((prediction?.score ?? Number.NaN) < lowest);
  };
}

interface Look extends Pick<Viewing, "stage" | "camera" | "isFit" | "move" | "zoom" | "fit" | "actualSize"> {
  /** Look where one looks, whatever the change selects. */
  keep(change: () => void): void;
}

/** Where one looks: at a place of one's own, at an instance, or (undefined) at all of the picture. */
function createLook(
  { state: shared, signal }: Context,
  extent: ReadonlySignal<Size | undefined>,
  selected: ReadonlySignal<Instance | undefined>,
): Look {
  const stage = state<Size>({ width: 0, height: 0 });
  const view = state<Camera | Rect | undefined>(undefined);
  const camera = computed(() => {
    const [picture, room, wanted] = [extent.value, stage.value, view.value];
    if (!picture || room.width === 0) return undefined;
    if (!wanted) return fitted(picture, room);
    return "scale" in wanted ? bounded(wanted, picture, room) : around(wanted, picture, room);
  });
  watch(signal, () => {
    shared.open.value;
    shared.openInstance.value;
    view.value = untracked(() => selected.value && union(boxesOf(selected.value)));
  });
  const change = (made: (now: Camera, picture: Size, room: Size) => Camera) => {
    const [now, picture] = [camera.peek(), extent.peek()];
    if (now && picture) view.value = made(now, picture, stage.peek());
  };
  const middle = () => ({ x: stage.peek().width / 2, y: stage.peek().height / 2 });
  const zoom = (factor: number, point: Point = middle()) =>
    change((now, picture, room) => zoomed(now, factor, point, picture, room));
  return {
    ...{ stage, camera, zoom },
    keep(run) {
      const before = view.peek();
      run();
      view.value = before;
    },
    isFit: computed(() => view.value === undefined),
    move: (made) => change((now, picture, room) => bounded(made(now), picture, room)),
    fit: () => {
      view.value = undefined;
    },
    actualSize: () => zoom(1 / (devicePixelRatio * (camera.peek()?.scale ?? 1))),
  };
}

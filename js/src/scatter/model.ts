/** What one display of the map shows and from where: signals that follow from the state. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { ALL, NOISE } from "../data/tables";
import { at } from "../engine/counts";
import type { SentMap } from "../state/sent";
import type { Context } from "../state/session";
import { mixed } from "../ui/colours";
import { type Bounds, fitted, type Size } from "./camera";
import { cellPicture } from "./cells";
import type { Camera, Look, Scene } from "./draw/scene";
import { type Mapped, mappedOf } from "./mapped";
import { type Layers, layersOf, pointsOf, radiusOf, rowsWithin } from "./points";
import { type Colour, groupOf, type Hues, paletteOf, type Scale, scaleOf, shadesOf, valuesOf } from "./shades";

/** Of what the filters hide: dust, seen only together. */
const BACKGROUND_ALPHA = 0.27;
/** Opacities of a cell, 0..255: with one image, and with the most. */
const CELLS = [110, 255] as const;
const DUST = [40, 110] as const;
const HALO_PX = 1.5;
/** Dots smaller than this have no room for a halo. */
const HALO_FROM_PX = 2;

export interface Model extends Mapped {
  readonly size: Signal<Size>;
  readonly hues: Signal<Hues>;
  /** Where the user went; undefined: everything is shown, whatever the size. */
  readonly userCamera: Signal<Camera | undefined>;
  readonly isMoving: Signal<boolean>;
  /** It has the focus by way of the keyboard. */
  readonly isFocusVisible: Signal<boolean>;
  readonly isLasso: Signal<boolean>;
  /** Of all images that have a place; undefined: none has. */
  readonly bounds: ReadonlySignal<Bounds | undefined>;
  /** The camera that shows everything. */
  readonly overview: ReadonlySignal<Camera>;
  readonly camera: ReadonlySignal<Camera>;
  /** Rows of the split that have a place on the map. */
  readonly rows: ReadonlySignal<Uint32Array<ArrayBuffer>>;
  readonly layers: ReadonlySignal<Layers>;
  /** What can be told apart by colour of points, what of that is told here, and what is. */
  readonly allColours: ReadonlySignal<readonly Colour[]>;
  readonly colours: ReadonlySignal<readonly Colour[]>;
  readonly colour: ReadonlySignal<Colour>;
  readonly scale: ReadonlySignal<Scale>;
  readonly scene: ReadonlySignal<Scene>;
  readonly positions: ReadonlySignal<Float32Array<ArrayBuffer>>;
}

export function createModel(ctx: Context, given: Hues): Model {
  const { state, derived } = ctx;
  const size = signal<Size>({ width: 0, height: 0 });
  const hues = signal(given);
  const userCamera = signal<Camera | undefined>(undefined);
  const mapped = mappedOf(ctx);
  const { images, tallies, inSplit, visible, raster, errorScale } = mapped;
  const points = computed(() => pointsOf(images.value));
  const bounds = computed(() => mapped.bounds.value ?? points.value.bounds);
  // The bounds of all splits, so that changing the split moves nothing.
  const overview = computed(() => fitted(bounds.value, size.value));
  const camera = computed(() => userCamera.value ?? overview.value);
  const rows = computed(() => rowsWithin(points.value.order, inSplit.value));
  const layers = computed(() => layersOf(rows.value, visible.value));
  // Of a raster nobody tells more than errors and clusters; its points are of the same colours, unless others are chosen.
  const allColours = computed(() => coloursOf(ctx));
  const colours = computed(() =>
    allColours.value.filter((own) =>
      raster.value ? own === "errors" || own === "cluster" : own !== "f1" || !errorScale.value,
    ),
  );
  const colour = computed(() => {
    const asked = state.view.value.colour;
    return colours.value.find((own) => own === asked) ?? (colours.value[0] as Colour);
  });
  const values = computed(() => valuesOf(colour.value, tallies.value));
  const scale = computed(
    () =>
      (colour.value === "errors" && errorScale.value) ||
      scaleOf(colour.value, values.value, points.value.isPlaced, inSplit.value),
  );
  const shades = computed(() => {
    const change = colour.value === "change" ? derived.change.value : undefined;
    return shadesOf(colour.value, images.value, values.value, scale.value, change);
  });
  const drawn = (map: ReadonlySignal<SentMap | undefined>) =>
    computed(() => {
      const own = map.value;
      const [{ between, wrong, groups, faint }, isByCluster] = [hues.value, colour.value === "cluster"];
      const most = errorScale.value?.[1] ?? 1;
      const share = (cell: number) => Math.min(1, at(own?.errors ?? [], cell) / at(own?.counts ?? [], cell) / most);
      const colourOf = (cell: number) =>
        isByCluster ? (groups[groupOf(own?.cluster[cell] ?? NOISE)] ?? faint) : mixed(between, wrong, share(cell));
      return own && { picture: cellPicture(own, colourOf, CELLS), box: own.box };
    });
  const [cells, around] = [drawn(raster), drawn(mapped.around)];
  const dust = computed(() => {
    const own = mapped.dust.value;
    return own && { picture: cellPicture(own, () => hues.value.faint, DUST), box: own.box };
  });
  const palette = computed(() => paletteOf(colour.value, hues.value));
  const zoom = computed(() => camera.value.scale / overview.value.scale);
  // Of all, so that points of a part of the map are no larger than those that one came from.
  const sizes = computed(() =>
    state.sentMap.value
      ? ([derived.splitSize.value, derived.counts.value.images] as const)
      : ([rows.value.length, layers.value.foreground.length] as const),
  );
  const look = computed(() => lookOf(sizes.value[0], sizes.value[1], zoom.value, hues.value));
  const scene = computed(() => ({
    positions: points.value.positions,
    ...layers.value,
    shades: shades.value,
    palette: palette.value,
    look: look.value,
    pictures: [cells.value, around.value && { ...around.value, outside: state.sentMap.value?.box }, dust.value].filter(
      (own) => own !== undefined,
    ),
  }));
  return {
    ...mapped,
    ...{ size, hues, userCamera, overview, camera, rows, layers, allColours, colours, colour, scale, scene },
    isMoving: signal(false),
    isFocusVisible: signal(false),
    isLasso: signal(false),
    bounds,
    positions: computed(() => points.value.positions),
  };
}

function lookOf(points: number, shown: number, zoom: number, hues: Hues): Look {
  const foregroundRadius = radiusOf(shown, zoom);
  return {
    background: hues.faint,
    backgroundAlpha: BACKGROUND_ALPHA,
    halo: hues.halo,
    backgroundRadius: 0.6 * Math.min(radiusOf(points, zoom), foregroundRadius),
    foregroundRadius,
    haloWidth: foregroundRadius >= HALO_FROM_PX ? HALO_PX : 0,
  };
}

/** Clusters where there are any, and splits where more than one is shown: one colour for all says nothing. */
function coloursOf({ state, derived }: Context): Colour[] {
  const { splits, unsplit } = state.header.value;
  const isMixed = derived.shown.value.split === ALL && Object.keys(splits).length + (unsplit > 0 ? 1 : 0) > 1;
  return [
    "f1",
    "errors",
    ...(state.two.value ? (["change"] as const) : []),
    ...(derived.hasClusters.value ? (["cluster"] as const) : []),
    ...(isMixed ? (["split"] as const) : []),
  ];
}

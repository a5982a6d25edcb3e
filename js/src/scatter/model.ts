/** What one display of the map shows and from where: signals that follow from the state. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { errorsOf } from "../engine/counts";
import type { Mask } from "../engine/mask";
import type { Camera, Look, Rgba, Scene } from "../gl/scene";
import type { Context } from "../state/session";
import type { Rgb } from "../ui/colours";
import { fitted, type Size } from "./camera";
import { type Layers, layersOf, pointsOf, radiusOf, rowsWithin } from "./points";
import { type Hues, paletteOf, shadesOf } from "./shades";
import { createSpatialIndex, type SpatialIndex } from "./spatialIndex";

const BACKGROUND_ALPHA = 0.34;
const HALO_PX = 1.5;
/** Dots smaller than this have no room for a halo. */
const HALO_FROM_PX = 2;

export interface Model {
  readonly size: Signal<Size>;
  readonly hues: Signal<Hues>;
  /** Where the user went; undefined: everything is shown, whatever the size. */
  readonly userCamera: Signal<Camera | undefined>;
  readonly isMoving: Signal<boolean>;
  readonly isFocused: Signal<boolean>;
  /** It has the focus by way of the keyboard. */
  readonly isFocusVisible: Signal<boolean>;
  readonly isLasso: Signal<boolean>;
  /** The camera that shows everything. */
  readonly overview: ReadonlySignal<Camera>;
  readonly camera: ReadonlySignal<Camera>;
  /** Rows of the split that have a place on the map. */
  readonly rows: ReadonlySignal<Uint32Array<ArrayBuffer>>;
  readonly layers: ReadonlySignal<Layers>;
  readonly mostErrors: ReadonlySignal<number>;
  readonly scene: ReadonlySignal<Scene>;
  readonly spatialIndex: ReadonlySignal<SpatialIndex>;
  /** Images that pass every filter but the picked ones: those that a click may pick. */
  readonly pickable: ReadonlySignal<Mask>;
  readonly positions: ReadonlySignal<Float32Array<ArrayBuffer>>;
}

export function createModel(ctx: Context, given: Hues): Model {
  const { state, derived } = ctx;
  const size = signal<Size>({ width: 0, height: 0 });
  const hues = signal(given);
  const userCamera = signal<Camera | undefined>(undefined);
  const points = computed(() => pointsOf(state.images.value));
  // The bounds of all splits, so that changing the split moves nothing.
  const overview = computed(() => fitted(points.value.bounds, size.value));
  const camera = computed(() => userCamera.value ?? overview.value);
  const rows = computed(() => rowsWithin(points.value.order, derived.inSplit.value));
  const visible = computed(() => derived.visible.value.mask);
  const layers = computed(() => layersOf(rows.value, visible.value));
  const mostErrors = computed(() => mostOf(rows.value, (row) => errorsOf(derived.tallies.value, row)));
  const colour = computed(() => state.view.value.colour);
  const shades = computed(() =>
    shadesOf(colour.value, state.images.value, derived.tallies.value, () => mostErrors.value),
  );
  const pickable = derived.visibleBut("picked");
  const palette = computed(() => paletteOf(colour.value, hues.value));
  const zoom = computed(() => camera.value.scale / overview.value.scale);
  const look = computed(() => lookOf(rows.value.length, layers.value.foreground.length, zoom.value, hues.value));
  const scene = computed(() => ({
    positions: points.value.positions,
    ...layers.value,
    shades: shades.value,
    palette: palette.value,
    look: look.value,
  }));
  return {
    ...{ size, hues, userCamera, overview, camera, rows, layers, mostErrors, scene },
    isMoving: signal(false),
    isFocused: signal(false),
    isFocusVisible: signal(false),
    isLasso: signal(false),
    positions: computed(() => points.value.positions),
    spatialIndex: computed(() => createSpatialIndex(points.value, rows.value)),
    pickable: computed(() => pickable.value.mask),
  };
}

function lookOf(points: number, shown: number, zoom: number, hues: Hues): Look {
  const foregroundRadius = radiusOf(shown, zoom);
  return {
    background: rgba(hues.faint, BACKGROUND_ALPHA),
    halo: rgba(hues.halo, 1),
    backgroundRadius: 0.6 * Math.min(radiusOf(points, zoom), foregroundRadius),
    foregroundRadius,
    haloWidth: foregroundRadius >= HALO_FROM_PX ? HALO_PX : 0,
  };
}

function rgba([red, green, blue]: Rgb, alpha: number): Rgba {
  return [red / 255, green / 255, blue / 255, alpha];
}

function mostOf(rows: Uint32Array, measure: (row: number) => number): number {
  let most = 0;
  for (const row of rows) most = Math.max(most, measure(row));
  return most;
}

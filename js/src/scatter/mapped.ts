/** What the map draws: a point an image, or where rows stay with Python what it sent: points, or a raster. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import { joined } from "../data/columns";
import type { Images } from "../data/tables";
import type { Tallies } from "../engine/counts";
import type { Mask } from "../engine/mask";
import { isBehind } from "../state/away";
import type { SentDust, SentMap } from "../state/sent";
import type { Context } from "../state/session";
import { watch } from "../ui/effect";
import type { Bounds } from "./camera";
import { scaleOfCells } from "./cells";
import type { Model } from "./model";
import type { Scale } from "./shades";

export interface Mapped {
  /** The images that are drawn as points, by place; of tables behind those that filters leave all there are. */
  readonly images: ReadonlySignal<Images>;
  readonly tallies: ReadonlySignal<Tallies>;
  /** Which of them are in the split, which pass every filter, and which all but the picked ones. */
  readonly inSplit: ReadonlySignal<Mask>;
  readonly visible: ReadonlySignal<Mask>;
  readonly pickable: ReadonlySignal<Mask>;
  /** The row of the image at a place; undefined: nobody knows. */
  rowOf(place: number): number | undefined;
  /** Instead of points; undefined: there are points. */
  readonly raster: ReadonlySignal<SentMap | undefined>;
  /** The whole of it, without filters, where the raster or the points are a part. */
  readonly around: ReadonlySignal<SentMap | undefined>;
  /** What filters hide, where it is a raster. */
  readonly dust: ReadonlySignal<SentDust | undefined>;
  /** Of everything, as Python said; undefined: of the points. */
  readonly bounds: ReadonlySignal<Bounds | undefined>;
  /** Of errors where everything is a raster: in every part of it, of points too, a colour means the same. */
  readonly errorScale: ReadonlySignal<Scale | undefined>;
}

const EVERYWHERE: Bounds = { left: -Infinity, bottom: -Infinity, right: Infinity, top: Infinity };

/** Tell Python what is looked at, once the view rests, where it has to send that. */
export function askForMap(
  { state, actions, signal }: Context,
  { userCamera, size, isMoving, bounds, dust }: Pick<Model, "userCamera" | "size" | "isMoving" | "bounds" | "dust">,
): void {
  watch(signal, () => {
    if (!isBehind(state) || isMoving.value || size.value.width === 0) return;
    const camera = userCamera.value;
    const { width, height } = size.value;
    const [across, down] = [width / 2 / (camera?.scale ?? 1), height / 2 / (camera?.scale ?? 1)];
    const { left, bottom, right, top } = bounds.peek() ?? EVERYWHERE;
    // No cell of a raster is spent on where nothing lies.
    const box =
      camera &&
      ([
        Math.max(camera.x - across, left),
        Math.max(camera.y - down, bottom),
        Math.min(camera.x + across, right),
        Math.min(camera.y + down, top),
      ] as const);
    if (box && !(box[0] < box[2] && box[1] < box[3])) return;
    const sent = state.sentMap.peek();
    // Points are all there are in their box; of dust there may be more to see.
    const isInside = box?.every((edge, i) => (i < 2 ? 1 : -1) * (edge - (sent?.box[i] ?? 0)) >= 0);
    if (sent?.n === 0 && isInside && !dust.peek()) return;
    actions.lookAt(box ?? null);
  });
}

export function mappedOf({ state, derived }: Context): Mapped {
  const sent = computed(() => (isBehind(state) ? state.sentMap.value : undefined));
  /** What filters hide of it. */
  const dust = computed(() => {
    const [map, own] = [sent.value, state.dust.value];
    return map?.filtered && own?.for["split"] === map.for["split"] ? own : undefined;
  });
  const images = computed(() => {
    const points = sent.value?.points as Images;
    if (!dust.value) return points;
    const { x, y } = dust.value.points;
    return { ...points, size: points.size + x.length, x: joined([points.x, x]), y: joined([points.y, y]) };
  });
  const all = computed(() => new Uint8Array(images.value?.size ?? 0).fill(1));
  const seen = computed(() => new Uint8Array(images.value?.size ?? 0).fill(1, 0, sent.value?.points.size));
  const choose = <Value>(own: ReadonlySignal<Value>, other: (map: SentMap) => Value) =>
    computed(() => (sent.value ? other(sent.value) : own.value));
  const [visible, pickable] = [derived.visible, derived.visibleBut("picked")];
  const shown = (own: typeof pickable) =>
    choose(
      computed(() => own.value.mask),
      () => seen.value,
    );
  let last: SentMap | undefined;
  /** As it was when all of it was on show. */
  const whole = computed(() => {
    if (sent.value?.for["map_box"] === null) last = sent.value;
    return sent.value && last;
  });
  return {
    images: choose(state.images, () => images.value),
    tallies: choose(derived.tallies, ({ tallies }) => tallies),
    inSplit: choose(derived.inSplit, () => all.value),
    ...{ visible: shown(visible), pickable: shown(pickable) },
    rowOf(place) {
      const map = sent.peek();
      return map ? (map.row[place] ?? dust.peek()?.row[place - map.row.length]) : place;
    },
    raster: computed(() => (sent.value?.n ? sent.value : undefined)),
    around: computed(() => {
      const [map, all] = [sent.value, whole.value];
      const isPart = all?.n && all !== map && !(all.filtered || map?.filtered);
      return isPart && all.for["split"] === map?.for["split"] ? all : undefined;
    }),
    dust: computed(() => (dust.value?.n ? dust.value : undefined)),
    bounds: computed(() => {
      if (!whole.value) return undefined;
      const [left, bottom, right, top] = whole.value.box;
      return { left, bottom, right, top };
    }),
    errorScale: computed(() => {
      const map = whole.value ?? sent.value;
      return map?.n ? scaleOfCells(map) : undefined;
    }),
  };
}

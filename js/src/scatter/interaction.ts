/** From gestures on the map to camera, hover and named actions. */

import { computed, signal as created, type ReadonlySignal, type Signal } from "@preact/signals-core";
import type { Mask } from "../engine/mask";
import type { Point, Polygon } from "../engine/polygon";
import { united, without } from "../engine/polygons";
import { isBehind } from "../state/away";
import type { Context } from "../state/session";
import { on } from "../ui/dom";
import { atEnd, watch } from "../ui/effect";
import type { Pixel } from "../ui/hands";
import { isCtrl, selectMode } from "../ui/keys";
import { tooltip } from "../ui/tooltip";
import { panned, type Size, toPixel, toSpace, zoomed } from "./camera";
import { countsNear } from "./cells";
import type { Camera } from "./draw/scene";
import { createDrawing, RING_PX } from "./drawing";
import { type Gestures, listenToGestures } from "./gestures";
import { cellsCard, hoverCard } from "./hover";
import { mapKeys } from "./keys";
import type { Model } from "./model";
import { nearestTo } from "./points";

interface Parts {
  readonly canvas: HTMLCanvasElement;
  readonly plot: HTMLElement;
  readonly lasso: HTMLButtonElement;
  readonly showAll: HTMLButtonElement;
}

type MoveCamera = (camera: Camera | undefined) => void;

/** How far from a point the pointer may be. */
const REACH_PX = 10;
const REST_MS = 120;
/** What is taken out of nothing drawn is taken out of everything: an outline out of sight, in the overview too. */
const BEYOND_PX = 40;

export function mountInteraction(ctx: Context, model: Model, { canvas, plot, lasso, showAll }: Parts): void {
  const { signal } = ctx;
  const drawnLasso = created<Polygon>([]);
  const hover = mountOverlay(ctx, model, plot, drawnLasso);
  const moveCamera = cameraMover(model, signal);
  const gestures = { ...cameraGestures(model, moveCamera), ...selectionGestures(ctx, model, drawnLasso), hover };
  listenToGestures(canvas, gestures, signal);
  mapKeys(canvas, gestures, () => model.isLasso.value || drawnLasso.value.length > 0, ctx);
  const toggleLasso = () => {
    model.isLasso.value = !model.isLasso.value;
  };
  on(lasso, "click", toggleLasso, signal);
  on(showAll, "click", () => moveCamera(undefined), signal);
  const readFocus = () => {
    model.isFocusVisible.value = canvas.matches(":focus-visible");
  };
  // The cursor says beforehand that a drag would draw.
  const readKeys = ({ shiftKey, altKey }: PointerEvent) => plot.classList.toggle("drawing", shiftKey || altKey);
  on(canvas, "pointermove", readKeys, signal);
  on(canvas, "focus", readFocus, signal);
  on(canvas, "blur", readFocus, signal);
}

function cameraGestures(model: Model, moveCamera: MoveCamera): Pick<Gestures, "pan" | "zoom" | "reset"> {
  return {
    pan: (dx, dy) => moveCamera(panned(model.camera.value, dx, dy)),
    zoom(factor, pixel) {
      const size = model.size.value;
      const about = pixel ?? [size.width / 2, size.height / 2];
      moveCamera(zoomed(model.camera.value, size, about, factor, model.overview.value));
    },
    reset: () => moveCamera(undefined),
  };
}

function selectionGestures(
  { state, actions }: Context,
  model: Model,
  drawnLasso: Signal<Polygon>,
): Omit<Gestures, "pan" | "zoom" | "reset" | "hover"> {
  /** Escape while the pointer still draws. */
  let isCalledOff = false;
  const inSpace = (pixel: Pixel): Point => toSpace(model.camera.value, model.size.value, pixel);
  return {
    lassoOf(event) {
      isCalledOff = false;
      if (event.altKey) return "remove";
      return event.shiftKey ? "add" : model.isLasso.value ? "replace" : undefined;
    },
    click(pixel, event) {
      const isPick = isCtrl(event) || event.shiftKey;
      const place = nearest(model, pixel, isIn(model.pickable));
      const row = rowAt(model, place);
      if (isPick) return row !== undefined && actions.select("picked", [row], selectMode(event));
      const opened = row ?? rowAt(model, nearest(model, pixel, isIn(model.inSplit)));
      if (opened !== undefined) actions.open(opened);
    },
    drawLasso(path) {
      if (!isCalledOff) drawnLasso.value = path.map(inSpace);
    },
    endLasso(path, mode) {
      drawnLasso.value = [];
      model.isLasso.value = false;
      if (path.length < 3 || isCalledOff) return;
      const [before, drawn] = [state.facets.lasso.peek(), path.map(inSpace)];
      if (mode === "replace" || (mode === "add" && before.length === 0)) return actions.set("lasso", drawn);
      const whole = before.length > 0 ? before : cornersOf(model.overview.value, model.size.value, BEYOND_PX);
      actions.set("lasso", mode === "add" ? united(whole, drawn) : without(whole, drawn));
    },
    takeView() {
      // All of them would be a filter that filters nothing.
      if (isAllInView(model)) return;
      actions.set("lasso", cornersOf(model.camera.value, model.size.value));
    },
    cancel() {
      isCalledOff = true;
      drawnLasso.value = [];
      model.isLasso.value = false;
    },
  };
}

/** Move the camera, and remember for a moment that it moves. */
function cameraMover(model: Model, signal: AbortSignal): MoveCamera {
  let rest = 0;
  atEnd(signal, () => clearTimeout(rest));
  return (camera) => {
    model.isMoving.value = true;
    model.userCamera.value = camera;
    clearTimeout(rest);
    rest = window.setTimeout(() => {
      model.isMoving.value = false;
    }, REST_MS);
  };
}

/** The corners of what a camera sees, and of so many pixels around it. */
function cornersOf(camera: Camera, size: Size, beyond = 0): Polygon {
  const [right, bottom] = [size.width + beyond, size.height + beyond];
  const corners: Pixel[] = [
    [-beyond, -beyond],
    [right, -beyond],
    [right, bottom],
    [-beyond, bottom],
  ];
  return corners.map((pixel) => toSpace(camera, size, pixel));
}

function isAllInView({ camera, size, positions, rows, userCamera, raster }: Model): boolean {
  const { width, height } = size.value;
  if (raster.value) return !userCamera.value;
  return rows.value.every((row) => {
    const place = [positions.value[2 * row], positions.value[2 * row + 1]] as [number, number];
    const [x, y] = toPixel(camera.value, size.value, ...place);
    return x >= 0 && x <= width && y >= 0 && y <= height;
  });
}

const isIn = (mask: ReadonlySignal<Mask>) => (row: number) => mask.value[row] === 1;

/** Dust that is drawn for many images is not to be had. */
function nearest(model: Model, pixel: Pixel, isWanted: (place: number) => boolean): number | undefined {
  const at = toSpace(model.camera.value, model.size.value, pixel);
  const isOne = (place: number) => isWanted(place) && rowAt(model, place) !== undefined;
  return nearestTo(at, model.positions.value, REACH_PX / model.camera.value.scale, isOne);
}

function rowAt({ rowOf }: Model, place: number | undefined): number | undefined {
  return place === undefined ? undefined : rowOf(place);
}

/** Lasso, ring and card; returns what to do when the pointer hovers. */
function mountOverlay(ctx: Context, model: Model, plot: HTMLElement, drawnLasso: { readonly value: Polygon }) {
  const drawing = createDrawing();
  plot.append(drawing.node);
  const card = tooltip(plot);
  const pointer = created<Pixel | undefined>(undefined);
  const [isShown, isAny] = [isIn(model.visible), isIn(model.inSplit)];
  const hovered = computed(() => {
    const pixel = pointer.value;
    return pixel && (nearest(model, pixel, isShown) ?? nearest(model, pixel, isAny));
  });
  watch(ctx.signal, () => {
    const polygons = [ctx.state.facets.lasso.value, drawnLasso.value];
    drawing.lasso(polygons, model.camera.value, model.size.value);
  });
  watch(ctx.signal, () => {
    const place = hovered.value;
    const isPoint = place !== undefined;
    const at = (index: number) => model.positions.value[2 * (place as number) + index] as number;
    const pixel = isPoint ? toPixel(model.camera.value, model.size.value, at(0), at(1)) : pointer.value;
    ctx.pictures.version.value;
    const content = isPoint ? hoverCard(ctx, model, place, !isShown(place)) : pixel && cellsAt(model, pixel);
    plot.classList.toggle("on-point", isPoint);
    drawing.ring(content && pixel);
    if (!content || !pixel) return card.hide();
    const box = plot.getBoundingClientRect();
    card.show(box.left + pixel[0], box.top + pixel[1], content);
  });
  nameHovered(ctx, () => rowAt(model, hovered.value));
  return (pixel: Pixel | undefined) => {
    pointer.value = pixel;
  };
}

/** What the ring of a raster holds; nothing where that is nothing. */
function cellsAt({ raster, camera, size }: Model, pixel: Pixel): HTMLElement | undefined {
  const map = raster.value;
  if (!map) return undefined;
  const near = countsNear(map, toSpace(camera.value, size.value, pixel), RING_PX / camera.value.scale);
  return near.images > 0 ? cellsCard(near, map) : undefined;
}

/** Of rows that stay with Python name and picture are asked for once the pointer rests and nothing else is asked. */
function nameHovered({ state, actions, signal }: Context, rowOf: () => number | undefined): void {
  let rest = 0;
  watch(signal, () => {
    const row = rowOf();
    const isIdle = isBehind(state) && state.status.value.state === "idle";
    clearTimeout(rest);
    if (!isIdle || row === undefined || state.images.value.name.at(row)) return;
    rest = window.setTimeout(() => actions.pointAt(row), REST_MS);
  });
  atEnd(signal, () => clearTimeout(rest));
}

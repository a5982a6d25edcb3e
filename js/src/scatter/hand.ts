/** From gestures on the map to camera, hover and named actions. */

import { signal as state } from "@preact/signals-core";
import type { Point, Polygon } from "../engine/polygon";
import type { Camera } from "../gl/scene";
import type { Context } from "../state/session";
import { on } from "../ui/dom";
import { atEnd, watch } from "../ui/effect";
import { howOf } from "../ui/keys";
import { tooltip } from "../ui/tooltip";
import { type Pixel, panned, toPixel, toSpace, zoomed } from "./camera";
import { createDrawing } from "./drawing";
import { listen } from "./gestures";
import { hoverCard } from "./hover";
import type { Model } from "./model";

interface Parts {
  readonly canvas: HTMLCanvasElement;
  readonly plot: HTMLElement;
  readonly lasso: HTMLButtonElement;
  readonly whole: HTMLButtonElement;
}

/** How far from a point the hand may be. */
const REACH_PX = 10;
const REST_MS = 120;

export function createHand(ctx: Context, model: Model, { canvas, plot, lasso, whole }: Parts): void {
  const { actions, signal } = ctx;
  const drawn = state<Polygon>([]);
  const over = overlay(ctx, model, plot, drawn);
  const inSpace = (pixel: Pixel): Point => toSpace(model.camera.value, model.size.value, pixel);
  const look = mover(model, signal);
  const zoom = (factor: number, pixel?: Pixel) => {
    const { width, height } = model.size.value;
    look(zoomed(model.camera.value, model.size.value, pixel ?? [width / 2, height / 2], factor, model.whole.value));
  };
  listen(
    canvas,
    {
      isLasso: (event) => event.shiftKey || model.isLasso.value,
      pan: (dx, dy) => look(panned(model.camera.value, dx, dy)),
      zoom,
      reset: () => look(undefined),
      hover: over,
      click: (pixel, event) => {
        const row = nearest(model, pixel, (found) => model.pickable.value[found] === 1);
        if (row !== undefined) actions.pick([row], howOf(event));
      },
      lasso: (path, isDone) => {
        drawn.value = isDone ? [] : path.map(inSpace);
        if (!isDone) return;
        model.isLasso.value = false;
        if (path.length >= 3) actions.setLasso(path.map(inSpace));
      },
      takeView: () => {
        // All of them would be a filter that filters nothing.
        if (isAllInView(model)) return;
        const { width, height } = model.size.value;
        const corners: Pixel[] = [
          [0, 0],
          [width, 0],
          [width, height],
          [0, height],
        ];
        actions.setLasso(corners.map(inSpace));
      },
      cancel: () => {
        drawn.value = [];
        model.isLasso.value = false;
      },
    },
    signal,
  );
  const toggleLasso = () => {
    model.isLasso.value = !model.isLasso.value;
  };
  on(lasso, "click", toggleLasso, signal);
  on(whole, "click", () => look(undefined), signal);
  const focus = () => {
    model.isFocused.value = canvas.matches(":focus");
    model.isKeyed.value = canvas.matches(":focus-visible");
  };
  on(canvas, "focus", focus, signal);
  on(canvas, "blur", focus, signal);
}

/** Move the camera, and remember for a moment that it moves. */
function mover(model: Model, signal: AbortSignal): (camera: Camera | undefined) => void {
  let rest = 0;
  atEnd(signal, () => clearTimeout(rest));
  return (camera) => {
    model.isMoving.value = true;
    model.moved.value = camera;
    clearTimeout(rest);
    rest = window.setTimeout(() => {
      model.isMoving.value = false;
    }, REST_MS);
  };
}

function isAllInView({ camera, size, positions, rows }: Model): boolean {
  const { width, height } = size.value;
  return rows.value.every((row) => {
    const place = [positions.value[2 * row], positions.value[2 * row + 1]] as [number, number];
    const [x, y] = toPixel(camera.value, size.value, ...place);
    return x >= 0 && x <= width && y >= 0 && y <= height;
  });
}

function nearest(model: Model, pixel: Pixel, isWanted: (row: number) => boolean): number | undefined {
  const [x, y] = toSpace(model.camera.value, model.size.value, pixel);
  return model.grid.value.nearest(x, y, REACH_PX / model.camera.value.scale, isWanted);
}

/** Lasso, ring and card; returns what to do when the hand hovers. */
function overlay(ctx: Context, model: Model, plot: HTMLElement, drawn: { readonly value: Polygon }) {
  const drawing = createDrawing();
  plot.append(drawing.node);
  const card = tooltip(plot);
  const hovered = state<number | undefined>(undefined);
  const isShown = (row: number) => ctx.derived.visible.value.mask[row] === 1;
  watch(ctx.signal, () => {
    const polygon = drawn.value.length > 0 ? drawn.value : ctx.state.lasso.value;
    drawing.lasso(polygon, model.camera.value, model.size.value);
  });
  watch(ctx.signal, () => {
    const row = hovered.value;
    const positions = model.positions.value;
    if (row === undefined || 2 * row >= positions.length) {
      drawing.ring(undefined);
      card.hide();
      return;
    }
    const place = [positions[2 * row], positions[2 * row + 1]] as [number, number];
    const pixel = toPixel(model.camera.value, model.size.value, ...place);
    const box = plot.getBoundingClientRect();
    ctx.pictures.version.value;
    drawing.ring(pixel);
    card.show(box.left + pixel[0], box.top + pixel[1], hoverCard(ctx, row, !isShown(row)));
  });
  return (pixel: Pixel | undefined) => {
    hovered.value = pixel && (nearest(model, pixel, isShown) ?? nearest(model, pixel, () => true));
    plot.classList.toggle("on-point", hovered.value !== undefined && isShown(hovered.value));
  };
}

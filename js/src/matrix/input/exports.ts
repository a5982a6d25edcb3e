/** The matrix as a file. */

import { isolated } from "../../engine/cellWords";
import { differenceOf } from "../../engine/compared";
import { csv, matrixRows } from "../../engine/csv";
import { clamped } from "../../engine/numbers";
import type { Context } from "../../state/session";
import { save } from "../../ui/files";
import type { MenuItem } from "../../ui/menu";
import { createImage } from "../draw/image";
import { paint } from "../draw/paint";
import { drawnWhole, UNSCROLLED } from "../model/geometry";
import { widthsOf } from "../model/measure";
import type { StillScene } from "../model/model";
import { digitWidths, numbersIn } from "../model/numbers";

/** Browsers refuse canvases beyond twice this edge, and take seconds to pack this one. */
const MOST_PIXELS = 8000;
const TITLE = 24;
const AXIS = 20;
const MARGIN = 12;

export function matrixItems(ctx: Context, sceneNow: () => StillScene): MenuItem[] {
  const { state, derived } = ctx;
  const saved = (extension: "csv" | "png", content: BlobPart) => {
    const { split, confidence } = derived.shown.peek();
    const what = sceneNow().table.before ? "difference" : "matrix";
    return save([state.header.peek().title, split, confidence, what], extension, content);
  };
  return [
    {
      text: "Download the matrix as CSV",
      run: () => {
        const { cells, before, header } = sceneNow().table;
        return saved("csv", csv(matrixRows(before ? differenceOf(before.cells, cells) : cells, header)));
      },
    },
    {
      text: "Download the matrix as PNG",
      run: async () => {
        const picture = await pictureOf(ctx, sceneNow());
        return picture ? saved("png", picture) : "This browser cannot draw it";
      },
    },
  ];
}

/** The whole matrix with names and axes, in the colours on screen, not only the part in sight. */
function pictureOf(ctx: Context, scene: StillScene): Promise<Blob | null> {
  const { table } = scene;
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (!pen) return Promise.resolve(null);
  const names = widthsOf(table.names, scene.font);
  const cell = clamped(Math.floor(6000 / table.size), 2, 32);
  const geometry = drawnWhole(names, table.header.background !== null, cell);
  const numbers = numbersIn(table, cell, digitWidths(scene.font));
  const [width, height] = [geometry.width + AXIS + 2 * MARGIN, geometry.height + TITLE + AXIS + 2 * MARGIN];
  const density = Math.min(2, MOST_PIXELS / Math.max(width, height));
  canvas.width = width * density;
  canvas.height = height * density;
  pen.scale(density, density);
  pen.fillStyle = scene.palette.names.ground;
  pen.fillRect(0, 0, width, height);
  pen.translate(MARGIN, MARGIN);
  paintTitle(pen, ctx, scene, geometry.gutter + AXIS + (geometry.width - geometry.overhang - geometry.gutter) / 2);
  paintActual(pen, TITLE + AXIS + geometry.head + (geometry.height - geometry.head) / 2);
  pen.translate(AXIS, TITLE + AXIS);
  paint(pen, { ...scene, geometry, numbers, density, scroll: UNSCROLLED, imageOf: createImage() });
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

function paintTitle(pen: CanvasRenderingContext2D, ctx: Context, scene: StillScene, middle: number): void {
  const { split, confidence } = ctx.derived.shown.peek();
  const header = ctx.state.header.peek();
  const two = scene.table.before && ctx.state.two.peek();
  const less = two ? ` less ${isolated(two.baseline.name)} at ${two.baseline.confidence} %` : "";
  const at = (header.thresholds.length > 0 ? `, confidence ${confidence} %` : "") + less;
  pen.textBaseline = "top";
  pen.fillStyle = scene.palette.names.ink;
  pen.font = `600 13px ${scene.font}`;
  pen.fillText(`${isolated(header.title)}, ${split}${at}`, 0, 0);
  pen.font = `11px ${scene.font}`;
  pen.fillStyle = scene.palette.names.soft;
  pen.textAlign = "center";
  pen.fillText("Predicted", middle, TITLE);
}

function paintActual(pen: CanvasRenderingContext2D, middle: number): void {
  pen.save();
  pen.translate(0, middle);
  pen.rotate(-Math.PI / 2);
  pen.fillText("Actual", 0, 0);
  pen.restore();
}

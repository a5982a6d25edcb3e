/** The matrix as a file. */

import { csv, matrixRows } from "../engine/csv";
import type { Context } from "../state/session";
import { download, fileName } from "../ui/files";
import type { MenuItem } from "../ui/menu";
import { layOut } from "./geometry";
import { paint, type Scene } from "./paint";
import { tableOf } from "./table";

/** Browsers refuse canvases beyond this edge. */
const MOST_PIXELS = 16_000;
const TITLE = 24;
const AXIS = 20;
const MARGIN = 12;

export function matrixItems(ctx: Context, sceneNow: () => Omit<Scene, "scroll">): MenuItem[] {
  const { state, derived } = ctx;
  const nameOf = (extension: string) => {
    const { split, confidence } = derived.shown.peek();
    return fileName([state.header.peek().title, split, confidence, "matrix"], extension);
  };
  return [
    {
      text: "Download the counts as CSV",
      run: () => {
        const text = csv(matrixRows(derived.matrix.peek(), state.header.peek()));
        const name = nameOf("csv");
        download(name, new Blob([text], { type: "text/csv" }));
        return `Saved as ${name}`;
      },
    },
    {
      text: "Download the picture as PNG",
      run: async () => {
        const picture = await pictureOf(ctx, sceneNow());
        if (!picture) return "This browser cannot draw it";
        const name = nameOf("png");
        download(name, picture);
        return `Saved as ${name}`;
      },
    },
  ];
}

/** The whole matrix with names and axes, in the colours on screen, not only the part in sight. */
function pictureOf(ctx: Context, scene: Omit<Scene, "scroll">): Promise<Blob | null> {
  const header = ctx.state.header.peek();
  const table = tableOf(ctx.derived.matrix.peek(), header, ctx.state.view.peek());
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (!pen) return Promise.resolve(null);
  pen.font = `600 11px ${scene.font}`;
  const names = table.names.map((name) => Math.ceil(pen.measureText(name).width));
  const cell = Math.max(2, Math.min(32, Math.floor(6000 / table.size)));
  const fit = layOut({ size: table.size, width: 480, names, zoom: cell, isCanvas: true });
  const geometry = { ...fit, width: fit.gutter + table.size * fit.cell, height: fit.head + table.size * fit.cell };
  const [width, height] = [geometry.width + AXIS + 2 * MARGIN, geometry.height + TITLE + AXIS + 2 * MARGIN];
  const density = Math.min(2, MOST_PIXELS / Math.max(width, height));
  canvas.width = width * density;
  canvas.height = height * density;
  pen.scale(density, density);
  pen.fillStyle = scene.palette.names.ground;
  pen.fillRect(0, 0, width, height);
  pen.translate(MARGIN, MARGIN);
  paintTitle(pen, ctx, scene, geometry.gutter + AXIS + (geometry.width - geometry.gutter) / 2);
  paintActual(pen, TITLE + AXIS + geometry.head + (geometry.height - geometry.head) / 2);
  pen.translate(AXIS, TITLE + AXIS);
  paint(pen, { ...scene, table, geometry, scroll: { left: 0, top: 0 } });
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

function paintTitle(pen: CanvasRenderingContext2D, ctx: Context, scene: Omit<Scene, "scroll">, middle: number): void {
  const { split, confidence } = ctx.derived.shown.peek();
  const header = ctx.state.header.peek();
  const at = header.thresholds.length > 0 ? `, confidence ${confidence} %` : "";
  pen.textBaseline = "top";
  pen.fillStyle = scene.palette.names.ink;
  pen.font = `600 13px ${scene.font}`;
  pen.fillText(`${header.title}, ${split}${at}`, 0, 0);
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

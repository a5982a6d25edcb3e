/** What the canvas of the matrix shows: what it writes, and the colours of its cells. */

import { vi } from "vitest";
import { frames, type Mounted } from "./lens";
import { pixelAt } from "./stand";

export interface Written {
  readonly text: string;
  readonly of: "cell" | "row" | "column";
  /** Where a name begins or is aligned, along its axis. */
  readonly at: number;
  /** In CSS pixels of the canvas; a line of text is 1.2 times as high as its letters. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly size: number;
  readonly isBold: boolean;
  readonly colour: string;
}

type Pen = CanvasRenderingContext2D;

/** What the canvas writes while `act` runs, of the last time it was painted. */
export async function written(act: () => unknown): Promise<Written[]> {
  let found: Written[] = [];
  const { fillRect, fillText } = CanvasRenderingContext2D.prototype;
  const clear = vi.spyOn(CanvasRenderingContext2D.prototype, "fillRect");
  clear.mockImplementation(function (this: Pen, ...box) {
    if (box[0] === 0 && box[1] === 0 && box[2] === this.canvas.clientWidth) found = [];
    fillRect.apply(this, box);
  });
  const write = vi.spyOn(CanvasRenderingContext2D.prototype, "fillText");
  write.mockImplementation(function (this: Pen, ...args) {
    // Cells are painted first, then the names of rows, which alone end where they are put, then those of columns.
    const of = this.textAlign === "right" ? "row" : found.some((text) => text.of === "row") ? "column" : "cell";
    const [text, x, y] = args;
    found.push(writtenBy(this, of, text, x, y));
    fillText.apply(this, args);
  });
  await act();
  await frames(2);
  clear.mockRestore();
  write.mockRestore();
  return found;
}

/** What it writes now. */
export function writtenNow(lens: Mounted): Promise<Written[]> {
  return written(() => lens.one(".matrix .scroller").dispatchEvent(new Event("scroll")));
}

function writtenBy(pen: Pen, of: Written["of"], text: string, x: number, y: number): Written {
  const size = Number.parseFloat(pen.font.replace("600 ", ""));
  const { width } = pen.measureText(text);
  const left = x - { right: width, center: width / 2, left: 0 }[pen.textAlign as "left"];
  const corners = [left, left + width]
    .flatMap((across) => [y - 0.6 * size, y + 0.6 * size].map((down) => new DOMPoint(across, down)))
    .map((corner) => pen.getTransform().transformPoint(corner));
  const [across, down] = [corners.map((corner) => corner.x), corners.map((corner) => corner.y)];
  const start = pen.getTransform().transformPoint(new DOMPoint(x, y));
  const px = (length: number) => length / devicePixelRatio;
  return {
    ...{ text, of, size },
    at: px(of === "row" ? start.y : start.x),
    left: px(Math.min(...across)),
    right: px(Math.max(...across)),
    top: px(Math.min(...down)),
    bottom: px(Math.max(...down)),
    isBold: pen.font.startsWith("600"),
    colour: String(pen.fillStyle),
  };
}

/** The colour of a cell beside its number, as "red,green,blue,alpha". */
export function shadeOf(lens: Mounted, cell: Element): string {
  const canvas = lens.one<HTMLCanvasElement>(".grid canvas");
  const [own, whole] = [cell.getBoundingClientRect(), canvas.getBoundingClientRect()];
  return pixelAt(canvas, own.left - whole.left + 2, own.top - whole.top + 2).join();
}

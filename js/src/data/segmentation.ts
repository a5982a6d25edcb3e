/** Segmentations as they travel, see pictures/segmentation.py: of each pixel which outcome of its image it is of. */

export interface Segmentation {
  readonly width: number;
  readonly height: number;
  /** Row by row: 1 + the place of the outcome among those of the image; 0: not judged. */
  readonly values: Uint32Array;
}

/** Whole numbers of seven bits a byte, low ones first: the width, then value and length of each run. */
export function segmentationOf(bytes: ArrayLike<number>): Segmentation {
  const numbers: number[] = [];
  for (let i = 0, number = 0, scale = 1; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    number += (byte & 127) * scale;
    scale *= 128;
    if (byte > 127) continue;
    numbers.push(number);
    [number, scale] = [0, 1];
  }
  const [width = 0] = numbers;
  let size = 0;
  for (let i = 2; i < numbers.length; i += 2) size += numbers[i] as number;
  const values = new Uint32Array(size);
  for (let i = 1, start = 0; i < numbers.length; i += 2) {
    const end = start + (numbers[i + 1] as number);
    values.fill(numbers[i] as number, start, end);
    start = end;
  }
  return { width, height: size / width, values };
}

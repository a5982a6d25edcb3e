/** Columns as they travel: bytes tagged with the name of their element type. */

export type Column =
  | Int8Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

export interface WireColumn {
  readonly dtype: string;
  readonly data: ArrayBuffer | ArrayBufferView;
  /** Present when all rows are alike: how many there are; `data` then holds one element. */
  readonly size?: number;
}

export type WireBlock = Readonly<Record<string, WireColumn>>;

const ELEMENTS = {
  int8: Int8Array,
  int16: Int16Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

/** Without what is gone: of columns that were sent once Python leaves the place, for who saves notebooks. */
export function present<T>(value: T): T | undefined {
  if (Object.getPrototypeOf(value ?? 0) !== Object.prototype) return value;
  const entries = Object.entries(value as object);
  if (entries.length === 1 && entries[0]?.[0] === "data") return undefined;
  const kept = entries.map(([name, item]): [string, unknown] => [name, present(item)]);
  if (kept.every(([, item], i) => item === entries[i]?.[1])) return value;
  const left = kept.filter(([, item]) => item !== undefined);
  return left.length > 0 ? (Object.fromEntries(left) as T) : undefined;
}

/** View the bytes as typed elements; copies only when the host handed them over unaligned. */
export function decode(column: WireColumn): Column {
  const Element = ELEMENTS[column.dtype as keyof typeof ELEMENTS];
  if (!Element) throw new Error(`A column of unknown type "${column.dtype}" arrived.`);
  const bytes = bytesOf(column.data);
  const isAligned = bytes.byteOffset % Element.BYTES_PER_ELEMENT === 0;
  const { buffer, byteOffset, byteLength } = isAligned ? bytes : bytes.slice();
  const values = new Element(buffer as ArrayBuffer, byteOffset, byteLength / Element.BYTES_PER_ELEMENT);
  return column.size === undefined ? values : new Element(column.size).fill(values[0] ?? 0);
}

/** The column of this name; throws where the block lacks it. */
export function columnIn(block: WireBlock, name: string): Column {
  const column = block[name];
  if (!column) throw new Error(`A block of columns arrived without "${name}".`);
  return decode(column);
}

/** Several of them, by their names. */
export function columnsIn<Name extends string>(block: WireBlock, names: readonly Name[]): Record<Name, Column> {
  return Object.fromEntries(names.map((name) => [name, columnIn(block, name)])) as Record<Name, Column>;
}

/** How many rows a column has. */
export function sizeOf(column: WireColumn | undefined): number {
  return column ? (column.size ?? decode(column).length) : 0;
}

/** `size` times the same number, in the smallest type that holds it. */
export function constant(value: number, size: number): Column {
  const smallest = [Uint8Array, Int8Array, Uint32Array, Int32Array, Float32Array, Float64Array].find((Element) =>
    Object.is(Element.of(value)[0], value),
  );
  return new (smallest ?? Float64Array)(size).fill(value);
}

/** The bytes of whatever a host hands over for binary data: DataView, typed array or buffer. */
export function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(data);
}

/** The rows of all parts one after the other, in a type that holds every one of them. */
export function joined(parts: readonly Column[]): Column {
  const [first = new Uint8Array(0), ...others] = parts.filter((part) => part.length > 0);
  if (others.length === 0) return first;
  const kindOf = (part: Column) => part.constructor.name.replace(/\d.*/, "");
  const isAlike = others.every((part) => kindOf(part) === kindOf(first));
  const widest = others.reduce((a, b) => (b.BYTES_PER_ELEMENT > a.BYTES_PER_ELEMENT ? b : a), first);
  const Element = (isAlike ? widest.constructor : Float64Array) as new (size: number) => Column;
  const whole = new Element(parts.reduce((size, part) => size + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

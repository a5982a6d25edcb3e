/** Columns as they travel: bytes tagged with the name of their element type. */

export type Column =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

export interface WireColumn {
  readonly dtype: string;
  readonly data: ArrayBuffer | ArrayBufferView;
}

export type WireBlock = Readonly<Record<string, WireColumn>>;

const ELEMENTS = {
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

/** View the bytes as typed elements; copies only when the host handed them over unaligned. */
export function decode(column: WireColumn): Column {
  const Element = ELEMENTS[column.dtype as keyof typeof ELEMENTS];
  if (!Element) throw new Error(`A column of unknown type "${column.dtype}" arrived.`);
  const bytes = bytesOf(column.data);
  const isAligned = bytes.byteOffset % Element.BYTES_PER_ELEMENT === 0;
  const { buffer, byteOffset, byteLength } = isAligned ? bytes : bytes.slice();
  return new Element(buffer as ArrayBuffer, byteOffset, byteLength / Element.BYTES_PER_ELEMENT);
}

/** The bytes of whatever a host hands over for binary data: DataView, typed array or buffer. */
export function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(data);
}

/** The rows of `first` followed by those of `second`, in a type that holds both. */
export function joined<T extends Column>(first: T, second: Column): T {
  if (first.length === 0 && first.constructor !== second.constructor) return second as T;
  const isSame = first.constructor === second.constructor;
  const Element = (isSame ? first.constructor : Float64Array) as new (size: number) => T;
  const both = new Element(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

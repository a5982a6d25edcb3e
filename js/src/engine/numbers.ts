/** Numbers in words and digits, as every view writes them. */

const GROUPED = new Intl.NumberFormat("en-US");

/** The nearest value from `least` to `most`. */
export function clamped(value: number, least: number, most: number): number {
  return Math.min(Math.max(least, value), most);
}

/** The whole numbers from first to last. */
export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** "1,234" */
export function whole(count: number): string {
  return GROUPED.format(count);
}

/** "1 image", "2 images" */
export function counted(count: number, plural: string): string {
  return `${whole(count)} ${count === 1 ? plural.replace(/(?<=ss|x)es$|s$/, "") : plural}`;
}

/** ".912", "1.000", and a dash for 0/0 */
export function rate(share: number, digits = 3): string {
  return Number.isNaN(share) ? "—" : share.toFixed(digits).replace(/^0/, "");
}

/** "+.021", "−.044" */
export function signed(share: number): string {
  return `${share < 0 ? "−" : "+"}${rate(Math.abs(share))}`;
}

/** ".3", ".995", "1": a bound that someone chose, with no more digits than it needs. */
export function short(bound: number): string {
  return String(Number(bound.toFixed(3))).replace(/^0(?=\.)/, "");
}

/** "12 %", "5.4 %", "<0.1 %", and a dash for 0/0 */
export function percent(share: number): string {
  if (Number.isNaN(share)) return "—";
  const hundredths = share * 100;
  if (hundredths > 0 && hundredths < 0.1) return "<0.1 %";
  const digits = hundredths > 0 && hundredths < 9.95 ? 1 : 0;
  return `${hundredths.toFixed(digits).replace(/\.0$/, "")} %`;
}

const UNITS = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** "999", "1.2k", "12k", "1M": three digits at most, and so many of them after the point below ten. */
export function compact(count: number, digits: 0 | 1): string {
  for (const [size, unit] of UNITS) {
    const scaled = count / size;
    // What would round up to a thousand is one of the next unit.
    if (scaled < (size === 1e3 ? 1 : 0.9995)) continue;
    return `${scaled < 9.95 ? scaled.toFixed(digits).replace(/\.0$/, "") : Math.round(scaled)}${unit}`;
  }
  return String(count);
}

/** "20 %, 30 % and 40 %"; ranges as "20 to 40 %" */
export function percents(ranges: readonly (readonly [number, number])[]): string {
  const words = ranges.map(([first, last]) => (first === last ? `${first} %` : `${first} to ${last} %`));
  const last = words.pop() ?? "";
  return words.length > 0 ? `${words.join(", ")} and ${last}` : last;
}

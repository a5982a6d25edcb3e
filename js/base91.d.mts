export function toBase91(bytes: Iterable<number>): string;

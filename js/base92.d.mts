export function toBase92(bytes: Iterable<number>): string;

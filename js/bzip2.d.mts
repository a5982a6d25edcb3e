export function bzip2(bytes: Uint8Array): Uint8Array;

/** Comparing values of traits: small JSON; columns never come here. */

export function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

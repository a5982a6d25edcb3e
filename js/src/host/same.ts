/** Comparing values of traits: small JSON; columns never come here. */

/** Are two values of traits the same, as JSON? */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Putting on a line what belongs together: classes that are confused with one another become neighbours. */

import { at } from "./counts";

/** How strongly one is tied to each of the others; symmetric. */
export type Ties = readonly ReadonlyMap<number, number>[];

/**
 * The numbers 0..n-1 so that strong ties are short.
 *
 * Average-linkage clustering by chains of nearest neighbours (Murtagh 1983), so every cluster lies
 * together; two that join are turned so that the ties between them are as short as turning can make
 * them. Deterministic: equals go by number. What is tied to nothing comes last.
 */
export function seriated(ties: Ties): number[] {
  const clusters = new Map(ties.map((own, i) => [i, { line: [i], sums: new Map(own) }]));
  const chain: number[] = [];
  const done: number[][] = [];
  while (clusters.size > 0) {
    const last = chain.at(-1) ?? (clusters.keys().next().value as number);
    if (chain.length === 0) chain.push(last);
    const before = chain.at(-2) ?? -1;
    const next = nearest(clusters, last, before);
    if (next === undefined) {
      const line = clusters.get(last)?.line ?? [];
      done.push(at(line, 0) > at(line, line.length - 1) ? [...line].reverse() : [...line]);
      clusters.delete(last);
      chain.pop();
    } else if (chain.includes(next)) {
      // Next is the one before; any other would be a tie that rounding broke.
      join(clusters, ties, last, before);
      chain.length -= 2;
    } else chain.push(next);
  }
  return done.sort((a, b) => b.length - a.length || at(a, 0) - at(b, 0)).flat();
}

interface Cluster {
  /** Its members from one end to the other. */
  readonly line: readonly number[];
  /** Sum of the ties to other clusters. */
  readonly sums: Map<number, number>;
}
type Clusters = Map<number, Cluster>;

/** The cluster with the largest mean tie; among equals the one before in the chain, which ends it, else the first. */
function nearest(clusters: Clusters, own: number, before: number): number | undefined {
  let found: number | undefined;
  let most = 0;
  for (const [other, sum] of clusters.get(own)?.sums ?? []) {
    const mean = sum / (clusters.get(other)?.line.length ?? 1);
    const isEqual = mean === most && found !== before && (other === before || other < (found ?? other));
    if (mean > most || isEqual) [found, most] = [other, mean];
  }
  return found;
}

/** The second takes the first in. */
function join(clusters: Clusters, ties: Ties, first: number, second: number): void {
  const [a, b] = [clusters.get(first), clusters.get(second)];
  if (!a || !b) return;
  clusters.delete(first);
  b.sums.delete(first);
  a.sums.delete(second);
  for (const [other, sum] of a.sums) {
    const sums = clusters.get(other)?.sums;
    const both = sum + (b.sums.get(other) ?? 0);
    b.sums.set(other, both);
    sums?.delete(first);
    sums?.set(second, both);
  }
  const line = [...turned(a.line, b.line, ties, 1), ...turned(b.line, a.line, ties, -1)];
  clusters.set(second, { line, sums: b.sums });
}

/** A line turned so that its ties to the other are at its end (1) or beginning (-1). */
function turned(line: readonly number[], other: readonly number[], ties: Ties, side: 1 | -1): readonly number[] {
  const others = new Set(other);
  const middle = (line.length - 1) / 2;
  let pull = 0;
  line.forEach((member, place) => {
    for (const [end, tie] of ties[member] ?? []) {
      if (others.has(end)) pull += tie * (place - middle);
    }
  });
  return pull * side < 0 ? [...line].reverse() : line;
}

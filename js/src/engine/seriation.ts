/** Putting on a line what belongs together: classes that are confused with one another become neighbours. */

/** How strongly one is tied to each of the others; symmetric. */
export type Ties = readonly ReadonlyMap<number, number>[];

interface Cluster {
  /** Its members from one end to the other. */
  line: readonly number[];
  /** The ties to other clusters, summed over the members. */
  readonly sums: Map<Cluster, number>;
}

/**
 * The numbers 0..n-1 so that strong ties are short.
 *
 * Average-linkage clustering by chains of nearest neighbours (Murtagh 1983), so every cluster lies
 * together; two that join are turned so that the ties between them are as short as turning can make
 * them. Deterministic: equals go by number. What is tied to nothing comes last.
 */
export function seriated(ties: Ties): number[] {
  const clusters = ties.map((_, i): Cluster => ({ line: [i], sums: new Map() }));
  ties.forEach((own, i) => {
    for (const [other, tie] of own) clusters[i]?.sums.set(clusters[other] as Cluster, tie);
  });
  const left = new Set(clusters);
  const chain: Cluster[] = [];
  const done: (readonly number[])[] = [];
  while (left.size > 0) {
    const last = chain.pop() ?? ([...left][0] as Cluster);
    const before = chain.at(-1);
    const next = nearest(last, before);
    if (next && !chain.includes(next)) {
      chain.push(last, next);
      continue;
    }
    left.delete(last);
    // Next is the one before; another of the chain would be a tie that rounding broke.
    if (next && before) join(before, last, ties);
    else done.push(last.line);
    if (next) chain.pop();
  }
  return done.sort((a, b) => b.length - a.length).flat();
}

/** The cluster with the largest mean tie; of equals the one before in the chain, which ends it. */
function nearest({ sums }: Cluster, before: Cluster | undefined): Cluster | undefined {
  let found: Cluster | undefined;
  let most = 0;
  for (const [other, sum] of sums) {
    const mean = sum / other.line.length;
    if (mean > most || (mean === most && other === before)) [found, most] = [other, mean];
  }
  return found;
}

/** The first takes the second in. */
function join(first: Cluster, second: Cluster, ties: Ties): void {
  for (const [other, sum] of second.sums) {
    other.sums.delete(second);
    if (other === first) continue;
    const both = sum + (first.sums.get(other) ?? 0);
    first.sums.set(other, both);
    other.sums.set(first, both);
  }
  first.line = [...turned(first.line, second.line, ties, 1), ...turned(second.line, first.line, ties, -1)];
}

/** A line turned so that its ties to the other are at its end (1) or beginning (-1). */
function turned(line: readonly number[], other: readonly number[], ties: Ties, side: 1 | -1): readonly number[] {
  const others = new Set(other);
  let pull = 0;
  line.forEach((member, place) => {
    for (const [end, tie] of ties[member] ?? []) {
      if (others.has(end)) pull += tie * (2 * place - line.length + 1);
    }
  });
  return pull * side < 0 ? [...line].reverse() : line;
}

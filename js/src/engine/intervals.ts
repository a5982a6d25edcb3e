/** How sure a rate is: confidence intervals of proportions, in numbers and in words. */

import type { Rates } from "./counts";
import { rate, whole } from "./numbers";

/** Normal quantile of a two-sided 95 % interval. */
const Z = 1.959963984540054;

/**
 * Wilson's 95 % score interval of `part / of`; NaN where `of` is 0.
 *
 * Source: Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
 */
export function wilson(part: number, of: number): readonly [low: number, high: number] {
  if (of === 0) return [Number.NaN, Number.NaN];
  const share = part / of;
  const middle = share + (Z * Z) / (2 * of);
  const reach = Z * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of));
  const scale = 1 + (Z * Z) / of;
  return [part === 0 ? 0 : (middle - reach) / scale, part === of ? 1 : (middle + reach) / scale];
}

/**
 * "95 % between .816 and .856 (1,095 of 1,308)"; empty for 0/0.
 *
 * Pixels go without an interval: neighbours are right or wrong together, so millions of them are
 * far from millions of trials.
 */
export function intervalText(part: number, of: number, unit: string, text: (share: number) => string = rate): string {
  if (of === 0) return "";
  const counts = `${whole(part)} of ${whole(of)}`;
  if (unit === "pixels") return `${counts} pixels`;
  const [low, high] = wilson(part, of).map((share) => text(share));
  return `95 % between ${low} and ${high} (${counts})`;
}

export type RateName = "precision" | "recall" | "f1";

/** ["Precision ", ".837", ", 95 % between .816 and .856 (1,095 of 1,308)"] */
export type RateText = readonly [name: string, value: string, more: string];

/** The text of each rate: its name, its value, and how sure it is. */
export function rateTexts({ tp, fp, fn, f1 }: Rates, unit: string): Readonly<Record<RateName, RateText>> {
  const share = (name: string, of: number): RateText => {
    const more = intervalText(tp, of, unit);
    return [name, rate(tp / of), more && `, ${more}`];
  };
  return {
    precision: share("Precision ", tp + fp),
    recall: share("Recall ", tp + fn),
    f1: ["F1 ", rate(f1), ", a mean of both, without an interval"],
  };
}

/** The same, a line each. */
export function rateLines(rates: Rates, unit: string): string {
  return Object.values(rateTexts(rates, unit))
    .map((parts) => parts.join(""))
    .join("\n");
}

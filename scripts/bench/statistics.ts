// What many measurements of one thing come to.

/** ms, MB or whatever was measured. */
export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly least: number;
  readonly most: number;
  readonly rounds: number;
}

export function spreadOf(samples: readonly number[]): Spread {
  if (samples.length === 0) throw new Error('Nothing was measured.');
  return {
    p50: rounded(quantile(samples, 0.5)),
    p99: rounded(quantile(samples, 0.99)),
    least: rounded(Math.min(...samples)),
    most: rounded(Math.max(...samples)),
    rounds: samples.length,
  };
}

export const median = (samples: readonly number[]): number => rounded(quantile(samples, 0.5));

/** Between two samples in proportion, as spreadsheets do. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** Thousandths are noise, but a figure below one is not nothing. */
export function rounded(value: number): number {
  return Number(value.toPrecision(value < 1 ? 2 : 4));
}

/**
 * The exponent of the power law that fits best: the slope of the line through the logarithms. 1 is
 * proportional; what costs the same whatever the size has 0.
 */
export function growthExponent(points: readonly (readonly [size: number, cost: number])[]): number {
  const logs = points.map(([size, cost]) => [Math.log(size), Math.log(cost)] as const);
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const x = mean(logs.map(([size]) => size));
  const y = mean(logs.map(([, cost]) => cost));
  const covariance = mean(logs.map(([size, cost]) => (size - x) * (cost - y)));
  const variance = mean(logs.map(([size]) => (size - x) ** 2));
  return Number((covariance / variance).toFixed(2));
}

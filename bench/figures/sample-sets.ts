import type { RandomDraws } from '../../src/core/testing/random-draws.ts';

/** Latencies of one shape, ns, whole. */
export interface SampleSet {
  readonly shape: string;
  readonly latenciesNs: readonly number[];
}

const nsPerMs = 1e6;

const draw = (count: number, latencyMs: () => number): number[] =>
  Array.from({ length: count }, () => Math.max(1, Math.round(latencyMs() * nsPerMs)));

/** Shapes that latencies take: one hump, a cache that hits or misses, a tail without a mean. */
export const drawnSampleSets = (draws: RandomDraws, count: number): SampleSet[] => {
  const logNormal = (medianMs: number, sigma: number) => medianMs * Math.exp(sigma * draws.normal());
  return [
    { shape: 'log-normal, median 80 ms, σ 0.6', latenciesNs: draw(count, () => logNormal(80, 0.6)) },
    {
      shape: 'bimodal, 93 % about 4 ms, 7 % about 900 ms',
      latenciesNs: draw(count, () => (draws.uniform() < 0.93 ? logNormal(4, 0.3) : logNormal(900, 0.2))),
    },
    {
      // Pareto by inversion; cut at the patience of a shopper.
      shape: 'heavy tail, Pareto from 5 ms, α 0.9, cut at 60 s',
      latenciesNs: draw(count, () => Math.min(60_000, 5 * (1 - draws.uniform()) ** (-1 / 0.9))),
    },
  ];
};

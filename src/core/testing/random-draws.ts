import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Seeded draws for synthetic runs and simulations: the same seed gives the same draws. */
export interface RandomDraws {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  poisson(mean: number): number;
  binomial(trials: number, probability: number): number;
}

export const seededDraws = (seed: number): RandomDraws => {
  const generator = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(generator);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const poisson = (mean: number): number => {
    if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = uniform(); product > limit; product *= uniform()) count++;
    return count;
  };
  const binomial = (trials: number, probability: number): number => {
    let successes = 0;
    for (let trial = 0; trial < trials; trial++) if (uniform() < probability) successes++;
    return successes;
  };
  return { uniform, normal, poisson, binomial };
};

/**
 * Seconds of one step whose bad share wanders: its logarithm is a first-order autoregression with the given standard deviation
 * and correlation time, so that neighbouring seconds rise and fall together as on a real shop.
 */
export const wanderingSeconds = (
  draws: RandomDraws,
  options: {
    readonly seconds: number;
    readonly attemptsPerSecond: number;
    /** Mean bad share. */
    readonly badShare: number;
    /** Standard deviation of the logarithm of the bad share. */
    readonly sigma: number;
    readonly correlationSeconds: number;
    /** Bad share from one second up to another, instead. */
    readonly outage?: { readonly fromSeconds: number; readonly toSeconds: number; readonly badShare: number };
  },
): { readonly attempts: Float64Array; readonly bad: Float64Array } => {
  const { seconds, attemptsPerSecond, badShare, sigma, correlationSeconds, outage } = options;
  const attempts = new Float64Array(seconds);
  const bad = new Float64Array(seconds);
  const memory = Math.exp(-1 / correlationSeconds);
  let wander = draws.normal();
  for (let second = 0; second < seconds; second++) {
    wander = memory * wander + Math.sqrt(1 - memory ** 2) * draws.normal();
    const isOut = outage !== undefined && second >= outage.fromSeconds && second < outage.toSeconds;
    const share = isOut ? outage.badShare : Math.min(1, badShare * Math.exp(sigma * wander - sigma ** 2 / 2));
    attempts[second] = draws.poisson(attemptsPerSecond);
    bad[second] = draws.binomial(attempts[second] ?? 0, share);
  }
  return { attempts, bad };
};

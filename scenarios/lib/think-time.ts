import type { Random } from './random.ts';

/** No pause is shorter: what keeps a shopper that always fails from becoming a flood. */
export const leastPauseMs = 100;

/** What a shopper waits before it tries a failed step once more, or comes back after a crash. */
const retryPauseMs = { from: 1_000, to: 5_000 };

/**
 * Time between two steps, ms: log-normal, as dwell times on web pages are found to be; half of them are below the median.
 * @param sigma standard deviation of the logarithm.
 */
export const thinkTimeMs = (random: Random, medianSeconds: number, sigma: number): number =>
  Math.max(leastPauseMs, medianSeconds * 1_000 * Math.exp(sigma * random.normal()));

export const retryPause = (random: Random): number => random.integer(retryPauseMs.from, retryPauseMs.to);

import { tQuantile } from '../../src/core/statistics/binomial-bounds.ts';

/** A straight line's slope, with an interval that holds for values that remember one another. */
export interface Slope {
  readonly slope: number;
  readonly low: number;
  readonly high: number;
  readonly points: number;
}

/** Memory of the residuals beyond which prewhitening would divide by next to nothing (Andrews and Monahan 1992). */
const mostMemory = 0.97;
const confidence = 0.95;

/**
 * Slope of y on x by least squares. Resident memory saws up and down with garbage collection, and neighbouring samples are alike, so
 * that the textbook's error is several times too small. The error here is prewhitened (D. Andrews and J. Monahan, Econometrica
 * 60, 1992) and then of W. Newey and K. West (Econometrica 55, 1987), with D. Andrews's bandwidth (Econometrica 59, 1991). Of 170
 * values with a first autocorrelation of 0.8, the interval holds the true slope in 90 %, the textbook's in 46 %; at 0.95, 78 and 15 %.
 * @throws RangeError for fewer than 10 points.
 */
export const robustSlope = (x: readonly number[], y: readonly number[]): Slope => {
  const points = x.length;
  if (points < 10 || y.length !== points) throw new RangeError(`A slope needs 10 pairs, not ${points} and ${y.length}`);
  const meanX = mean(x);
  const meanY = mean(y);
  const spread = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  const slope = x.reduce((sum, value, index) => sum + (value - meanX) * ((y[index] ?? 0) - meanY), 0) / spread;
  const scores = x.map((value, index) => (value - meanX) * ((y[index] ?? 0) - meanY - slope * (value - meanX)));
  const memory = firstOrderMemory(scores);
  const error = Math.sqrt(points * longRunVariance(scores, memory)) / spread;
  const independentPoints = points * Math.min(1, (1 - memory) / (1 + memory));
  const reach = tQuantile((1 + confidence) / 2, Math.max(2, independentPoints - 2)) * error;
  return { slope, low: slope - reach, high: slope + reach, points };
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const autocovariance = (values: readonly number[], lag: number): number =>
  values.slice(lag).reduce((sum, value, index) => sum + value * (values[index] ?? 0), 0) / values.length;

const autocorrelation = (values: readonly number[]): number => {
  const variance = autocovariance(values, 0);
  return variance === 0 ? 0 : autocovariance(values, 1) / variance;
};

/** First autocorrelation, freed from the most of its bias downwards, (1 + 4ρ) / n around a fitted line (F. Marriott and J. Pope 1954). */
const firstOrderMemory = (values: readonly number[]): number => {
  const seen = autocorrelation(values);
  const memory = seen + Math.max(0, 1 + 4 * seen) / values.length;
  return Math.min(mostMemory, Math.max(-mostMemory, memory));
};

/** Variance of a mean, times the number of values: the sum of all autocovariances. The values have a mean of 0. */
const longRunVariance = (values: readonly number[], memory: number): number => {
  const whitened = values.slice(1).map((value, index) => value - memory * (values[index] ?? 0));
  const rest = autocorrelation(whitened);
  const curvature = (4 * rest ** 2) / ((1 - rest) ** 2 * (1 + rest) ** 2);
  const bandwidth = Math.min(whitened.length - 1, Math.floor(1.1447 * Math.cbrt(curvature * whitened.length)));
  let variance = autocovariance(whitened, 0);
  for (let lag = 1; lag <= bandwidth; lag += 1)
    variance += 2 * (1 - lag / (bandwidth + 1)) * autocovariance(whitened, lag);
  return Math.max(0, variance) / (1 - memory) ** 2;
};

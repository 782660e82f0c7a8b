import { tQuantile } from '../statistics/binomial-bounds.ts';

/** One value of a figure over time. */
export interface TrendPoint {
  readonly atSeconds: number;
  readonly value: number;
  /** Points of one life of the shop belong together: a restart may put the figure elsewhere, and its drift begins anew. */
  readonly life: number;
}

/** A straight line through a figure, with what is known of its slope. */
export interface Trend {
  readonly slopePerSecond: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  /** Of neighbouring points about the line, corrected for its bias in short series. */
  readonly autocorrelation: number;
  readonly points: number;
}

/** Below this a slope's error cannot be estimated. */
export const leastTrendPoints = 20;
/** A series that moves more slowly than this is a random walk within the time: its slope says nothing, and its error is made to say so. */
const mostAutocorrelation = 0.97;

const leastDegreesOfFreedom = 2;

interface Row {
  readonly x: number;
  readonly y: number;
  readonly life: number;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Takes the mean of each life off x and y: the same as an intercept for each life. */
const centred = (rows: readonly Row[]): Row[] => {
  const lives = [...new Set(rows.map(({ life }) => life))];
  return lives.flatMap((life) => {
    const own = rows.filter((row) => row.life === life);
    const [meanX, meanY] = [mean(own.map(({ x }) => x)), mean(own.map(({ y }) => y))];
    return own.map(({ x, y }) => ({ x: x - meanX, y: y - meanY, life }));
  });
};

const sumOf = (rows: readonly Row[], pick: (row: Row) => number): number =>
  rows.reduce((sum, row) => sum + pick(row), 0);

const leastSquares = (rows: readonly Row[]): number => sumOf(rows, ({ x, y }) => x * y) / sumOf(rows, ({ x }) => x * x);

/** Pairs of neighbours within a life. */
const neighbours = (rows: readonly Row[]): (readonly [Row, Row])[] =>
  rows.flatMap((row, index) => {
    const before = rows[index - 1];
    return before?.life === row.life ? [[before, row] as const] : [];
  });

/** Lag-one autocorrelation about the line; of a short series it comes out too small by about (2 + 4ρ) / n where a trend was fitted (Tanaka 1984). */
const autocorrelationOf = (rows: readonly Row[], slope: number): number => {
  const residual = ({ x, y }: Row): number => y - slope * x;
  const total = sumOf(rows, (row) => residual(row) ** 2);
  if (total === 0) return 0;
  const raw = neighbours(rows).reduce((sum, [before, row]) => sum + residual(before) * residual(row), 0) / total;
  return Math.min(mostAutocorrelation, Math.max(0, raw + (2 + 4 * raw) / rows.length));
};

/** Newey–West (1987) variance of a slope: Bartlett weights, as many lags as Newey & West (1994) advise for so many points. */
const neweyWest = (rows: readonly Row[], slope: number): number => {
  const scores = rows.map(({ x, y, life }) => ({ score: x * (y - slope * x), life }));
  const lags = Math.floor(4 * (rows.length / 100) ** (2 / 9));
  let variance = scores.reduce((sum, { score }) => sum + score ** 2, 0);
  for (let lag = 1; lag <= lags; lag += 1) {
    const weight = 1 - lag / (lags + 1);
    scores.forEach(({ score, life }, index) => {
      const before = scores[index - lag];
      if (before?.life === life) variance += 2 * weight * score * before.score;
    });
  }
  const white = sumOf(rows, ({ x, y }) => x ** 2 * (y - slope * x) ** 2);
  return Math.max(variance, white / 2) / sumOf(rows, ({ x }) => x * x) ** 2;
};

/**
 * Fits a line to a figure whose neighbouring points move together. Plain least squares takes them for independent, and finds leaks where
 * there are none.
 *
 * 1. Least squares, an intercept for each life. 2. The autocorrelation about the line. 3. Points less so much of their neighbour
 * (Cochrane & Orcutt 1949), and least squares anew. 4. The error of that slope by Newey–West, for what autocorrelation is left (prewhitening:
 * Andrews & Monahan 1992). 5. Degrees of freedom by how many independent points the series is worth, n (1 − ρ) / (1 + ρ).
 * @param points in order of time, at about equal distances within a life
 * @returns null for fewer than 20 points, or all at one instant.
 */
export const fitTrend = (points: readonly TrendPoint[]): Trend | null => {
  const lives = new Set(points.map(({ life }) => life)).size;
  if (points.length < leastTrendPoints) return null;
  const rows = centred(points.map(({ atSeconds, value, life }) => ({ x: atSeconds, y: value, life })));
  if (sumOf(rows, ({ x }) => x * x) === 0) return null;
  const autocorrelation = autocorrelationOf(rows, leastSquares(rows));
  const whitened = centred(
    neighbours(rows).map(([before, row]) => ({
      x: row.x - autocorrelation * before.x,
      y: row.y - autocorrelation * before.y,
      life: row.life,
    })),
  );
  const slopePerSecond = leastSquares(whitened);
  const correction = whitened.length / Math.max(1, whitened.length - lives - 1);
  const independent = (points.length * (1 - autocorrelation)) / (1 + autocorrelation);
  const degreesOfFreedom = Math.max(leastDegreesOfFreedom, independent - lives - 1);
  return {
    slopePerSecond,
    standardError: Math.sqrt(neweyWest(whitened, slopePerSecond) * correction),
    degreesOfFreedom,
    autocorrelation,
    points: points.length,
  };
};

/** One-sided bound on the slope, wrong with probability `alpha`: from below for −1, from above for +1. */
export const slopeBound = (
  { slopePerSecond, standardError, degreesOfFreedom }: Trend,
  side: -1 | 1,
  alpha: number,
): number => slopePerSecond + side * standardError * tQuantile(1 - alpha, degreesOfFreedom);

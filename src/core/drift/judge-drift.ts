import { groupBy } from '../grouping.ts';
import { roundFigures } from '../rounding.ts';
import type { Drift, DriftKind, DriftPoint } from '../wire/soak.ts';
import { climbs, countGrowth, growthRateBounds } from './count-growth.ts';
import { fitTrend, leastTrendPoints, slopeBound, type Trend } from './fit-trend.ts';
import { driftThreshold } from './thresholds.ts';

/** Chances of error for one figure. */
export interface DriftRisks {
  /** Of a leak that is none. */
  readonly failAlpha: number;
  /** Of no leak where there is one as large as the threshold. */
  readonly passAlpha: number;
}

/** All figures of a soak together wrongly fail in so many soaks at most; bench/simulations/drift.ts. */
const failAlphaOfSoak = 0.01;
/** Spent by one look at a soak that is under way. */
const failAlphaOfLook = 0.0005;
const passAlpha = 0.05;
/** At the beginning caches fill and code is compiled: this share of the soak is not looked at. */
const warmUpShare = 0.1;
const secondsPerHour = 3_600;

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

interface Series {
  readonly points: readonly DriftPoint[];
  readonly spanSeconds: number;
  readonly level: number;
  readonly threshold: number;
}

const describe = (outcome: Drift['outcome'], why: string): Pick<Drift, 'outcome' | 'why'> => ({ outcome, why });

/**
 * What a trend proves. A leak goes on: growth that only the beginning shows is a shop that warms up, and then its second half is what
 * counts.
 */
const decide = (
  whole: Trend,
  lateHalf: Trend,
  { spanSeconds, threshold }: Series,
  { failAlpha, passAlpha: alpha }: DriftRisks,
): Pick<Drift, 'outcome' | 'why'> => {
  const growth = (trend: Trend, side: -1 | 1, error: number) => slopeBound(trend, side, error) * spanSeconds;
  const asFigure = (value: number) => String(roundFigures(value, 3));
  const least = growth(whole, -1, failAlpha);
  const lasts = growth(lateHalf, -1, alpha) > 0;
  if (least >= threshold && lasts)
    return describe('fail', `it grows by at least ${asFigure(least)} over the soak, ${asFigure(threshold)} may be`);
  if (least >= threshold)
    return growth(lateHalf, 1, alpha) < threshold
      ? describe('pass', 'it grew at the beginning, and no longer does')
      : describe('inconclusive', 'it grew at the beginning; whether it still does, a longer soak would show');
  const most = growth(whole, 1, alpha);
  return most < threshold
    ? describe('pass', `it grows by at most ${asFigure(most)} over the soak, ${asFigure(threshold)} may be`)
    : describe(
        'inconclusive',
        `between ${asFigure(least)} and ${asFigure(most)} over the soak, ${asFigure(threshold)} may be: a longer soak would decide it`,
      );
};

type Rate = Pick<Drift, 'perHour' | 'interval' | 'outcome' | 'why'>;

/**
 * A pool that leaks: the least that is in use goes up by one now and then, which a line through it hardly tells from a slow wander. How much it grew is
 * known to the connection; what is asked is whether by chance.
 * @returns null where it does not climb for certain, or by less than matters
 */
const judgeClimb = (
  points: readonly DriftPoint[],
  isFull: boolean,
  threshold: number,
  { failAlpha, passAlpha }: DriftRisks,
): Rate | null => {
  const whole = countGrowth(points);
  if (whole.growth < threshold || !climbs(whole, failAlpha)) return null;
  const goesOn = isFull || climbs(countGrowth(points.slice(Math.floor(points.length / 2))), passAlpha);
  if (!goesOn) return null;
  const [low, high] = growthRateBounds(whole, passAlpha);
  return {
    perHour: roundFigures((whole.growth / whole.spanSeconds) * secondsPerHour),
    interval: [roundFigures(low * secondsPerHour), roundFigures(high * secondsPerHour)],
    ...describe(
      'fail',
      `it grew by ${roundFigures(whole.growth, 3)}, up ${whole.ups} times and down ${whole.downs}; ${roundFigures(threshold, 3)} may be`,
    ),
  };
};

/** Two tests look at connections, and share the chance of error. */
const risksOf = (kind: DriftKind, risks: DriftRisks): DriftRisks =>
  kind === 'connections' ? { ...risks, failAlpha: risks.failAlpha / 2 } : risks;

const judgeFigure = (figure: string, all: readonly DriftPoint[], risksOfAll: DriftRisks): Drift => {
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError(`no point of ${figure}`);
  const risks = risksOf(first.kind, risksOfAll);
  const from = first.atSeconds + warmUpShare * (last.atSeconds - first.atSeconds);
  const points = all.filter(({ atSeconds }) => atSeconds >= from);
  const level = median(points.slice(0, Math.ceil(points.length / 4)).map(({ value }) => value));
  const threshold = driftThreshold(first.kind, level);
  const series: Series = { points, spanSeconds: last.atSeconds - first.atSeconds, level, threshold };
  const whole = fitTrend(points);
  const lateHalf = fitTrend(points.slice(Math.floor(points.length / 2)));
  const common = {
    figure,
    kind: first.kind,
    unit: first.unit,
    level: roundFigures(level),
    threshold: roundFigures(threshold),
    points: points.length,
  };
  if (whole === null || lateHalf === null)
    return {
      ...common,
      perHour: 0,
      interval: [0, 0],
      hoursToLimit: null,
      ...describe(
        'inconclusive',
        `${points.length} points are too few to see a drift: ${2 * leastTrendPoints} are needed`,
      ),
    };
  const room = last.limit === null ? null : Math.max(0, last.limit - last.value);
  const rate: Rate = (first.kind === 'connections' ? judgeClimb(points, room === 0, threshold, risks) : null) ?? {
    perHour: roundFigures(whole.slopePerSecond * secondsPerHour),
    interval: [
      roundFigures(slopeBound(whole, -1, risks.failAlpha) * secondsPerHour),
      roundFigures(slopeBound(whole, 1, risks.passAlpha) * secondsPerHour),
    ],
    ...decide(whole, lateHalf, series, risks),
  };
  const { perHour } = rate;
  return { ...common, hoursToLimit: room === null || perHour <= 0 ? null : roundFigures(room / perHour, 3), ...rate };
};

/**
 * Judges the drift of every figure (DESIGN §6): its slope with an error that knows that neighbouring points move together, against
 * growth that matters. Fail: at least the threshold over the soak, and it goes on in the second half; pass: at most the threshold with 95 %
 * confidence; else inconclusive. The first tenth is left out. Connections also fail that climb one by one.
 * @param look the soak is under way: only what is certain counts, since each look is another chance of error
 */
export const judgeDrifts = (points: readonly DriftPoint[], look: 'end' | 'underWay'): Drift[] => {
  const figures = groupBy(points, ({ figure }) => figure);
  const spent = look === 'end' ? failAlphaOfSoak : failAlphaOfLook;
  const failAlpha = spent / Math.max(1, figures.size);
  return [...figures].map(([figure, own]) => judgeFigure(figure, own, { failAlpha, passAlpha }));
};

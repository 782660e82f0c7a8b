import { fitTrend, slopeBound, type TrendPoint } from '../../src/core/drift/fit-trend.ts';
import { judgeDrifts } from '../../src/core/drift/judge-drift.ts';
import { seededDraws, type RandomDraws } from '../../src/core/testing/random-draws.ts';
import { tQuantile } from '../../src/core/statistics/binomial-bounds.ts';
import { table, type Bench, type Benchmark, type Report } from '../benchmark.ts';

const autocorrelations = [0, 0.5, 0.8, 0.9, 0.95];
const lengths = [60, 120];
/** A figure about 100 that wanders with a standard deviation of 10. */
const level = 100;
const deviation = 10;
const full = { rounds: 2_000 };
const quick = { rounds: 100 };

const wandering = (draws: RandomDraws, points: number, rho: number, growth: number): TrendPoint[] => {
  let wander = draws.normal();
  return Array.from({ length: points }, (_, at) => {
    wander = rho * wander + Math.sqrt(1 - rho ** 2) * draws.normal();
    return { atSeconds: at * 30, value: level + (growth * at) / points + deviation * wander, life: 1 };
  });
};

/** Plain least squares, as if every point stood for itself: a leak at 5 %. */
const isLeakByLeastSquares = (points: readonly TrendPoint[]): boolean => {
  const mean = (pick: (point: TrendPoint) => number) =>
    points.reduce((sum, each) => sum + pick(each), 0) / points.length;
  const [meanX, meanY] = [mean(({ atSeconds }) => atSeconds), mean(({ value }) => value)];
  const squares = points.reduce((sum, { atSeconds }) => sum + (atSeconds - meanX) ** 2, 0);
  const slope = points.reduce((sum, { atSeconds, value }) => sum + (atSeconds - meanX) * (value - meanY), 0) / squares;
  const residuals = points.reduce(
    (sum, { atSeconds, value }) => sum + (value - meanY - slope * (atSeconds - meanX)) ** 2,
    0,
  );
  const error = Math.sqrt(residuals / (points.length - 2) / squares);
  return slope / error > tQuantile(0.95, points.length - 2);
};

const outcomeOf = (points: readonly TrendPoint[]): string =>
  judgeDrifts(
    points.map((point) => ({ ...point, v: 1, leg: 1, figure: 'it', kind: 'memory', unit: 'MiB', limit: null })),
    'end',
  )[0]?.outcome ?? '';

const share = (rounds: number, is: () => boolean): number => {
  let count = 0;
  for (let round = 0; round < rounds; round += 1) if (is()) count += 1;
  return count / rounds;
};

const rowOf = (points: number, rho: number, rounds: number) => {
  const draws = seededDraws(points * 31 + Math.round(rho * 100));
  const steady = () => wandering(draws, points, rho, 0);
  const isLeak = (series: readonly TrendPoint[], alpha: number): boolean => {
    const trend = fitTrend(series);
    return trend !== null && slopeBound(trend, -1, alpha) > 0;
  };
  return {
    points,
    rho,
    leastSquaresRatio: share(rounds, () => isLeakByLeastSquares(steady())),
    atFivePercentRatio: share(rounds, () => isLeak(steady(), 0.05)),
    atOnePercentRatio: share(rounds, () => isLeak(steady(), 0.01)),
    failedRatio: share(rounds, () => outcomeOf(steady()) === 'fail'),
    passedRatio: share(rounds, () => outcomeOf(steady()) === 'pass'),
    leakFailedRatio: share(rounds, () => outcomeOf(wandering(draws, points, rho, level)) === 'fail'),
    leakPassedRatio: share(rounds, () => outcomeOf(wandering(draws, points, rho, level)) === 'pass'),
  };
};

const run = (bench: Bench): Promise<Report> => {
  const { rounds } = bench.quick ? quick : full;
  const rows = lengths.flatMap((points) =>
    autocorrelations.map((rho) => {
      bench.say(`${points} points, autocorrelation ${rho}`);
      return rowOf(points, rho, rounds);
    }),
  );
  return Promise.resolve({
    settings: { rounds, level, deviation },
    tables: [
      table(
        'A figure about 100 that wanders by 10, and one that doubles meanwhile',
        {
          points: 'points',
          rho: 'autocorrelation',
          leastSquaresRatio: 'steady: leak by plain least squares at 5 %',
          atFivePercentRatio: 'steady: slope above 0 at 5 %',
          atOnePercentRatio: 'at 1 %',
          failedRatio: 'steady: judged a leak',
          passedRatio: 'steady: passed',
          leakFailedRatio: 'doubles: judged a leak',
          leakPassedRatio: 'doubles: passed',
        },
        rows,
      ),
    ],
    skipped: [],
    notes: ['A simulation, seeded: the same figures on every machine. The rule and why: docs/soak.md.'],
  });
};

/** How often a figure that only wanders is taken for a leak, and a leak for one that wanders. */
export const drift: Benchmark = {
  name: 'drift',
  summary: 'simulation: false and missed leaks of a soak by how far neighbouring points move together',
  minutes: 1,
  run,
};

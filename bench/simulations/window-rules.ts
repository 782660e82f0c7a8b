import { findEpisodes } from '../../src/core/recovery/episodes.ts';
import { cutWindows, isOnset, type WindowShape, windowShape } from '../../src/core/recovery/windows.ts';
import { seededDraws, wanderingSeconds } from '../../src/core/testing/random-draws.ts';
import { table, type Bench, type Benchmark, type Report } from '../benchmark.ts';

const shapes: Record<string, WindowShape> = {
  '100 in 10 s': { fullAttempts: 100, fullSeconds: 10, sparseAttempts: 100, sparseSeconds: 10 },
  '100 in 30 s': { fullAttempts: 100, fullSeconds: 30, sparseAttempts: 100, sparseSeconds: 30 },
  '30 in 10 s': { fullAttempts: 30, fullSeconds: 10, sparseAttempts: 30, sparseSeconds: 10 },
  'as built': windowShape,
};
const allowance = 0.05;
const wander = { sigma: 0.35, correlationSeconds: 10 };
const full = { hours: 20, outages: 40, rates: [1, 2, 3, 5, 8, 20, 100] };
const quick = { hours: 2, outages: 4, rates: [2, 20] };

const healthyHour = (shape: WindowShape, attemptsPerSecond: number, seed: number, sigma = wander.sigma) => {
  const seconds = wanderingSeconds(seededDraws(seed), {
    seconds: 3600,
    attemptsPerSecond,
    badShare: 0.8 * allowance,
    ...wander,
    sigma,
  });
  const windows = cutWindows(seconds, allowance, 3600, shape);
  return {
    onsets: windows.filter((_, index) => isOnset(windows, index, allowance) && !isOnset(windows, index - 1, allowance))
      .length,
    breaches: windows.filter((window) => window.state === 'breach').length,
    unknownSeconds: windows
      .filter((window) => window.state === 'unknown')
      .reduce((sum, window) => sum + window.toSeconds - window.fromSeconds, 0),
  };
};

/** Seconds from onset to recovery as measured of an outage of 20 s; null when it is not seen to its end. */
const measuredOutage = (shape: WindowShape, attemptsPerSecond: number, seed: number): number | null => {
  const draws = seededDraws(seed);
  const fromSeconds = 200 + Math.floor(draws.uniform() * 30);
  const options = { seconds: 600, attemptsPerSecond, badShare: 0.4 * allowance, ...wander };
  const seconds = wanderingSeconds(draws, {
    ...options,
    outage: { fromSeconds, toSeconds: fromSeconds + 20, badShare: 0.8 },
  });
  const windows = cutWindows(seconds, allowance, 600, shape);
  const search = { windows, allowance, fromSeconds, untilSeconds: 600, goodputBackFrom: () => true };
  const first = findEpisodes(search)[0];
  const recovered = first?.recoveredSeconds ?? null;
  return recovered === null || first === undefined ? null : recovered - first.onsetSeconds;
};

const quantile = (values: readonly number[], q: number): number | null =>
  values.toSorted((a, b) => a - b)[Math.floor(q * (values.length - 1))] ?? null;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const rowOf = (window: string, shape: WindowShape, attemptsPerSecond: number, { hours, outages }: typeof full) => {
  const calm = Array.from({ length: hours }, (_, index) => healthyHour(shape, attemptsPerSecond, index + 1));
  const measured = Array.from({ length: outages }, (_, index) =>
    measuredOutage(shape, attemptsPerSecond, index + 1000),
  ).filter((seconds) => seconds !== null);
  return {
    window,
    attemptsPerSecond,
    onsetsPerHour: mean(calm.map((hour) => hour.onsets)),
    breachesPerHour: mean(calm.map((hour) => hour.breaches)),
    unknownRatio: mean(calm.map((hour) => hour.unknownSeconds)) / 3600,
    outagesMeasured: measured.length,
    outages,
    measuredP10Seconds: quantile(measured, 0.1),
    measuredP50Seconds: quantile(measured, 0.5),
    measuredP90Seconds: quantile(measured, 0.9),
  };
};

const sigmaRow = (sigma: number, hours: number) => {
  const onsets = Array.from({ length: hours }, (_, index) => healthyHour(windowShape, 100, index + 1, sigma).onsets);
  return { sigma, onsetsPerHour: mean(onsets), onsetsPerHourMost: Math.max(...onsets) };
};

const run = (bench: Bench): Promise<Report> => {
  const setting = bench.quick ? quick : full;
  const rows = Object.entries(shapes).flatMap(([name, shape]) => {
    bench.say(`windows ${name}`);
    return setting.rates.map((rate) => rowOf(name, shape, rate, setting));
  });
  return Promise.resolve({
    settings: { hours: setting.hours, outages: setting.outages, allowance, ...wander },
    tables: [
      table(
        'A healthy shop at 80 % of its budget, and outages of 20 s',
        {
          window: 'windows',
          attemptsPerSecond: 'attempts a second',
          onsetsPerHour: 'false onsets an hour',
          breachesPerHour: 'breaches an hour',
          unknownRatio: 'share of time unknown',
          outagesMeasured: 'outages measured',
          outages: 'of',
          measuredP10Seconds: 'measured p10, s',
          measuredP50Seconds: 'p50, s',
          measuredP90Seconds: 'p90, s',
        },
        rows,
      ),
      table(
        'As built, 100 attempts a second, by the standard deviation of the logarithm of the bad share',
        { sigma: 'sigma', onsetsPerHour: 'false onsets an hour', onsetsPerHourMost: 'in one hour, at most' },
        [0, 0.2, 0.35, 0.5].map((sigma) => sigmaRow(sigma, setting.hours)),
      ),
    ],
    skipped: [],
    notes: [
      'A simulation, seeded: the same figures on every machine. The rule and why: docs/decisions/0003-judging.md.',
    ],
  });
};

/**
 * Which windows may be used to see a step being degraded: onsets an hour on a healthy shop at 80 % of its budget, and how a 20 s outage
 * with 80 % bad attempts is measured (s), for several ways of cutting windows.
 */
export const windows: Benchmark = {
  name: 'windows',
  summary: 'simulation: false onsets and measured outages by the way windows are cut',
  minutes: 1,
  run,
};

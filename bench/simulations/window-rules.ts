/**
 * Which windows may be used to see a step being degraded? Counts onsets per hour on a healthy shop at 80 % of its budget, and measures
 * how a 20 s outage with 80 % bad attempts is seen, for several ways of cutting windows. Run: npx tsx bench/simulations/window-rules.ts
 */
import { findEpisodes } from '../../src/core/recovery/episodes.ts';
import { cutWindows, isOnset, type WindowShape, windowShape } from '../../src/core/recovery/windows.ts';
import { seededDraws, wanderingSeconds } from '../../src/core/testing/random-draws.ts';

const shapes: Record<string, WindowShape> = {
  '100 in 10 s': { fullAttempts: 100, fullSeconds: 10, sparseAttempts: 100, sparseSeconds: 10 },
  '100 in 30 s': { fullAttempts: 100, fullSeconds: 30, sparseAttempts: 100, sparseSeconds: 30 },
  '30 in 10 s': { fullAttempts: 30, fullSeconds: 10, sparseAttempts: 30, sparseSeconds: 10 },
  'as built': windowShape,
};
const allowance = 0.05;
const hours = 20;
const wander = { sigma: 0.35, correlationSeconds: 10 };

const healthy = (shape: WindowShape, attemptsPerSecond: number, seed: number, sigma = wander.sigma) => {
  const seconds = wanderingSeconds(seededDraws(seed), {
    seconds: 3600,
    attemptsPerSecond,
    badShare: 0.8 * allowance,
    ...wander,
    sigma,
  });
  const windows = cutWindows(seconds, allowance, 3600, shape);
  return {
    onsets: windows.filter((_, index) => isOnset(windows, index) && !isOnset(windows, index - 1)).length,
    breaches: windows.filter((window) => window.state === 'breach').length,
    unknownSeconds: windows
      .filter((window) => window.state === 'unknown')
      .reduce((sum, window) => sum + window.toSeconds - window.fromSeconds, 0),
  };
};

const outage = (shape: WindowShape, attemptsPerSecond: number, seed: number) => {
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

const quantile = (values: readonly number[], q: number): string =>
  String(values.toSorted((a, b) => a - b)[Math.floor(q * (values.length - 1))] ?? '-');

console.log(`healthy shop at 80 % of its budget, ${hours} hours each; outages of 20 s, 40 each`);
console.log('windows       per s  onsets/h  breaches/h  unknown   outages measured  seconds measured p10 p50 p90');
for (const [name, shape] of Object.entries(shapes)) {
  for (const rate of [1, 2, 3, 5, 8, 20, 100]) {
    const seeds = Array.from({ length: hours }, (_, index) => index + 1);
    const calm = seeds.map((seed) => healthy(shape, rate, seed));
    const mean = (of: (typeof calm)[number][]) => (pick: (item: (typeof calm)[number]) => number) =>
      of.reduce((sum, item) => sum + pick(item), 0) / of.length;
    const average = mean(calm);
    const measured = Array.from({ length: 40 }, (_, seed) => outage(shape, rate, seed + 1000)).filter(
      (value) => value !== null,
    );
    console.log(
      [
        name.padEnd(13),
        String(rate).padStart(5),
        average((hour) => hour.onsets)
          .toFixed(2)
          .padStart(9),
        average((hour) => hour.breaches)
          .toFixed(2)
          .padStart(11),
        `${((average((hour) => hour.unknownSeconds) / 3600) * 100).toFixed(0)} %`.padStart(8),
        `${measured.length} of 40`.padStart(18),
        quantile(measured, 0.1).padStart(21),
        quantile(measured, 0.5).padStart(3),
        quantile(measured, 0.9).padStart(3),
      ].join(' '),
    );
  }
}

console.log('as built, 100 attempts a second, by the standard deviation of the logarithm of the bad share');
for (const sigma of [0, 0.2, 0.35, 0.5]) {
  const onsets = Array.from({ length: hours }, (_, index) => healthy(windowShape, 100, index + 1, sigma).onsets);
  const mean = onsets.reduce((sum, count) => sum + count, 0) / hours;
  console.log(`sigma ${sigma}: ${mean.toFixed(2)} onsets an hour, at most ${Math.max(...onsets)}`);
}

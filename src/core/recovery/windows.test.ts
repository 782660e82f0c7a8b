import { describe, expect, it } from 'vitest';
import { seededDraws, wanderingSeconds } from '../testing/random-draws.ts';
import { cutWindows, isOnset } from './windows.ts';

const seconds = (attempts: readonly number[], bad: readonly number[] = []) => ({
  attempts: Float64Array.from(attempts),
  bad: Float64Array.from(attempts, (_, second) => bad[second] ?? 0),
});
const shapes = (attempts: readonly number[], bad?: readonly number[], allowance = 0.05) =>
  cutWindows(seconds(attempts, bad), allowance, attempts.length).map(
    ({ fromSeconds, toSeconds, state }) => `${fromSeconds}-${toSeconds} ${state}`,
  );

describe('windows', () => {
  it('take the fewest whole seconds with 100 attempts', () =>
    expect(shapes([250, 60, 60, 99, 1, 100])).toEqual(['0-1 good', '1-3 good', '3-5 good', '5-6 good']));

  it('of a sparse step close after 10 s with 30 attempts, later with fewer a second', () => {
    expect(shapes(Array<number>(20).fill(4))).toEqual(['0-10 good', '10-20 good']);
    expect(shapes(Array<number>(30).fill(2))).toEqual(['0-15 good', '15-30 good']);
  });

  it('are unknown where 30 s do not bring 30 attempts', () =>
    expect(shapes([...Array<number>(30).fill(0), ...Array<number>(30).fill(0.5)])).toEqual([
      '0-30 unknown',
      '30-60 unknown',
    ]));

  it('end where counting ends', () => expect(shapes([100, 10])).toEqual(['0-1 good', '1-2 unknown']));

  it.each([
    [14, 'good'],
    [15, 'breach'],
  ])('of 100 attempts with %d bad: %s', (bad, state) => expect(shapes([100], [bad])).toEqual([`0-1 ${state}`]));

  it('of few attempts need more than three times the allowance', () =>
    expect([5, 6, 7].map((bad) => shapes([...Array<number>(9).fill(3), 3], [bad])[0])).toEqual([
      '0-10 good',
      '0-10 good',
      '0-10 breach',
    ]));

  it('begin an onset with two breaches that are clear or that last, or with one that is at least half bad', () => {
    const cut = (bad: readonly number[]) =>
      cutWindows(
        seconds(
          bad.map(() => 100),
          bad,
        ),
        0.05,
        bad.length,
      );
    const onsets = (bad: readonly number[]) =>
      bad.flatMap((_, index) => (isOnset(cut(bad), index, 0.05) ? [index] : []));
    expect(onsets([0, 20, 0, 20, 0])).toEqual([]);
    expect(onsets([0, 20, 20, 0])).toEqual([1]);
    expect(onsets([0, 50, 0])).toEqual([1]);
    expect(onsets([0, 16, 16, ...Array<number>(10).fill(0)])).toEqual([]);
    expect(onsets([0, 16, 16, 13, 17, 14, 16, 16, 15, 17, 14])).toContain(1);
  });

  it('see at most one onset an hour on a healthy shop at 80 % of its budget, at any traffic', () => {
    for (const attemptsPerSecond of [2, 4, 8, 30, 120])
      for (const seed of [1, 2, 3]) {
        const options = { seconds: 3600, attemptsPerSecond, badShare: 0.04, sigma: 0.35, correlationSeconds: 10 };
        const windows = cutWindows(wanderingSeconds(seededDraws(seed), options), 0.05, 3600);
        const onsets = windows.filter(
          (_, index) => isOnset(windows, index, 0.05) && !isOnset(windows, index - 1, 0.05),
        );
        expect(onsets.length).toBeLessThanOrEqual(1);
      }
  });
});

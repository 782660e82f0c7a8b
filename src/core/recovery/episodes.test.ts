import { describe, expect, it } from 'vitest';
import { seededDraws, wanderingSeconds } from '../testing/random-draws.ts';
import { findEpisodes } from './episodes.ts';
import { cutWindows } from './windows.ts';

/** Seconds of 200 attempts each, so that every second is a window. */
const windowsOf = (badShares: readonly number[]) =>
  cutWindows(
    {
      attempts: Float64Array.from(badShares, () => 200),
      bad: Float64Array.from(badShares, (share) => Math.round(200 * share)),
    },
    0.05,
    badShares.length,
  );
const stretch = (length: number, share: number) => Array<number>(length).fill(share);
const find = (badShares: readonly number[], change: Partial<Parameters<typeof findEpisodes>[0]> = {}) =>
  findEpisodes({
    windows: windowsOf(badShares),
    allowance: 0.05,
    fromSeconds: 20.3,
    untilSeconds: badShares.length,
    goodputBackFrom: () => true,
    ...change,
  }).map(({ onsetSeconds, recoveredSeconds }) => [onsetSeconds, recoveredSeconds]);

describe('episodes', () => {
  it('none on a shop that is never degraded', () => expect(find(stretch(100, 0.01))).toEqual([]));

  it('one, from the first breach to the end of the first good window', () =>
    expect(find([...stretch(22, 0.01), ...stretch(20, 0.8), ...stretch(60, 0.01)])).toEqual([[22, 43]]));

  it('does not begin before the fault, though its window does', () =>
    expect(find([...stretch(20, 0.01), ...stretch(20, 0.8), ...stretch(60, 0.01)])).toEqual([[20.3, 41]]));

  it('does not end in a pause of less than 15 s', () =>
    expect(
      find([...stretch(22, 0.01), ...stretch(20, 0.8), ...stretch(14, 0), ...stretch(10, 0.8), ...stretch(60, 0)]),
    ).toEqual([[22, 67]]));

  it('two, where a relapse comes after recovery', () =>
    expect(
      find([...stretch(22, 0.01), ...stretch(20, 0.8), ...stretch(20, 0), ...stretch(10, 0.8), ...stretch(60, 0)]),
    ).toEqual([
      [22, 43],
      [62, 73],
    ]));

  it('is not over while the pooled share is above the allowance, though no window is in breach', () =>
    expect(find([...stretch(22, 0.01), ...stretch(20, 0.8), ...stretch(60, 0.08)])).toEqual([[22, null]]));

  it('is not over before the goodput is back', () => {
    const badShares = [...stretch(22, 0.01), ...stretch(20, 0.8), ...stretch(60, 0.01)];
    expect(find(badShares, { goodputBackFrom: (second) => second >= 50 })).toEqual([[22, 51]]);
    expect(find(badShares, { goodputBackFrom: () => false })).toEqual([[22, null]]);
  });

  it('is not over where there is no traffic to show it', () => {
    const attempts = [...stretch(42, 200), ...stretch(60, 0.3)];
    const bad = [...stretch(22, 2), ...stretch(20, 160), ...stretch(60, 0)];
    const windows = cutWindows({ attempts: Float64Array.from(attempts), bad: Float64Array.from(bad) }, 0.05, 102);
    expect(find(attempts, { windows })).toEqual([[22, null]]);
  });

  it('does not look beyond the end of observation', () =>
    expect(find([...stretch(22, 0.01), ...stretch(20, 0.8), ...stretch(60, 0.01)], { untilSeconds: 50 })).toEqual([
      [22, null],
    ]));

  it.each([1, 2, 3, 4, 5])(
    'a 20 s outage is found, and its end within one window and the pooled tail (seed %d)',
    (seed) => {
      const draws = seededDraws(seed);
      const outage = { fromSeconds: 203, toSeconds: 223, badShare: 0.8 };
      const options = {
        seconds: 600,
        attemptsPerSecond: 50,
        badShare: 0.02,
        sigma: 0.35,
        correlationSeconds: 10,
        outage,
      };
      const windows = cutWindows(wanderingSeconds(draws, options), 0.05, 600);
      const search = { windows, allowance: 0.05, fromSeconds: 203, untilSeconds: 600, goodputBackFrom: () => true };
      const [episode, ...relapses] = findEpisodes(search);
      expect(relapses).toEqual([]);
      expect(Math.abs((episode?.onsetSeconds ?? 0) - 203)).toBeLessThanOrEqual(3);
      // A window of 2 to 3 s, and where the outage ends within one, one window more.
      expect(episode?.recoveredSeconds ?? 0).toBeGreaterThanOrEqual(223);
      expect(episode?.recoveredSeconds ?? Infinity).toBeLessThanOrEqual(223 + 6);
    },
  );
});

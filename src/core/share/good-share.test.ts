import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLatencyCounts } from '../timeline/latency-counts.ts';
import { seededDraws, wanderingSeconds } from '../testing/random-draws.ts';
import { encodeLatencies } from '../testing/synthetic-timeline.ts';
import {
  cutBatches,
  decideShare,
  highestShare,
  lengthToDecide,
  lowestShare,
  sampleShare,
  type ShareSample,
} from './good-share.ts';
import { quantileInterval } from './quantile-interval.ts';

const sample = (attempts: number, bad: number, designEffect = 1): ShareSample => ({
  attempts,
  bad,
  designEffect,
  batches: 10,
});
const failAlpha = 0.001;
const passAlpha = 0.05;

describe('the share of good attempts', () => {
  it.each([
    [10_000, 200, 'pass'],
    [10_000, 480, 'inconclusive'],
    [10_000, 520, 'inconclusive'],
    [10_000, 700, 'fail'],
    [30, 0, 'inconclusive'],
    [0, 0, 'inconclusive'],
  ] as const)('%d attempts, %d bad, 5 %% allowed: %s', (attempts, bad, expected) =>
    expect(decideShare(sample(attempts, bad), 0.05, failAlpha, passAlpha)).toBe(expected),
  );

  it('decides less where neighbouring seconds move together', () => {
    expect(decideShare(sample(4000, 300), 0.05, failAlpha, passAlpha)).toBe('fail');
    expect(decideShare(sample(4000, 300, 10), 0.05, failAlpha, passAlpha)).toBe('inconclusive');
  });

  it('cuts batches of at least 15 s, at most twenty of them, none across a gap', () => {
    expect(cutBatches([{ fromSeconds: 0, toSeconds: 119 }])).toHaveLength(7);
    expect(cutBatches([{ fromSeconds: 10, toSeconds: 130 }])).toHaveLength(8);
    const long = cutBatches([{ fromSeconds: 0, toSeconds: 3600 }]);
    expect(long).toHaveLength(20);
    expect(long.at(-1)?.toSeconds).toBe(3600);
    expect(
      cutBatches([
        { fromSeconds: 0, toSeconds: 50 },
        { fromSeconds: 100, toSeconds: 114 },
      ]),
    ).toEqual([
      { fromSeconds: 0, toSeconds: 15 },
      { fromSeconds: 15, toSeconds: 30 },
      { fromSeconds: 30, toSeconds: 50 },
    ]);
  });

  it('sees independent seconds as such, and wandering ones not', () => {
    const options = { seconds: 600, attemptsPerSecond: 60, badShare: 0.04, correlationSeconds: 20 };
    const stretch = [{ fromSeconds: 0, toSeconds: 600 }];
    const effects = (sigma: number) =>
      Array.from(
        { length: 10 },
        (_, seed) => sampleShare(wanderingSeconds(seededDraws(seed + 1), { ...options, sigma }), stretch).designEffect,
      ).sort((a, b) => a - b);
    expect(effects(0)[5]).toBeLessThan(1.6);
    expect(effects(0.8)[5]).toBeGreaterThan(3);
  });

  it('hardly ever fails a healthy shop or passes a sick one, though its seconds wander', () => {
    const verdicts = (badShare: number) =>
      Array.from({ length: 200 }, (_, seed) => {
        const draws = seededDraws(seed + 1);
        const options = { seconds: 180, attemptsPerSecond: 20, badShare, sigma: 0.5, correlationSeconds: 10 };
        const observed = sampleShare(wanderingSeconds(draws, options), [{ fromSeconds: 0, toSeconds: 180 }]);
        return decideShare(observed, 0.05, failAlpha, passAlpha);
      });
    expect(verdicts(0.04).filter((verdict) => verdict === 'fail').length).toBeLessThanOrEqual(1);
    expect(verdicts(0.06).filter((verdict) => verdict === 'pass').length).toBeLessThanOrEqual(14);
    expect(verdicts(0.02).filter((verdict) => verdict === 'pass').length).toBeGreaterThan(180);
    expect(verdicts(0.15).filter((verdict) => verdict === 'fail').length).toBeGreaterThan(180);
  });

  it('with neighbouring batches, is wider where they move together and never narrower', () => {
    const stretch = [{ fromSeconds: 0, toSeconds: 300 }];
    const effects = Array.from({ length: 100 }, (_, seed) => {
      const options = { seconds: 300, attemptsPerSecond: 20, badShare: 0.05, sigma: 0.5, correlationSeconds: 20 };
      const counts = wanderingSeconds(seededDraws(seed + 1), options);
      return [false, true].map((neighbours) => sampleShare(counts, stretch, neighbours).designEffect);
    });
    for (const [alone = 0, together = 0] of effects) expect(together).toBeGreaterThanOrEqual(alone);
    const mean = (which: number) => effects.reduce((sum, both) => sum + (both[which] ?? 0), 0) / effects.length;
    expect(mean(1)).toBeGreaterThan(1.3 * mean(0));
  });

  it('says how much longer it would take', () => {
    const close = sample(2000, 85);
    const times = lengthToDecide(close, 0.05, failAlpha, passAlpha) ?? 0;
    expect(times).toBeGreaterThan(1);
    expect(decideShare(sample(2000 * times, 85 * times), 0.05, failAlpha, passAlpha)).toBe('pass');
    expect(lengthToDecide(sample(2000, 100), 0.05, failAlpha, passAlpha)).toBeNull();
  });
});

describe('the interval of a quantile', () => {
  const good = decodeLatencyCounts(encodeLatencies(Array.from({ length: 1000 }, (_, index) => index + 1)));

  it('encloses the quantile', () => {
    const [low, high] = quantileInterval(good, sample(1000, 0), 0.05, failAlpha, passAlpha);
    expect(low).toBeGreaterThan(900);
    expect(low).toBeLessThan(950);
    expect(high).toBeGreaterThan(950);
    expect(high).toBeLessThan(980);
  });

  it('is open above where bad attempts reach into it, and beyond everything where they fill it', () => {
    expect(quantileInterval(good, sample(1045, 45), 0.05, failAlpha, passAlpha)[1]).toBeNull();
    expect(quantileInterval(good, sample(1200, 200), 0.05, failAlpha, passAlpha)).toEqual([null, null]);
    expect(quantileInterval(good, sample(0, 0), 0.05, failAlpha, passAlpha)).toEqual([null, null]);
  });

  it('lies above a limit that fails and not above one that passes', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 1, max: 8, noNaN: true }), (limit, effect) => {
        const bad = 1000 - limit;
        const observed = sample(1000, bad, effect);
        const [low, high] = quantileInterval(good, observed, 0.05, failAlpha, passAlpha);
        const decided = decideShare(observed, 0.05, failAlpha, passAlpha);
        if (decided === 'fail') expect(low ?? Infinity).toBeGreaterThan(limit);
        if (decided === 'pass') expect(high ?? Infinity).toBeLessThanOrEqual(limit * 1.002);
        if (decided !== 'fail') expect(lowestShare(observed, failAlpha)).toBeLessThanOrEqual(0.05);
        if (decided !== 'pass') expect(highestShare(observed, 0.05)).toBeGreaterThan(0.05 - 1e-9);
      }),
    ));
});

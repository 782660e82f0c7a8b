import { expect, it } from 'vitest';
import { RateLimit } from './rate-limit.ts';

const limits = { perSecond: 100, atOnce: 20, closedMs: 400, retriesPerSecond: 20 };

const start = () => {
  const clock = { ms: 0 };
  const limit = new RateLimit(limits, () => clock.ms);
  let keys = 0;
  /** Of so many new requests a second, evenly spread over some seconds, those that are let in. */
  const admitted = (perSecond: number, seconds: number): number => {
    let count = 0;
    for (let request = 0; request < seconds * perSecond; request += 1) {
      clock.ms += 1_000 / perSecond;
      if (limit.admits(`new-${(keys += 1)}`)) count += 1;
    }
    return count;
  };
  /** So many at once, each for a key of its own; the keys that are refused. */
  const burst = (count: number): string[] =>
    Array.from({ length: count }, (_, at) => `burst-${at}`).filter((key) => !limit.admits(key));
  return { clock, limit, admitted, burst };
};

it('lets the rate in, and a burst', () => {
  const { clock, admitted, burst } = start();
  expect(burst(20)).toEqual([]);
  clock.ms += 500;
  expect(admitted(90, 10)).toBe(900);
});

it('after a greater burst lets those in who stepped back, and everybody else, as soon as they do', () => {
  const { clock, admitted, burst, limit } = start();
  expect(burst(30)).toHaveLength(10);
  expect(limit.admits('another')).toBe(false);
  clock.ms += 390;
  // At most of the rate, however many ask: nobody of them has been refused before.
  expect(admitted(90, 10)).toBeGreaterThan(890);
});

it('lets nobody in for as long as the refused ask again and again', () => {
  const { clock, limit, burst } = start();
  const refused = burst(30);
  for (let beat = 0; beat < 400; beat += 1) {
    clock.ms += 150;
    expect(refused.some((key) => limit.admits(key))).toBe(false);
    expect(limit.admits(`new-${beat}`)).toBe(false);
  }
  clock.ms += 2_100;
  expect(limit.admits('after the storm')).toBe(true);
});

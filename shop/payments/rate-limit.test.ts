import { expect, it } from 'vitest';
import { RateLimit } from './rate-limit.ts';

const limits = { perSecond: 100, atOnce: 20, silenceMs: 200 };

/** Of so many requests a second, evenly spread over 10 s, those that are let in. */
const admitted = (limit: RateLimit, clock: { ms: number }, perSecond: number): number => {
  let count = 0;
  for (let request = 0; request < 10 * perSecond; request += 1) {
    clock.ms += 1_000 / perSecond;
    if (limit.admits()) count += 1;
  }
  return count;
};

it('lets the rate in, and a burst', () => {
  const clock = { ms: 0 };
  const limit = new RateLimit(limits, () => clock.ms);
  expect(Array.from({ length: 20 }, () => limit.admits())).not.toContain(false);
  clock.ms += 500;
  expect(admitted(limit, clock, 90)).toBe(900);
});

it('lets nobody in after a greater burst, until nobody has asked for a moment', () => {
  const clock = { ms: 0 };
  const limit = new RateLimit(limits, () => clock.ms);
  expect(Array.from({ length: 30 }, () => limit.admits()).filter(Boolean)).toHaveLength(20);
  expect(admitted(limit, clock, 10)).toBe(0);
  clock.ms += 200;
  expect(limit.admits()).toBe(true);
});

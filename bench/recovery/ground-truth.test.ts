import { describe, expect, it } from 'vitest';
import { accuracyOf, calmHours, playAll } from './ground-truth.ts';
import { scriptsOf } from './scripts.ts';

/** One of each kind; the whole of it is `npm run bench -- recovery`. */
const chosen = [
  'short: 2.2 s, every attempt fails',
  'short: 8 s, a fifth fails',
  'short: stalls for 4 s',
  '30 s, half fail fast',
  'checkout only, slow',
  'relapse after 30 s',
  'never recovers, a quarter fails',
  'recovers 20 s before the heal',
  'errors, then half the throughput without errors',
  'errors, then shoppers turned away without errors',
  'never degraded',
];

describe('the judge of recovery against scripts that are known to the millisecond', () => {
  const scripts = scriptsOf(1).filter(({ name }) => chosen.includes(name));
  const played = [
    ...playAll(scripts, [{ kind: 'closed, flat', visits: 'single steps', seed: 3 }]),
    ...playAll(scripts, [{ kind: 'open, ramping', visits: 'whole journeys', seed: 4 }]),
  ];
  const accuracy = accuracyOf(played);

  it('has enough to go by', () => {
    expect(scripts).toHaveLength(chosen.length);
    expect(accuracy.stepsDense).toBeGreaterThan(30);
  });

  it('finds the onset in its window: median error 0 s, none beyond 3 s', () => {
    expect(accuracy.onsetErrorMedianSeconds).toBe(0);
    expect(accuracy.onsetErrorMostSeconds).toBeLessThanOrEqual(3);
  });

  it('finds the recovery within one window, and holds the truth in its interval', () => {
    expect(accuracy.recoveryErrorMostWindows).toBeLessThanOrEqual(1);
    expect(accuracy.outsideInterval).toBe(0);
  });

  it('counts the episodes', () => expect(accuracy.episodesWrong).toBe(0));

  it('says of every shop that never comes back that it did not, and of none that it did', () => {
    expect(accuracy.neverNotCensored).toBe(0);
    expect(accuracy.falselyRecovered).toBe(0);
  });
});

it('sees no onset in nine of ten healthy hours at 80 % of the budget', () => {
  expect(calmHours(100, 10)).toBeGreaterThanOrEqual(9);
});

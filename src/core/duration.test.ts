import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDurationSeconds } from './duration.ts';

describe('parseDurationSeconds', () => {
  it.each([
    ['20s', 20],
    ['2m', 120],
    ['1h30m', 5_400],
    ['1.5h', 5_400],
    ['250ms', 0.25],
    ['1m500ms', 60.5],
    ['1d', 86_400],
    [' 20s ', 20],
    ['0s', 0],
    [45, 45],
    [0, 0],
  ])('reads %j as %d s', (value, seconds) => {
    expect(parseDurationSeconds(value)).toBeCloseTo(seconds, 9);
  });

  it.each([
    ['90', /needs a unit/],
    ['-20s', /cannot be negative/],
    [-1, /cannot be negative/],
    [Number.NaN, /must be finite/],
    [Number.POSITIVE_INFINITY, /must be finite/],
    ['', /is missing/],
    ['soon', /not a duration/],
    ['20s!', /not a duration/],
    ['20 s', /not a duration/],
    ['30m1h', /from large to small/],
    ['1m1m', /once each/],
  ])('refuses %j and says what is allowed', (value, message) => {
    const result = parseDurationSeconds(value);
    expect(result).toMatch(message);
    expect(result).toContain("'90s'");
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [0.5, '0.5s'],
    [20, '20s'],
    [59.96, '1m'],
    [120, '2m'],
    [5_400, '1h30m'],
    [90_061, '1d1h1m1s'],
  ])('shows %d s as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('is read back as the same whole number of seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (seconds) => {
        expect(parseDurationSeconds(formatDuration(seconds))).toBe(seconds);
      }),
    );
  });
});

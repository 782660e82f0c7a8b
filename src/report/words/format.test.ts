import { describe, expect, it } from 'vitest';
import { formatAge, formatClock, formatMoney, formatMs, formatRatio, formatSeconds, formatWithUnit } from './format.ts';

describe('formatAge', () => {
  it.each([
    [-3, '0 s'],
    [40, '40 s'],
    [750, '12 min'],
    [5 * 3_600, '5 hours'],
    [3.5 * 86_400, '3 days'],
  ])('%d s', (seconds, text) => {
    expect(formatAge(seconds)).toBe(text);
  });
});

describe('figures for people', () => {
  it.each([
    [0, '0 ms'],
    [4.24, '4.2 ms'],
    [312.4, '312 ms'],
    [999.6, '1.00 s'],
    [1240, '1.24 s'],
    [14_123, '14.1 s'],
  ])('%d ms', (latencyMs, text) => expect(formatMs(latencyMs)).toBe(text));

  it.each([
    [0, '0 s'],
    [8.42, '8.4 s'],
    [120, '2 min'],
    [125, '2 min 05 s'],
    [3725, '1 h 02 min'],
  ])('%d s', (seconds, text) => expect(formatSeconds(seconds)).toBe(text));

  it.each([
    [0, '0 %'],
    [0.00003, '< 0.01 %'],
    [0.0021, '0.21 %'],
    [0.29, '29 %'],
    [0.995, '99.5 %'],
    [0.99995, '100.00 %'],
    [1, '100 %'],
  ])('ratio %d', (ratio, text) => expect(formatRatio(ratio)).toBe(text));

  it.each([
    [0, '$0'],
    [7450, '$74.50'],
    [3_800_000, '$38,000'],
  ])('%d cents', (cents, text) => expect(formatMoney(cents)).toBe(text));

  it('clocks', () => expect([formatClock(65.9), formatClock(3665)]).toEqual(['1:05', '1:01:05']));
  it('puts an unknown unit behind', () =>
    expect([formatWithUnit(12_345, 'descriptors'), formatWithUnit(0, '')]).toEqual(['12,345 descriptors', '0']));
});

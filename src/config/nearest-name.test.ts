import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

const steps = ['browse', 'search', 'product', 'cart', 'checkout'];

describe('nearestName', () => {
  it.each([
    ['chekout', 'checkout'],
    ['Cart', 'cart'],
    ['crat', 'cart'],
    ['prodcut', 'product'],
    ['payment', null],
    ['', null],
  ])('%j → %j', (typed, expected) => {
    expect(nearestName(typed, steps)).toBe(expected);
  });

  it('does not take a wholly different short name for a slip', () => {
    expect(nearestName('x', ['*', 'db'])).toBeNull();
  });
});

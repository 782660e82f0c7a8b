import { describe, expect, it } from 'vitest';
import { inRounds, pairedRatio } from './pairs.ts';

describe('pairedRatio', () => {
  it('is reckoned pair by pair', () => {
    expect(pairedRatio([2, 30, 5], [1, 10, 4])).toEqual({ pairs: 3, minRatio: 1.25, medianRatio: 2, maxRatio: 3 });
  });
});

describe('inRounds', () => {
  it('measures every variant once a round, each round beginning with another', async () => {
    const order: string[] = [];
    const measured = await inRounds(['a', 'b'], 3, (variant, round) => {
      order.push(variant);
      return Promise.resolve(`${variant}${round}`);
    });
    expect(order.join('')).toBe('abbaab');
    expect(measured).toEqual({ a: ['a0', 'a1', 'a2'], b: ['b0', 'b1', 'b2'] });
  });
});

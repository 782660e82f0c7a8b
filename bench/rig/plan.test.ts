import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../src/core/statistics/binomial-bounds.ts';
import { planSchema } from '../../src/core/wire/plan.ts';
import { connectionsPerProcess, medianThinkSeconds, planOf, thinkSigma } from './plan.ts';

const machine = { processor: 'p', cores: 2, memoryMiB: 8_000, system: 's', nodeVersion: '20.19.0' };

describe('planOf', () => {
  it('is a plan that the engine accepts, with a host for 500 users and at least one a worker', () => {
    const shape = {
      users: 15_000,
      rampSeconds: 30,
      holdSeconds: 30,
      connections: 'perUser',
      meanThinkSeconds: 5,
    } as const;
    expect(planSchema.parse(planOf(shape, machine)).load.hosts).toBe(30);
    expect(planOf({ ...shape, users: 100, workers: 4 }, machine).load.hosts).toBe(4);
    expect(planOf(shape, machine).timing).toMatchObject({
      plateauStartSeconds: 30,
      rampDownStartSeconds: 60,
      endSeconds: 62,
    });
  });
});

it('has 90 % of the pauses between 2 and 8 s around a mean of 5 s', () => {
  // P(X ≤ x) is found where the quantile of the logarithm meets x.
  const shareBelow = (seconds: number): number => {
    const z = Math.log(seconds / medianThinkSeconds(5)) / thinkSigma;
    let [low, high] = [0, 1];
    while (high - low > 1e-6) {
      const middle = (low + high) / 2;
      if (normalQuantile(middle) < z) low = middle;
      else high = middle;
    }
    return low;
  };
  expect(shareBelow(8) - shareBelow(2)).toBeCloseTo(0.9, 2);
});

it('leaves descriptors for connections that are closing', () => {
  const limits = (most: string) =>
    `Max processes  1  2  processes\nMax open files            1024     ${most}     files\n`;
  expect(connectionsPerProcess(limits('4096'))).toBe(3_072);
  expect(connectionsPerProcess(limits('1048576'))).toBe(15_000);
  expect(connectionsPerProcess(limits('unlimited'))).toBe(15_000);
});

import { expect, it } from 'vitest';
import { noiseBetween, parseCpuTimes } from './machine.ts';

it('tells what was used from what was taken away', () => {
  const before = parseCpuTimes('cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n');
  const after = parseCpuTimes('cpu  140 0 110 840 5 0 0 5 0 0\n');
  expect(before).toEqual({ all: 1000, idle: 800, steal: 0 });
  expect(noiseBetween(1.5, before, after)).toEqual({ loadAverageBefore: 1.5, stealRatio: 0.05, busyRatio: 0.5 });
});

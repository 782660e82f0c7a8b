import { expect, it } from 'vitest';
import { plainRefusal } from './memory.ts';

it('asks plain k6 for what it can be expected to hold', () => {
  expect(plainRefusal(1_000, undefined)).toBeNull();
  expect(plainRefusal(5_000, { users: 1_000, peakRssMiB: 2_000 })).toBeNull();
  expect(plainRefusal(15_000, { users: 5_000, peakRssMiB: 5_000 })).toMatch(/about 15000 MiB, above the 12288 MiB/);
});

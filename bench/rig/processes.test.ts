import { expect, it } from 'vitest';
import { parseCpuSeconds, parseRssMiB } from './processes.ts';

it('reads CPU time after a name that looks like fields', () => {
  const stat = `42 (k6) run 1 2) S 1 42 42 0 -1 4194560 100 0 0 0 1234 566 0 0 20 0 9 0 100 1000 200`;
  expect(parseCpuSeconds(stat)).toBe(18);
});

it('reads resident memory, and none of a process that is ending', () => {
  expect(parseRssMiB('Name:\tk6\nVmPeak:\t 9000 kB\nVmRSS:\t  2048 kB\n')).toBe(2);
  expect(parseRssMiB('Name:\tk6\nState:\tZ (zombie)\n')).toBe(0);
});

import { readlinkSync } from 'node:fs';
import os from 'node:os';
import { expect, it } from 'vitest';
import { parseOwnTicks, parseProcessorTimes, processorTimes } from './processor-time.ts';

it('reads the time of all processors', () => {
  const text = 'cpu  100 20 30 800 40 5 6 7 90 0\ncpu0 50 10 15 400 20 2 3 4 45 0\nintr 1\n';
  expect(parseProcessorTimes(text)).toEqual({ all: 1_008, idle: 840, programs: 150, stolen: 7 });
});

it('counts children that have ended with their parent, whatever its name', () => {
  const text = '12 (a) (b c) S 1 12 12 0 -1 4194304 100 0 0 0 10 5 3 2 20 0 7 0 987 1000 200 18446744073709551615';
  expect(parseOwnTicks(text)).toBe(20);
});

const platform = os.platform();

it.skipIf(platform !== 'linux')('sees this process work', () => {
  const times = processorTimes({ pid: Number(readlinkSync('/proc/self')), platform });
  const before = times();
  const untilMs = performance.now() + 300;
  while (performance.now() < untilMs);
  const after = times();
  if (before === null || after === null) throw new Error('nothing was read');
  // A tick is 10 ms, and others may take turns.
  expect(after.own - before.own).toBeGreaterThan(3);
  expect(after.all).toBeGreaterThan(before.all);
  expect(after.programs - before.programs).toBeGreaterThanOrEqual(after.own - before.own - 2);
});

it('says nothing where there is no /proc', () => {
  expect(processorTimes({ pid: 1, platform: 'darwin' })()).toBeNull();
});

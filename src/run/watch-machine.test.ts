import { expect, it } from 'vitest';
import type { MachineLine } from '../core/wire/machine.ts';
import type { ProcessorTimes } from '../ports.ts';
import { openJournal } from './journal.ts';
import { StandingClock } from './testing/clocks.ts';
import { watchMachine } from './watch-machine.ts';

const watched = (readings: (ProcessorTimes | null)[]) => {
  const clock = new StandingClock();
  const lines: MachineLine[] = [];
  const journal = openJournal(clock, { appendEvent: () => undefined });
  journal.fixT0(2_000);
  const store = { appendMachine: (line: MachineLine) => void lines.push(line) };
  const watch = watchMachine({ times: () => readings.shift() ?? null, store, journal, clock });
  return { clock, lines, watch };
};

const start = { all: 10_000, idle: 6_000, programs: 3_900, own: 500, stolen: 0 };

it('tells what became of the time since the reading before', async () => {
  const { clock, lines, watch } = watched([
    start,
    { all: 11_000, idle: 6_100, programs: 4_700, own: 1_100, stolen: 50 },
    { all: 12_000, idle: 7_100, programs: 4_700, own: 1_100, stolen: 50 },
  ]);
  for (let seconds = 0; seconds < 20; seconds += 5) await clock.advance(5_000);
  await watch.stop();
  expect(lines).toEqual([
    { v: 1, offsetSeconds: 8, seconds: 5, busyShare: 0.9, othersShare: 0.2, stolenShare: 0.05 },
    { v: 1, offsetSeconds: 13, seconds: 5, busyShare: 0, othersShare: 0, stolenShare: 0 },
  ]);
});

it('writes nothing where the system does not say, and no share below 0 where a process of ours was counted late', async () => {
  const silent = watched([]);
  await silent.clock.advance(20_000);
  await silent.watch.stop();
  expect(silent.lines).toEqual([]);
  const late = watched([start, { all: 11_000, idle: 6_500, programs: 4_000, own: 900, stolen: 0 }]);
  for (let seconds = 0; seconds < 15; seconds += 5) await late.clock.advance(5_000);
  await late.watch.stop();
  expect(late.lines).toMatchObject([{ othersShare: 0 }]);
});

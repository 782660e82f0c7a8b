import { expect, it } from 'vitest';
import type { RunEvent } from '../core/wire/events.ts';
import type { ResourceLine, ResourceReading } from '../core/wire/resources.ts';
import { openJournal } from './journal.ts';
import { StandingClock } from './testing/clocks.ts';
import { watchResources } from './watch-resources.ts';

const heap: ResourceReading = { name: 'heap', kind: 'memory', value: 80, unit: 'MiB', limit: null };

const watched = (read: () => Promise<ResourceReading[]>) => {
  const clock = new StandingClock();
  const lines: ResourceLine[] = [];
  const events: RunEvent[] = [];
  const journal = openJournal(clock, { appendEvent: (event) => void events.push(event) });
  const store = { appendResources: (line: ResourceLine) => void lines.push(line) };
  return { clock, lines, events, journal, watch: watchResources({ resources: { read }, store, journal, clock }) };
};

it('writes down what the shop uses from T0 on, every five seconds', async () => {
  const { clock, lines, journal, watch } = watched(() => Promise.resolve([heap]));
  journal.fixT0(7_000);
  for (let seconds = 0; seconds < 20; seconds += 5) await clock.advance(5_000);
  await watch.stop();
  expect(lines.map(({ offsetSeconds }) => offsetSeconds)).toEqual([3, 8, 13]);
  await clock.advance(60_000);
  expect(lines).toHaveLength(3);
});

it('notes once that nothing can be read, and goes on', async () => {
  let answers = false;
  const { clock, lines, events, journal, watch } = watched(() =>
    answers ? Promise.resolve([heap]) : Promise.reject(new Error('refused')),
  );
  journal.fixT0(0);
  for (let seconds = 0; seconds < 30; seconds += 5) await clock.advance(5_000);
  answers = true;
  await clock.advance(5_000);
  await watch.stop();
  expect(events.map((event) => (event.type === 'note' ? event.text : event.type))).toEqual([
    "the shop's resources cannot be read: refused",
  ]);
  expect(lines).toHaveLength(1);
});

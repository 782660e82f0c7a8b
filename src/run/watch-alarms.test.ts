import { describe, expect, it } from 'vitest';
import { NotReadyError } from '../core/errors.ts';
import type { RunEvent } from '../core/wire/events.ts';
import { openJournal } from './journal.ts';
import { MemoryAlarms } from './testing/memory-alarms.ts';
import { VirtualClock } from './testing/virtual-clock.ts';
import { checkAlarms, watchAlarms } from './watch-alarms.ts';
import type { Wish } from './watcher.ts';

const unreachable = (): Error => new NotReadyError('CloudWatch cannot be reached', 'Check the network.');

/** Watches for a minute while things happen at their times, ms. */
const watchWith = async (
  happens: readonly (readonly [atMs: number, what: (alarms: MemoryAlarms) => void])[],
  { stopOn = [] as readonly string[], forMs = 60_000, firstLookFails = false } = {},
) => {
  const clock = new VirtualClock();
  const events: RunEvent[] = [];
  const watcher = new MemoryAlarms(clock, ['a', 'b']);
  for (const [atMs, what] of happens) void clock.sleep(atMs).then(() => what(watcher));
  if (firstLookFails) watcher.failures.push(unreachable());
  const journal = openJournal(clock, { appendEvent: (event) => void events.push(event) });
  const watching = watchAlarms({ watcher, stopOn, journal, clock });
  await clock.finish(clock.sleep(forMs));
  await clock.finish(watching.finish());
  const wish: Wish | null = watching.watcher.see({
    offsetSeconds: forMs / 1_000,
    phase: 'steady',
    lines: [],
    faultInPlace: null,
  });
  const said = events.map((event) => {
    if (event.type === 'alarm') return `${event.alarm} ${event.from} ${event.to} ${event.transitionedAt.slice(14, 19)}`;
    return event.type === 'watch' ? `watch ${event.state}` : event.type;
  });
  return { events, said, wish };
};

describe('watchAlarms', () => {
  it('says how alarms were at first, and each change with its own instant', async () => {
    const { events, said } = await watchWith([
      [12_000, (alarms) => alarms.set('a', 'ALARM')],
      [33_000, (alarms) => alarms.set('a', 'OK')],
    ]);
    expect(said).toEqual(['watch started', 'a OK ALARM 00:12', 'a ALARM OK 00:33', 'watch ended']);
    expect(events[0]).toMatchObject({
      clockAheadSeconds: 0,
      alarms: [
        { alarm: 'a', state: 'OK', pages: true },
        { alarm: 'b', state: 'OK', pages: true },
      ],
    });
  });

  it('sees that an alarm left its state and came back between two looks', async () => {
    const { said } = await watchWith([
      [11_000, (alarms) => alarms.set('b', 'ALARM')],
      [13_000, (alarms) => alarms.set('b', 'OK')],
    ]);
    expect(said).toContain('b OK OK 00:13');
  });

  it('goes on when CloudWatch does not answer for a while, and says so once', async () => {
    const { said, wish } = await watchWith([
      [6_000, (alarms) => alarms.failures.push(unreachable(), unreachable())],
      [8_000, (alarms) => alarms.set('a', 'ALARM')],
    ]);
    expect(said).toEqual(['watch started', 'watch lost', 'watch regained', 'a OK ALARM 00:08', 'watch ended']);
    expect(wish).toBeNull();
  });

  it('does not say that watching ended where the last look failed', async () => {
    const { said } = await watchWith([
      [50_000, (alarms) => alarms.failures.push(...Array.from({ length: 9 }, unreachable))],
    ]);
    expect(said).toEqual(['watch started', 'watch lost']);
  });

  it('takes the first look that succeeds for the start', async () => {
    const { said } = await watchWith([], { firstLookFails: true });
    expect(said.slice(-2)).toEqual(['watch started', 'watch ended']);
  });

  it('says that an alarm was removed', async () => {
    const { said } = await watchWith([[12_000, (alarms) => alarms.remove('b')]]);
    expect(said).toContain('b OK missing 00:15');
  });

  it('wants the run stopped for an alarm that is to stop it', async () => {
    const other = await watchWith([[12_000, (alarms) => alarms.set('b', 'ALARM')]], { stopOn: ['a'] });
    expect(other.wish).toBeNull();
    const { wish } = await watchWith([[12_000, (alarms) => alarms.set('a', 'ALARM')]], { stopOn: ['a'] });
    const trip = { condition: 'alarm', value: 1, limit: 0, detail: 'the alarm a is in ALARM' };
    expect(wish).toEqual({ wish: 'abort', trip });
  });

  it('wants the run stopped when such alarms are out of sight for a minute', async () => {
    const blind = (alarms: MemoryAlarms): void => void alarms.failures.push(...Array.from({ length: 40 }, unreachable));
    const { wish } = await watchWith([[6_000, blind]], { stopOn: ['a'], forMs: 120_000 });
    expect(wish).toMatchObject({ trip: { condition: 'alarmsUnseen', value: 60, limit: 60 } });
    expect((await watchWith([[6_000, blind]], { forMs: 120_000 })).wish).toBeNull();
  });
});

describe('checkAlarms', () => {
  const alarms = () => new MemoryAlarms(new VirtualClock(), ['a', 'b']);

  it('names alarms that would page nobody', async () => {
    const watcher = alarms();
    watcher.put('b', false);
    expect(await checkAlarms({ watcher, stopOn: [] })).toEqual([
      'The alarm b has no enabled action: nobody would be paged by it',
    ]);
  });

  it('refuses alarms that are not there, and one that would stop the run at once', async () => {
    const watcher = alarms();
    watcher.remove('a');
    await expect(checkAlarms({ watcher, stopOn: [] })).rejects.toMatchObject({
      exitCode: 5,
      message: 'CloudWatch has no alarm a',
    });
    const ringing = alarms();
    ringing.set('b', 'ALARM');
    await expect(checkAlarms({ watcher: ringing, stopOn: ['b'] })).rejects.toMatchObject({ exitCode: 5 });
    expect(await checkAlarms({ watcher: ringing, stopOn: [] })).toEqual([]);
  });

  it('passes on that CloudWatch cannot be asked', async () => {
    const watcher = alarms();
    watcher.failures.push(unreachable());
    await expect(checkAlarms({ watcher, stopOn: [] })).rejects.toMatchObject({ exitCode: 5 });
  });
});

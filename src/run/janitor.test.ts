import { expect, it } from 'vitest';
import { CleanupFailedError } from '../core/errors.ts';
import type { Lease } from '../core/wire/lease.ts';
import type { RunEvent } from '../core/wire/events.ts';
import { runJanitor } from './janitor.ts';
import { LeapingClock } from './testing/clocks.ts';
import { MemoryInjector, MemoryLease, MemoryProcesses, someFault, someLease } from './testing/in-memory.ts';

const outage = someFault();
const slow = someFault({ name: 'slow-payments', kind: 'latency', proxy: 'stripe', attributes: { latencyMs: 9 } });

const stage = async (lease: Partial<Lease>, alive: [number, string][] = []) => {
  const injector = new MemoryInjector();
  const full = someLease(lease);
  for (const fault of full.faults) await injector.apply(full.runId, fault);
  const events: RunEvent[] = [];
  const clock = new LeapingClock();
  const leaseFile = new MemoryLease(full);
  const processes = new MemoryProcesses(new Map(alive));
  const parts = { leaseFile, injector, processes, clock, appendEvent: (event: RunEvent) => void events.push(event) };
  return { ...parts, events, parts };
};

const shown = (events: readonly RunEvent[]): string[] =>
  events.map((event) =>
    event.type === 'fault'
      ? `${event.fault} ${event.state} by ${event.by}`
      : `${event.type}${'by' in event ? ` by ${event.by}` : ''}`,
  );

it('touches nothing when the lease is given back', async () => {
  const { parts, clock, leaseFile, events } = await stage({});
  clock.at(3_000, () => leaseFile.remove());
  expect(await runJanitor(parts)).toEqual({ how: 'leaseGone' });
  expect(events).toEqual([]);
});

it('heals every fault, ends the processes, says so and takes the lease back', async () => {
  const { parts, injector, leaseFile, processes, events } = await stage(
    { faults: [outage, slow], processes: [{ pid: 7, startMark: 'a', role: 'load' }] },
    [[7, 'a']],
  );
  expect(await runJanitor(parts)).toEqual({ how: 'healed' });
  expect(injector.inPlace.size).toBe(0);
  expect(processes.sent).toEqual(['SIGTERM 7']);
  expect(leaseFile.read()).toBeNull();
  expect(shown(events)).toEqual([
    'aborted by janitor',
    'database-failover healing by janitor',
    'slow-payments healing by janitor',
    'database-failover healed by janitor',
    'slow-payments healed by janitor',
  ]);
  expect(events[0]?.offsetSeconds).toBeGreaterThan(10);
});

it('kills what does not end, and spares a later process of the same id', async () => {
  const { parts, processes } = await stage(
    {
      processes: [
        { pid: 7, startMark: 'a', role: 'shop' },
        { pid: 8, startMark: 'a', role: 'shop' },
      ],
    },
    [
      [7, 'a'],
      [8, 'later'],
    ],
  );
  processes.stubborn.add(7);
  await runJanitor(parts);
  expect(processes.sent).toEqual(['SIGTERM 7', 'SIGKILL 7']);
  expect(processes.alive).toEqual(new Map([[8, 'later']]));
});

it('tries again, with back-off, when a fault would not heal', async () => {
  const { parts, injector, events } = await stage({ faults: [outage] });
  for (let i = 0; i < 4; i += 1) injector.healFailures.push(new CleanupFailedError('it hangs', ''));
  expect(await runJanitor(parts)).toEqual({ how: 'healed' });
  expect(injector.inPlace.size).toBe(0);
  expect(shown(events).at(-1)).toBe('database-failover healed by janitor');
});

it('gives up after a bound, and leaves the lease for a person', async () => {
  const { parts, injector, leaseFile, events, clock } = await stage({ faults: [outage] });
  injector.heal = () => Promise.reject(new CleanupFailedError('it hangs', ''));
  expect(await runJanitor(parts)).toEqual({ how: 'gaveUp', left: ['database-failover: it hangs'] });
  expect(leaseFile.read()?.faults).toEqual([outage]);
  expect(shown(events).at(-1)).toBe('database-failover healFailed by janitor');
  expect(clock.monotonicMs()).toBeLessThan(700_000);
});

it('counts a fault as healed when the Toxiproxy of the run has ended', async () => {
  const shop = [{ pid: 9, startMark: 'a', role: 'shop' as const }];
  const { parts, injector, events } = await stage({ faults: [outage], toxiproxyOwned: true, processes: shop }, [
    [9, 'a'],
  ]);
  injector.heal = () => Promise.reject(new CleanupFailedError('nothing listens', ''));
  expect(await runJanitor(parts)).toEqual({ how: 'healed' });
  expect(events.at(-1)).toMatchObject({ state: 'healed', detail: 'Toxiproxy has ended, and the fault with it' });
});

it('does not take the end of other processes for the end of a Toxiproxy that is not ours', async () => {
  const shop = [{ pid: 9, startMark: 'a', role: 'shop' as const }];
  const { parts, injector } = await stage({ faults: [outage], toxiproxyOwned: false, processes: shop });
  injector.heal = () => Promise.reject(new CleanupFailedError('nothing listens', ''));
  expect((await runJanitor(parts)).how).toBe('gaveUp');
});

it('heals though the journal cannot be written', async () => {
  const { parts, injector } = await stage({ faults: [outage] });
  const unwritable = () => {
    throw new Error('the folder is gone');
  };
  expect(await runJanitor({ ...parts, appendEvent: unwritable })).toEqual({ how: 'healed' });
  expect(injector.inPlace.size).toBe(0);
});

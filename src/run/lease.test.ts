import { expect, it } from 'vitest';
import { holdLease, toxiproxyIsGone } from './lease.ts';
import { StandingClock } from './testing/clocks.ts';
import { MemoryLease, MemoryProcesses, someFault, someLease } from './testing/in-memory.ts';

const hold = (toxiproxyOwned = false, offset: { seconds: number | null } = { seconds: null }) => {
  const file = new MemoryLease();
  const clock = new StandingClock();
  const processes = new MemoryProcesses(new Map([[7, 'a']]));
  const lease = holdLease({
    file,
    clock,
    processes,
    runId: 'r',
    toxiproxyUrl: 'http://127.0.0.1:8474',
    toxiproxyOwned,
    offsetSeconds: () => offset.seconds,
  });
  return { file, clock, processes, lease, offset };
};

it('is on disk at once, and beats each second until it is released', async () => {
  const { file, clock, lease } = hold();
  const beats = [file.beat()];
  for (let i = 0; i < 3; i += 1) {
    await clock.advance(1_000);
    beats.push(file.beat());
  }
  expect(new Set(beats).size).toBe(4);
  lease.release();
  expect(file.read()).toBeNull();
});

it('holds a fault before it is applied, and T0 once it is known', () => {
  const { file, clock, lease, offset } = hold();
  lease.add(someFault());
  expect(file.read()).toMatchObject({ faults: [someFault()], t0Ms: null });
  offset.seconds = 12.5;
  lease.drop(someFault().name);
  expect(file.read()).toMatchObject({ faults: [], t0Ms: clock.nowMs() - 12_500 });
});

it('lists processes by id and start; one that has ended already is not listed', () => {
  const { file, lease } = hold();
  lease.addProcesses([7, 8], 'shop');
  expect(file.read()?.processes).toEqual([{ pid: 7, startMark: 'a', role: 'shop' }]);
});

it('stays when a fault is still in it, so that the janitor goes on', () => {
  const { file, lease } = hold();
  lease.add(someFault());
  lease.release();
  expect(file.read()?.faults).toEqual([someFault()]);
});

it('does not stay for faults that went with a Toxiproxy of ours', () => {
  const { file, lease, processes } = hold(true);
  lease.addProcesses([7], 'shop');
  lease.add(someFault());
  processes.alive.clear();
  lease.release();
  expect(file.read()).toBeNull();
});

it('does not come to life again after the janitor took it back', () => {
  const { file, lease } = hold();
  file.remove();
  lease.add(someFault());
  expect([lease.isLost(), file.read()]).toEqual([true, null]);
});

it.each([
  ['ours, and gone', true, [7], new Map<number, string>(), true],
  ['ours, its id given to another process', true, [7], new Map([[7, 'later']]), true],
  ['ours, and alive', true, [7], new Map([[7, 'a']]), false],
  ['not ours', false, [7], new Map<number, string>(), false],
  ['ours, but nobody knows its process', true, [], new Map<number, string>(), false],
])('Toxiproxy %s: %#', (_what, toxiproxyOwned, pids, alive, gone) => {
  const processes = pids.map((pid) => ({ pid, startMark: 'a', role: 'shop' as const }));
  expect(toxiproxyIsGone(someLease({ toxiproxyOwned, processes }), new MemoryProcesses(alive))).toBe(gone);
});

import { expect, it } from 'vitest';
import { LeapingClock } from './testing/clocks.ts';
import { MemoryLease, someFault, someLease } from './testing/in-memory.ts';
import { watchLease } from './watch-lease.ts';

const beatUntil = (clock: LeapingClock, file: MemoryLease, untilMs: number): void => {
  for (let atMs = 0; atMs <= untilMs; atMs += 1_000) clock.at(atMs, () => void file.touch());
};

it('ends when the lease is gone', async () => {
  const clock = new LeapingClock();
  const file = new MemoryLease(someLease());
  beatUntil(clock, file, 60_000);
  clock.at(60_500, () => file.remove());
  expect(await watchLease(file, clock)).toBeNull();
  expect(clock.monotonicMs()).toBeLessThan(62_000);
});

it('expires when the heartbeat stops, not before the lease is over', async () => {
  const clock = new LeapingClock();
  const file = new MemoryLease(someLease());
  beatUntil(clock, file, 20_000);
  const expired = await watchLease(file, clock);
  expect(expired?.why).toMatch(/no heartbeat/);
  expect(clock.monotonicMs()).toBeGreaterThan(30_000);
  expect(clock.monotonicMs()).toBeLessThan(32_000);
});

it('expires when a fault outlives its longest life, though the heart beats', async () => {
  const clock = new LeapingClock();
  const file = new MemoryLease(someLease());
  beatUntil(clock, file, 200_000);
  clock.at(30_000, () => file.write(someLease({ faults: [someFault()] })));
  const expired = await watchLease(file, clock);
  expect(expired?.why).toContain('database-failover has outlived its longest life of 50 s');
  expect(clock.monotonicMs()).toBeGreaterThan(80_000);
  expect(clock.monotonicMs()).toBeLessThan(82_000);
});

it('counts the life of a fault anew when it comes a second time', async () => {
  const clock = new LeapingClock();
  const file = new MemoryLease(someLease());
  beatUntil(clock, file, 200_000);
  const faults = [someFault()];
  clock.at(10_000, () => file.write(someLease({ faults })));
  clock.at(50_000, () => file.write(someLease()));
  clock.at(60_000, () => file.write(someLease({ faults })));
  await watchLease(file, clock);
  expect(clock.monotonicMs()).toBeGreaterThan(110_000);
});

it('gives the harness a new term when it stood still itself', async () => {
  const clock = new LeapingClock();
  const file = new MemoryLease(someLease());
  beatUntil(clock, file, 5_000);
  const slow = clock.sleep.bind(clock);
  let looks = 0;
  clock.sleep = (ms) => slow(++looks === 12 ? 60_000 : ms);
  const wakesAtMs = 5_500 + 60_000;
  clock.at(wakesAtMs + 2_000, () => file.remove());
  expect(await watchLease(file, clock)).toBeNull();
});

it('goes on with what it last understood when the file is damaged', async () => {
  const clock = new LeapingClock();
  const file = new MemoryLease(someLease({ faults: [someFault()] }));
  clock.at(1_000, () => {
    file.read = () => {
      throw new Error('damaged');
    };
    file.touch();
  });
  expect((await watchLease(file, clock))?.lease.faults).toEqual([someFault()]);
});

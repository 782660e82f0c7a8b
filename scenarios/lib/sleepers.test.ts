import { describe, expect, it } from 'vitest';
import { Sleepers, type Timers } from './sleepers.ts';

/** Timers on a clock that a test moves. */
const manualTimers = () => {
  const due = new Map<number, { atMs: number; callback: () => void }>();
  let nowMs = 1_000;
  let ids = 0;
  const timers: Timers = {
    set: (callback, delayMs) => (due.set((ids += 1), { atMs: nowMs + delayMs, callback }), ids),
    clear: (id) => due.delete(id),
    nowMs: () => nowMs,
  };
  const moveTo = (atMs: number) => {
    nowMs = atMs;
    for (const [id, timer] of [...due])
      if (timer.atMs <= nowMs) {
        due.delete(id);
        timer.callback();
      }
  };
  return { timers, moveTo, waiting: () => due.size };
};

const isDone = async (promise: Promise<void>) => {
  let done = false;
  void promise.then(() => (done = true));
  await Promise.resolve();
  await Promise.resolve();
  return done;
};

describe('Sleepers', () => {
  it('sleep until their time, and say how late it came', async () => {
    const { timers, moveTo } = manualTimers();
    const late: number[] = [];
    const sleepers = new Sleepers(timers, (lateMs) => late.push(lateMs));
    const sleep = sleepers.sleepUntil(1_500);
    moveTo(1_499);
    expect(await isDone(sleep)).toBe(false);
    moveTo(1_512);
    expect(await isDone(sleep)).toBe(true);
    expect(late).toEqual([12]);
  });

  it('do not count as late what was due before they slept', () => {
    const { timers, moveTo } = manualTimers();
    const late: number[] = [];
    void new Sleepers(timers, (lateMs) => late.push(lateMs)).sleepUntil(200);
    moveTo(1_000);
    expect(late).toEqual([0]);
  });

  it('are all woken at the end, and nobody falls asleep after it', async () => {
    const { timers, waiting } = manualTimers();
    const sleepers = new Sleepers(timers, () => undefined);
    const sleeps = [sleepers.sleepUntil(5_000), sleepers.sleepUntil(90_000)];
    sleepers.wakeAll();
    expect(await Promise.all(sleeps.map(isDone))).toEqual([true, true]);
    expect(waiting()).toBe(0);
    expect(await isDone(sleepers.sleepUntil(5_000))).toBe(true);
    expect(sleepers.isOver).toBe(true);
  });
});

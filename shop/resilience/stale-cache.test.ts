import { describe, expect, it } from 'vitest';
import { StaleCache } from './stale-cache.ts';

const make = (entries = 10) => {
  const clock = { nowMs: 0 };
  const cache = new StaleCache({ entries, freshMs: 100, staleMs: 1_000, nowMs: () => clock.nowMs });
  let loads = 0;
  const load = () => Promise.resolve((loads += 1));
  const fail = () => Promise.reject(new Error('down'));
  return { clock, cache, load, fail };
};

/** Lets what runs in the background come to its end. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a cache that would rather be old than empty', () => {
  it('loads once for all who ask', async () => {
    const { cache, load } = make();
    expect(await Promise.all([cache.get('a', load), cache.get('a', load)])).toEqual([1, 1]);
    expect(await cache.get('a', load)).toBe(1);
  });

  it('answers an old value and renews it behind', async () => {
    const { clock, cache, load } = make();
    await cache.get('a', load);
    clock.nowMs = 101;
    expect(await cache.get('a', load)).toBe(1);
    await settle();
    expect(await cache.get('a', load)).toBe(2);
  });

  it('keeps the old value while it cannot be renewed, up to its age', async () => {
    const { clock, cache, load, fail } = make();
    await cache.get('a', load);
    clock.nowMs = 900;
    expect(await cache.get('a', fail)).toBe(1);
    await settle();
    expect(await cache.get('a', fail)).toBe(1);
    clock.nowMs = 1_001;
    await expect(cache.get('a', fail)).rejects.toThrow('down');
  });

  it('keeps a value as long as that value says', async () => {
    const { clock, cache, load } = make();
    await cache.get('a', load, () => 500);
    clock.nowMs = 400;
    await cache.get('a', load);
    await settle();
    expect(await cache.get('a', load)).toBe(1);
    clock.nowMs = 501;
    await cache.get('a', load);
    await settle();
    expect(await cache.get('a', load)).toBe(2);
  });

  it('takes in values that were loaded elsewhere', async () => {
    const { cache, load } = make();
    cache.put('a', 7);
    expect(await cache.get('a', load)).toBe(7);
  });

  it('waits a while after a failed renewal', async () => {
    const { clock, cache, fail } = make();
    cache.put('a', 7);
    let tried = 0;
    const failing = () => ((tried += 1), fail());
    const ask = async (nowMs: number) => {
      clock.nowMs = nowMs;
      await cache.get('a', failing);
      await settle();
      return tried;
    };
    expect([await ask(101), await ask(105), await ask(112)]).toEqual([1, 1, 2]);
  });

  it('does not remember a failure', async () => {
    const { cache, load, fail } = make();
    await expect(cache.get('a', fail)).rejects.toThrow('down');
    expect(await cache.get('a', load)).toBe(1);
  });

  it('lets go of what was renewed longest ago', async () => {
    const { clock, cache, load } = make(2);
    await cache.get('a', load);
    await cache.get('b', load);
    clock.nowMs = 101;
    await cache.get('a', load);
    await settle();
    await cache.get('c', load);
    expect(await cache.get('a', load)).toBe(3);
    expect(await cache.get('b', load)).toBe(5);
  });

  it('lets go of what is too old to be answered', async () => {
    const { clock, cache, load } = make();
    cache.put('a', 7);
    cache.put('b', 8);
    clock.nowMs = 500;
    await cache.get('b', load);
    await settle();
    clock.nowMs = 1_000;
    cache.put('c', 9);
    expect(cache.size).toBe(3);
    clock.nowMs = 1_001;
    cache.put('d', 10);
    expect(cache.size).toBe(3);
    expect(await cache.get('b', load)).toBe(1);
  });
});

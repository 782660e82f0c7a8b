import { describe, expect, it } from 'vitest';
import type { BookSnapshot } from '../core/wire/audit.ts';
import type { Clock, ShopAuditor } from '../ports.ts';
import { quiesce } from './quiesce.ts';

const clockThatJumps = (): Clock => {
  let now = 0;
  return {
    nowMs: () => now,
    monotonicMs: () => now,
    sleep: (ms) => {
      now += ms;
      return Promise.resolve();
    },
  };
};

const auditorOf = (digests: readonly string[]): ShopAuditor => {
  let look = 0;
  return {
    snapshot: () => {
      const digest = digests[Math.min(look, digests.length - 1)] ?? '';
      look += 1;
      const empty: BookSnapshot = { atMs: 0, digest, sequence: 0, stock: [], orders: [], charges: [], movements: [] };
      return Promise.resolve(empty);
    },
  };
};

const limits = { settleMs: 1_000, betweenLooksMs: 1_000, deadlineMs: 10_000 };

describe('quiesce', () => {
  it('returns the first snapshot that equals the one before', async () => {
    const { snapshot, quiesced } = await quiesce(auditorOf(['a', 'b', 'b']), 0, limits, clockThatJumps());
    expect(quiesced).toBe(true);
    expect(snapshot?.digest).toBe('b');
  });

  it('gives up at the deadline and says that the books still move', async () => {
    const moving = Array.from({ length: 100 }, (_, index) => String(index));
    const { quiesced } = await quiesce(auditorOf(moving), 0, limits, clockThatJumps());
    expect(quiesced).toBe(false);
  });
  it('looks again after a look that failed, and says what went wrong', async () => {
    let looks = 0;
    const books = auditorOf(['a']);
    const shaky: ShopAuditor = {
      snapshot: (since) => ((looks += 1) % 2 === 1 ? Promise.reject(new Error('too busy')) : books.snapshot(since)),
    };
    expect(await quiesce(shaky, 0, limits, clockThatJumps())).toMatchObject({ quiesced: true, failure: 'too busy' });
    const dead: ShopAuditor = { snapshot: () => Promise.reject(new Error('gone')) };
    expect(await quiesce(dead, 0, limits, clockThatJumps())).toEqual({
      snapshot: null,
      quiesced: false,
      failure: 'gone',
    });
  });
});

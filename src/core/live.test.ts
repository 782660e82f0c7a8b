import { describe, expect, it } from 'vitest';
import { healthyRun, syntheticRun } from './testing/synthetic-run.ts';
import { encodeLatencies, stepEntry } from './testing/synthetic-timeline.ts';
import { foldLive, type LiveState, liveStart, liveStats } from './live.ts';
import type { TimelineLine } from './wire/timeline.ts';

const base = syntheticRun({ ...healthyRun, virtualUsers: 1, wishes: 0 }).workers[0]?.timeline ?? [];
const secondLine = (second: number, activeVirtualUsers: number): TimelineLine => {
  const line = base.find((one) => one.type === 'second');
  if (line === undefined) throw new Error('the synthetic timeline has no second');
  return { ...line, second, activeVirtualUsers, sessionsStarted: activeVirtualUsers / 20 };
};
const request = (second: number, count: number): TimelineLine => ({
  type: 'entry',
  second,
  kind: 'request',
  name: 'GET /',
  outcome: 'ok',
  count,
  histogram: encodeLatencies(Array<number>(count).fill(5)),
});
const fold = (lines: readonly (readonly [worker: string, line: TimelineLine])[]): LiveState =>
  lines.reduce((state, [worker, line]) => foldLive(state, worker, line), liveStart);

describe('the live figures', () => {
  it('are empty before the first line', () =>
    expect(liveStats(liveStart)).toEqual({
      second: -1,
      activeVirtualUsers: 0,
      sessionsPerSecond: 0,
      requestsPerSecond: 0,
      p95MsByStep: {},
      attemptsByStep: {},
      errorShare: 0,
    }));

  it('add up workers: users now, requests over 5 s, steps and sessions over 10 s', () => {
    const lines = Array.from({ length: 20 }, (_, second) => [
      ['w1', request(second, 10)] as const,
      ['w2', request(second, 20)] as const,
      ['w1', stepEntry(second, 'browse', 'ok', [100, 100])] as const,
      ['w2', stepEntry(second, 'cart', 'ok', [200])] as const,
      ['w2', stepEntry(second, 'cart', 'error', [3])] as const,
      ['w1', secondLine(second, 40)] as const,
      ['w2', secondLine(second, 60)] as const,
    ]).flat();
    const stats = liveStats(fold(lines));
    expect(stats).toMatchObject({ second: 19, activeVirtualUsers: 100, requestsPerSecond: 30, errorShare: 0.25 });
    expect(stats.sessionsPerSecond).toBe(5);
    expect(stats.p95MsByStep['browse']).toBeCloseTo(100, 0);
    expect(stats.p95MsByStep['cart']).toBeNull();
  });

  it('forget what is older, and leave out a second that is not complete', () => {
    const state = fold([
      ['w1', request(0, 10)],
      ['w1', stepEntry(0, 'browse', 'error', [1])],
      ['w1', secondLine(0, 5)],
      ['w1', secondLine(30, 5)],
      ['w1', stepEntry(2, 'browse', 'error', [1])],
      ['w1', stepEntry(31, 'browse', 'error', [1])],
    ]);
    expect(liveStats(state)).toMatchObject({ requestsPerSecond: 0, p95MsByStep: {}, errorShare: 0 });
    expect(state.entries).toHaveLength(1);
  });

  it('survive a damaged histogram', () => {
    const damaged = { ...stepEntry(0, 'browse', 'ok', [1]), histogram: 'AAAA' };
    expect(
      liveStats(
        fold([
          ['w1', damaged],
          ['w1', secondLine(0, 1)],
        ]),
      ).p95MsByStep,
    ).toEqual({ browse: null });
  });
});

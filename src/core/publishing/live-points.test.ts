import { describe, expect, it } from 'vitest';
import { syntheticBudget } from '../testing/synthetic-run.ts';
import { stepEntry } from '../testing/synthetic-timeline.ts';
import type { TimelineLine } from '../wire/timeline.ts';
import { livePoints } from './live-points.ts';

const t0Ms = Date.UTC(2030, 0, 1);
const budgets = [
  syntheticBudget({ name: 'b', indicator: 'latencyP95', step: 'browse', phase: 'steady', limit: 1_000 }),
];
const pointsOf = (...lines: TimelineLine[]) =>
  livePoints(
    { lines: lines.map((line) => ({ worker: 'w1', line })), seconds: 10, endMs: t0Ms + 20_000 },
    t0Ms,
    budgets,
  );
const named = (points: ReturnType<typeof pointsOf>, metric: string, step: string | null = 'browse') =>
  points.filter((point) => point.metric === metric && point.step === step);

describe('livePoints', () => {
  const good = stepEntry(12, 'browse', 'ok', [100, 100, 2_000]);
  const bad = stepEntry(13, 'browse', 'error', [3]);

  it('keeps every latency of good outcomes at the second in which it was sent', () => {
    const [latency, ...others] = named(pointsOf(good, bad), 'StepLatency');
    expect(others).toEqual([]);
    expect(latency).toMatchObject({ unit: 'Milliseconds', atMs: t0Ms + 12_000, counts: [2, 1] });
    expect(latency?.values.map(Math.round)).toEqual([100, 2_001]);
  });

  it('has shares as ones and noughts, so that an average over any time is the share', () => {
    const points = pointsOf(good, bad);
    const shareOf = (metric: string): number => {
      const counted = named(points, metric).flatMap(({ values, counts }) =>
        values.map((value, index) => [value, counts[index] ?? 0] as const),
      );
      const total = counted.reduce((sum, [, count]) => sum + count, 0);
      expect(total).toBe(4);
      return counted.reduce((sum, [value, count]) => sum + value * count, 0) / total;
    };
    expect(shareOf('GoodShare')).toBe(0.5);
    expect(shareOf('ErrorShare')).toBe(0.25);
  });

  it('counts good attempts a second over the stretch, by step and in all', () => {
    const points = pointsOf(good, stepEntry(12, 'cart', 'ok', [50, 60]), bad);
    expect(named(points, 'Throughput')[0]).toMatchObject({ values: [0.3], atMs: t0Ms + 20_000 });
    expect(named(points, 'Throughput', null)[0]).toMatchObject({ values: [0.5], unit: 'Count/Second' });
  });

  it('takes the latest count of virtual users of each worker', () => {
    const second = (worker: string, at: number, activeVirtualUsers: number) => ({
      worker,
      line: { type: 'second', second: at, activeVirtualUsers } as TimelineLine,
    });
    const lines = [second('w1', 1, 5), second('w2', 1, 7), second('w1', 2, 6)];
    const points = livePoints({ lines, seconds: 10, endMs: t0Ms }, t0Ms, []);
    expect(named(points, 'VirtualUsers', null)).toMatchObject([{ values: [13], counts: [1] }]);
  });

  it('passes over a histogram that cannot be read, and single requests', () => {
    const damaged: TimelineLine = { ...good, histogram: 'x' };
    expect(named(pointsOf(damaged), 'StepLatency')).toEqual([]);
    const request = { ...good, kind: 'request', outcome: 'ok' } as TimelineLine;
    expect(pointsOf(request).filter(({ metric }) => metric !== 'Throughput')).toEqual([]);
  });
});

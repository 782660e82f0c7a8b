import { describe, expect, it } from 'vitest';
import { buildSeries } from '../series.ts';
import { outageRun } from '../testing/outage-run.ts';
import { openLiveSeries } from './live-series.ts';

const { evidence } = outageRun();
const { plan, workers } = evidence;
const lines = workers.flatMap(({ timeline }) => timeline);

const follow = (lateSeconds = 20) =>
  openLiveSeries({
    steps: plan.scenario.steps,
    load: plan.load,
    plannedEndSeconds: plan.timing.endSeconds,
    lateSeconds,
    cpus: plan.environment.cpus,
  });

const upTo = (second: number) => lines.filter((line) => 'second' in line && line.second <= second);

describe('series while they grow', () => {
  it('are those of the report when the run is over', () => {
    const live = follow();
    for (let second = 0; second < 360; second += 1)
      live.take(lines.filter((line) => 'second' in line && line.second === second).map((line) => ({ line })));
    const built = buildSeries({
      workers,
      steps: plan.scenario.steps,
      load: plan.load,
      plannedEndSeconds: plan.timing.endSeconds,
      cpus: plan.environment.cpus,
    });
    const { steps, requestsPerSecond, virtualUsersActual, cpuRatio, endSeconds } = live.series();
    const cut = <T>(values: readonly T[]) => values.slice(0, built.startSeconds.length);
    expect(endSeconds).toBe(built.endSeconds);
    expect(steps.map((step) => cut(step.p95Ms))).toEqual(built.steps.map((step) => step.p95Ms));
    expect(steps.map((step) => cut(step.p95Unanswered))).toEqual(built.steps.map((step) => step.p95Unanswered));
    expect(cut(requestsPerSecond)).toEqual(built.requestsPerSecond);
    expect(cut(virtualUsersActual)).toEqual(built.virtualUsersActual);
    expect(cut(cpuRatio)).toEqual(built.cpuRatio);
  });

  it('know nothing of what is to come, and count the seconds of a bucket that are over', () => {
    const live = follow();
    live.take(upTo(100).map((line) => ({ line })));
    const { bucketSeconds, requestsPerSecond, virtualUsersPlanned } = live.series();
    expect(bucketSeconds).toBe(2);
    expect(requestsPerSecond[50]).toBeGreaterThan(300);
    expect(requestsPerSecond[51]).toBeNull();
    expect(virtualUsersPlanned?.[60]).toBe(2_000);
  });

  it('take a late answer for an old second, until nothing can come for it any more', () => {
    const live = follow(10);
    live.take(upTo(100).map((line) => ({ line })));
    const before = live.series().steps[0]!.attempts;
    const late = lines.find((line) => line.type === 'entry' && line.second === 95 && line.name === 'browse')!;
    const tooLate = lines.find((line) => line.type === 'entry' && line.second === 60 && line.name === 'browse')!;
    live.take([{ line: late }, { line: tooLate }]);
    const after = live.series().steps[0]!.attempts;
    expect(live.finalBefore()).toBe(45);
    expect(after[47]).toBeGreaterThan(before[47]!);
    expect(after[30]).toBe(before[30]);
  });

  it('survive a damaged histogram', () => {
    const live = follow();
    live.take(upTo(5).map((line) => ({ line: line.type === 'entry' ? { ...line, histogram: 'damaged' } : line })));
    expect(live.series().steps[0]!.p95Ms[0]).toBeNull();
  });
});

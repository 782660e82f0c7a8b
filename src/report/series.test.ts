import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { describe, expect, it } from 'vitest';
import type { PlannedLoad } from '../core/planned-load.ts';
import type { ClosedLoad } from '../core/wire/plan.ts';
import type { StepOutcome } from '../core/wire/steps.ts';
import type { TimelineLine } from '../core/wire/timeline.ts';
import { bucketWidth, buildSeries } from './series.ts';

const step = (second: number, outcome: StepOutcome, latenciesMs: readonly number[]): TimelineLine => {
  const histogram = build({ lowestDiscernibleValue: 1, highestTrackableValue: 1e8, numberOfSignificantValueDigits: 3 });
  for (const latencyMs of latenciesMs) histogram.recordValue(latencyMs * 1000);
  return {
    type: 'entry',
    second,
    kind: 'step',
    name: 'checkout',
    outcome,
    count: latenciesMs.length,
    histogram: encodeIntoCompressedBase64(histogram),
  };
};

const closed: ClosedLoad = {
  model: 'closed',
  virtualUsers: 100,
  curve: [
    { atSeconds: 0, virtualUsers: 0 },
    { atSeconds: 10, virtualUsers: 100 },
  ],
  hosts: 1,
  workers: 1,
  connections: 'perUser',
  thinkTimeMedianSeconds: 10,
  thinkTimeSigma: 0,
  patienceSeconds: 20,
};

const seriesOf = (...timelines: readonly TimelineLine[][]) => seriesUnder(closed, timelines);

const seriesUnder = (load: PlannedLoad, timelines: readonly TimelineLine[][]) =>
  buildSeries({
    workers: timelines.map((timeline, at) => ({ worker: `w${at + 1}`, timeline, ledger: [] })),
    steps: ['checkout'],
    load,
    plannedEndSeconds: 10,
    cpus: 2,
  });

const begun = (second: number, sessionsStarted: number): TimelineLine => ({
  type: 'second',
  second,
  activeVirtualUsers: 0,
  sessionsStarted,
  sessionsFinished: 0,
  sessionsAbandoned: 0,
  sessionsCrashed: 0,
  sessionsLate: 0,
  timerLatenessP99Ms: 0,
  schedLatencyP99Ms: 0,
  cpuSeconds: 0,
  rssMiB: 0,
  bytesSent: 0,
  bytesReceived: 0,
  openConnections: 0,
  clockSkewMs: 0,
});

const many = (count: number, latencyMs: number): number[] => new Array<number>(count).fill(latencyMs);

describe('bucketWidth', () => {
  it.each([
    [60, 1],
    [300, 1],
    [360, 2],
    [3600, 15],
    [8 * 3600, 120],
    [1_000_000, 3334],
  ])('%i s of run in buckets of %i s', (end, width) => expect(bucketWidth(end)).toBe(width));
});

describe('buildSeries', () => {
  it('merges workers before it takes a percentile', () => {
    const series = seriesOf([step(0, 'ok', many(90, 100))], [step(0, 'ok', many(10, 900))]);
    expect(series.steps[0]?.p50Ms[0]).toBeCloseTo(100, -1);
    expect(series.steps[0]?.p95Ms[0]).toBeCloseTo(900, -1);
  });

  it('adds late entries for an old second', () =>
    expect(seriesOf([step(0, 'ok', [10]), step(2, 'ok', [10]), step(0, 'ok', [10, 10])]).steps[0]?.attempts).toEqual([
      3, 0, 1,
    ]));

  it('ranks failures behind every answer: quick errors never improve p95', () => {
    const sound = seriesOf([step(0, 'ok', many(100, 500))]);
    const outage = seriesOf([step(0, 'ok', many(60, 500)), step(0, 'error', many(40, 1))]);
    expect(sound.steps[0]?.p95Ms[0]).toBeCloseTo(500, -1);
    expect(outage.steps[0]?.p95Ms[0]).toBeNull();
    expect(outage.steps[0]?.p95Unanswered).toEqual([true]);
    expect(outage.steps[0]?.bad).toEqual([40]);
  });

  it('says nothing about p95 when one failure among few attempts would decide it', () =>
    expect(seriesOf([step(0, 'ok', many(9, 50)), step(0, 'error', [1])]).steps[0]?.p95Unanswered).toEqual([false]));

  it('counts declined and sold out as good', () =>
    expect(seriesOf([step(0, 'declined', [20]), step(0, 'soldOut', [20])]).goodStepsPerSecond).toEqual([2]));

  it('has a time axis as planned, and no figures, when nothing was recorded', () => {
    const series = seriesOf([]);
    expect(series.endSeconds).toBe(10);
    expect(series.virtualUsersActual.every((value) => value === null)).toBe(true);
    expect(series.virtualUsersPlanned?.[5]).toBe(55);
    expect(series.arrivalsPlannedPerSecond).toBeNull();
  });

  it('sets sessions begun against arrivals planned, in the open model', () => {
    const { virtualUsers, curve, ...shared } = closed;
    const { arrivalsPlannedPerSecond, virtualUsersPlanned, sessionsStartedPerSecond } = seriesUnder(
      {
        ...shared,
        model: 'open',
        sessionsPerSecond: virtualUsers,
        curve: curve.map((corner) => ({ atSeconds: corner.atSeconds, sessionsPerSecond: corner.virtualUsers })),
        meanSessionSeconds: 1,
        virtualUsersAtMost: 300,
      },
      [[begun(0, 3), begun(1, 7)], [begun(0, 1)]],
    );
    expect(virtualUsersPlanned).toBeNull();
    expect(arrivalsPlannedPerSecond).toEqual([5, 15]);
    expect(sessionsStartedPerSecond).toEqual([4, 7]);
  });
});

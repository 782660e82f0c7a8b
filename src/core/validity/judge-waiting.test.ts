import { describe, expect, it } from 'vitest';
import type { Evidence } from '../evidence.ts';
import { observeRun } from '../observe-run.ts';
import { seededDraws } from '../testing/random-draws.ts';
import { healthyRun, syntheticRun } from '../testing/synthetic-run.ts';
import { encodeLatencies } from '../testing/synthetic-timeline.ts';
import type { TimelineLine } from '../wire/timeline.ts';
import { mostAddedMs } from './added-latency.ts';
import { judgeWaiting } from './judge-waiting.ts';

const draws = seededDraws(3);
const exponentialMs = (p95Ms: number): number[] =>
  Array.from({ length: 50 }, () => (-Math.log(1 - draws.uniform()) * p95Ms) / -Math.log(0.05));

const waiting = (second: number, roundTripP95Ms: number, betweenP95Ms: Record<string, number> = {}): TimelineLine => ({
  type: 'waiting',
  second,
  roundTrips: encodeLatencies(exponentialMs(roundTripP95Ms)),
  betweenRequests: Object.fromEntries(
    Object.entries(betweenP95Ms).map(([step, p95Ms]) => [step, encodeLatencies(exponentialMs(p95Ms))]),
  ),
});

/** A run without fault on a shop with the given median latencies, whose generator measured its own waiting. */
const runOf = (medianMs: number, lines: (second: number) => readonly TimelineLine[]): Evidence => {
  const run = syntheticRun({
    ...healthyRun,
    virtualUsers: 300,
    wishes: 1,
    fault: null,
    outages: [],
    rampDownStartSeconds: 180,
    endSeconds: 190,
    steps: [
      { name: 'browse', perVirtualUserSecond: 0.08, medianMs, sigma: 0.4, errorShare: 0 },
      { name: 'checkout', perVirtualUserSecond: 0.02, medianMs: 5 * medianMs, sigma: 0.4, errorShare: 0 },
    ],
  });
  const added = Array.from({ length: 190 }, (_, second) => lines(second)).flat();
  return { ...run, workers: run.workers.map((worker) => ({ ...worker, timeline: [...worker.timeline, ...added] })) };
};

const judge = (evidence: Evidence) => {
  const { timeline, phases, generator } = observeRun(evidence);
  return judgeWaiting(evidence.workers, { steps: timeline.steps, phases }, generator.seconds);
};

describe('what the generator’s own waiting adds', () => {
  it('is a third of the reported p95 at most, which is half of the shop’s own, or 3 ms', () => {
    expect(mostAddedMs(900)).toBeCloseTo(300);
    expect(mostAddedMs(9)).toBeCloseTo(3);
    expect(mostAddedMs(2)).toBe(3);
  });

  // The p95 of browse is 1.93 × its median.
  it.each([
    ['a fast shop and a generator that has time', 3.1, 0.5, 'pass'],
    ['a fast shop and a generator that waits as long as the shop takes', 3.1, 6, 'fail'],
    ['a fast shop, and waiting far below what a fixed limit of 100 ms would let pass', 5, 20, 'fail'],
    ['a slow shop and a generator that waits 100 ms', 400, 100, 'pass'],
    ['a slow shop and a generator that waits as long', 400, 500, 'fail'],
  ])('%s', (_, medianMs, roundTripP95Ms, outcome) => {
    expect(judge(runOf(medianMs, (second) => [waiting(second, roundTripP95Ms)]))).toMatchObject({
      check: 'addedLatency',
      outcome,
    });
  });

  it('names the step and phase that it matters most to', () => {
    const { why, limit, value } = judge(runOf(100, (second) => [waiting(second, 20)]));
    expect(why).toMatch(/p95 of browse( in phase steady)?, \d+ ms/);
    expect(limit).toBeGreaterThan(55);
    expect(value).toBeGreaterThan(18);
  });

  it('holds the time between the requests of a step, of that step alone', () => {
    const busyLoop = (step: string) => runOf(10, (second) => [waiting(second, 1, { [step]: 20 })]);
    expect(judge(busyLoop('browse'))).toMatchObject({ outcome: 'fail' });
    // The checkout takes five times as long, and a third of 97 ms is 32 ms.
    expect(judge(busyLoop('checkout'))).toMatchObject({ outcome: 'pass' });
  });

  it('is seen in a long phase that is starved, and in no ramp-down', () => {
    const starved = (from: number, to: number) =>
      runOf(10, (second) => [waiting(second, second >= from && second < to ? 200 : 0.5)]);
    expect(judge(starved(60, 70))).toMatchObject({ outcome: 'fail' });
    expect(judge(starved(180, 190))).toMatchObject({ outcome: 'pass' });
  });

  it('lets a pause pass that meets fewer than three attempts in a hundred, wherever it falls', () => {
    const paused = (isPaused: (second: number) => boolean) =>
      judge(runOf(10, (second) => [waiting(second, isPaused(second) ? 300 : 0.5)])).outcome;
    expect(paused((second) => second === 5)).toBe('pass');
    expect(paused((second) => second % 60 === 30)).toBe('pass');
    expect(paused((second) => second % 8 === 0)).toBe('fail');
  });

  it('is not known without attempts, or from a record that cannot be read', () => {
    const run = runOf(10, (second) => [waiting(second, 0.5)]);
    const silent = run.workers.map((worker) => ({
      ...worker,
      timeline: worker.timeline.filter(({ type }) => type !== 'entry'),
    }));
    expect(judge({ ...run, workers: silent })).toMatchObject({ check: 'addedLatency', outcome: 'inconclusive' });
    const broken = runOf(10, (second) => [{ type: 'waiting', second, roundTrips: 'xx', betweenRequests: {} }]);
    expect(judge(broken)).toMatchObject({ check: 'addedLatency', value: null, outcome: 'inconclusive' });
  });

  it('is judged by the scheduling latency alone where the engine did not measure it', () => {
    expect(judge(runOf(10, () => []))).toMatchObject({ check: 'schedLatencyP99', outcome: 'pass' });
  });
});

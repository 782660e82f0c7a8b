import { expect, it } from 'vitest';
import type { Evidence } from '../../src/core/evidence.ts';
import { healthyRun, syntheticRun } from '../../src/core/testing/synthetic-run.ts';
import { encodeLatencies } from '../../src/core/testing/synthetic-timeline.ts';
import type { TimelineLine } from '../../src/core/wire/timeline.ts';
import { reportedLatencies, requestsBySecond } from './latencies.ts';

const request = (second: number, outcome: 'ok' | 'refused', latenciesMs: number[]): TimelineLine => ({
  type: 'entry',
  second,
  kind: 'request',
  name: 'GET /',
  outcome,
  count: latenciesMs.length,
  histogram: encodeLatencies(latenciesMs),
});
const evidence: Evidence = {
  ...syntheticRun({ ...healthyRun, endSeconds: 1, rampDownStartSeconds: 1, rampSeconds: 1, wishes: 1 }),
  workers: [
    { worker: 'w1', timeline: [request(0, 'ok', [10, 20]), request(2, 'ok', [30])], ledger: [] },
    { worker: 'w2', timeline: [request(0, 'refused', [1])], ledger: [] },
  ],
};

it('merges seconds and workers, and takes what failed as slowest', () => {
  const { requests, failed, p50Ms, p95Ms } = reportedLatencies(evidence);
  expect({ requests, failed, p95Ms }).toEqual({ requests: 4, failed: 1, p95Ms: null });
  expect(p50Ms).toBeCloseTo(20, 1);
});

it('adds up what was sent, over seconds in which nothing was', () => {
  expect(requestsBySecond(evidence)).toEqual([3, 3, 4]);
});

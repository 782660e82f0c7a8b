import { expect, it } from 'vitest';
import type { RunEvent } from '../../core/wire/events.ts';
import { floorLines } from './floor.ts';

const figures = {
  connections: 4,
  durationSeconds: 2,
  responses: 4_642,
  responsesPerSecond: 2_321,
  errors: 0,
  badStatus: 0,
  p50Ms: 1.4,
  p95Ms: 2.9,
  p99Ms: 5.25,
};
const probe = (event: Pick<Extract<RunEvent, { type: 'probe' }>, 'target' | 'direct' | 'through'>): RunEvent => ({
  v: 1,
  at: '2026-11-27T08:00:00.000Z',
  offsetSeconds: null,
  type: 'probe',
  ...event,
});

it('says what was measured before the load', () => {
  const through = { ...figures, responsesPerSecond: 1_400, p50Ms: 1.9, p95Ms: 2.8, badStatus: 3 };
  expect(
    floorLines([
      probe({ target: 'front page', direct: figures, through: null }),
      probe({ target: 'recommendations', direct: figures, through }),
    ]),
  ).toEqual([
    {
      what: 'Floor of the front page',
      figures: 'p50 1.4 ms, p95 2.9 ms, p99 5.3 ms at 2,321 requests/s over 4 connections, before the load',
    },
    {
      what: 'Cost of Toxiproxy',
      figures:
        'adds 0.5 ms to the median and nothing that shows to p95, at 60 % of the throughput (recommendations, asked directly and through its proxy), 0 errors and 3 bad statuses',
    },
  ]);
});

it('says nothing of runs that did not measure', () => expect(floorLines([])).toEqual([]));

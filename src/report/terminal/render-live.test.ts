import { describe, expect, it } from 'vitest';
import type { LiveFrame } from '../live/live-frame.ts';
import { renderLive, renderLiveLine } from './render-live.ts';

const frame: LiveFrame = {
  runId: 'black-friday-20261127-0800',
  elapsedSeconds: 158,
  totalSeconds: 412,
  phase: 'fault',
  doing: 'driving',
  virtualUsersActual: 1990,
  virtualUsersPlanned: 2000,
  arrivals: null,
  requestsPerSecond: 480.4,
  errorRatio: 0.41,
  steps: [
    { step: 'browse', p95Ms: 120, limitMs: 1100, attempts: 800 },
    { step: 'cart', p95Ms: null, limitMs: 1100, attempts: 0 },
    { step: 'pay', p95Ms: null, limitMs: 2800, attempts: 30 },
    { step: 'checkout', p95Ms: 9000, limitMs: 2800, attempts: 40 },
  ],
  faultsInPlace: [{ name: 'database-outage', forSeconds: 8.2 }],
  next: { what: 'database-outage out', inSeconds: 12 },
  warnings: ['the load machine is late: timers 140 ms'],
};

describe('renderLive', () => {
  it('during a fault', () =>
    expect(renderLive(frame, { colour: false, width: 72 })).toMatchInlineSnapshot(`
      "Peakproof  █████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░  2:38 / 6:52
      fault · driving
      1,990/2,000 virtual users · 480 requests/s · 41 % failed

      p95 by step             budget                         attempts
      browse          120 ms  of 1.10 s    ██░░░░░░░░░░░░░░       800
      cart                 –  of 1.10 s                             0
      pay          no answer  over 2.80 s  ████████████████        30
      checkout        9.00 s  over 2.80 s  ████████████████        40

      fault in place: database-outage for 8 s
      next: database-outage out in 12 s
      ! the load machine is late: timers 140 ms"
    `));

  it('before T0', () =>
    expect(
      renderLive(
        {
          ...frame,
          elapsedSeconds: 0,
          phase: null,
          doing: 'starting the shop',
          virtualUsersActual: 0,
          errorRatio: null,
          steps: [],
          faultsInPlace: [],
          next: null,
          warnings: [],
        },
        { colour: false, width: 72 },
      ),
    ).toMatchInlineSnapshot(`
      "Peakproof  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0:00 / 6:52
      starting the shop
      0/2,000 virtual users · 480 requests/s · – failed

      no fault in place"
    `));

  it('of an open load: who comes, then who is there', () => {
    const open = { ...frame, virtualUsersPlanned: null, arrivals: { perSecond: 39.2, plannedPerSecond: 40 } };
    expect(renderLive(open, { colour: false, width: 80 }).split('\n')[2]).toBe(
      '39.2/40 sessions/s · 1,990 virtual users · 480 requests/s · 41 % failed',
    );
    expect(renderLiveLine(open)).toContain('| 39.2/40 sessions/s | 1,990 virtual users |');
    expect(
      Math.max(
        ...renderLive(open, { colour: false, width: 60 })
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(60);
  });

  it('has no colour when it shall not', () => {
    expect(renderLive(frame, { colour: false, width: 72 })).not.toContain('\u001b');
    expect(renderLive(frame, { colour: true, width: 72 })).toContain('\u001b');
  });

  it('runs over time without running over its line', () => {
    const lines = renderLive({ ...frame, elapsedSeconds: 999 }, { colour: false, width: 72 }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(72);
  });
});

describe('renderLiveLine', () => {
  it('is one line', () =>
    expect(renderLiveLine(frame)).toMatchInlineSnapshot(
      `"2:38/6:52 | fault | 1,990/2,000 virtual users | 480 requests/s | 41 % failed | p95 over budget: pay no answer, checkout 9.00 s | fault in place: database-outage for 8 s | ! the load machine is late: timers 140 ms"`,
    ));
  it('does not call it within budget when nothing was tried', () => {
    const steps = frame.steps.map((step) => ({ ...step, p95Ms: null, attempts: 0 }));
    expect(renderLiveLine({ ...frame, steps })).toContain('| no p95 yet |');
  });
  it('says that all is within budget', () =>
    expect(renderLiveLine({ ...frame, steps: frame.steps.slice(0, 2), faultsInPlace: [], warnings: [] })).toBe(
      '2:38/6:52 | fault | 1,990/2,000 virtual users | 480 requests/s | 41 % failed | p95 within budget',
    ));
});

import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../core/wire/plan.ts';
import type { TimelineLine } from '../core/wire/timeline.ts';
import type { Tick } from '../run/watcher.ts';
import { followRun } from '../report/index.ts';
import { openLiveView } from './live-view.ts';

const plan = {
  runId: 'run-1',
  scenario: { name: 'black-friday', steps: ['browse'], checkoutStep: 'browse' },
  environment: { cpus: 2 },
  load: {
    model: 'closed',
    patienceSeconds: 20,
    curve: [
      { atSeconds: 0, virtualUsers: 0 },
      { atSeconds: 10, virtualUsers: 100 },
      { atSeconds: 100, virtualUsers: 100 },
    ],
  },
  timing: { plateauStartSeconds: 10, rampDownStartSeconds: 90, endSeconds: 100 },
  experiment: { faults: [{ name: 'cache-loss', atSeconds: 40, durationSeconds: 20 }] },
} as unknown as Plan;

const second = (at: number, activeVirtualUsers: number, sessionsStarted = 0): TimelineLine => ({
  type: 'second',
  second: at,
  activeVirtualUsers,
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

const tick = (offsetSeconds: number, change: Partial<Tick> = {}): Tick => ({
  offsetSeconds,
  phase: 'steady',
  lines: [{ worker: 'w1', line: second(Math.floor(offsetSeconds), 90) }],
  faultInPlace: null,
  ...change,
});

const viewed = (isTty: boolean, viewedPlan = plan) => {
  const stream = new PassThrough();
  const view = openLiveView({ run: followRun(viewedPlan, []), stream, isTty, colour: false, width: 80 });
  return { view, text: () => (stream.read() as Buffer | null)?.toString('utf8') ?? '' };
};

describe('the live view without a terminal', () => {
  it('writes a line every ten seconds, with users as they are and as planned', () => {
    const { view, text } = viewed(false);
    for (let at = 20; at < 42; at += 1) view.tick(tick(at));
    const lines = text().trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('90/100 virtual users');
  });

  it('tells arrivals as they are and as planned, in the open model', () => {
    const curve = [
      { atSeconds: 0, sessionsPerSecond: 0 },
      { atSeconds: 10, sessionsPerSecond: 2.5 },
    ];
    const { view, text } = viewed(false, {
      ...plan,
      load: { model: 'open', patienceSeconds: 20, curve },
    } as unknown as Plan);
    for (let at = 20; at < 31; at += 1) view.tick(tick(at, { lines: [{ worker: 'w1', line: second(at, 90, 3) }] }));
    expect(text().trim().split('\n').at(-1)).toContain('| 3/2.50 sessions/s | 90 virtual users |');
  });

  it('tells which fault is in place, and keeps what else happens', () => {
    const { view, text } = viewed(false);
    view.stage('Fault in: cache-loss');
    view.tick(tick(45, { phase: 'fault', faultInPlace: 'cache-loss' }));
    expect(text()).toMatch(/^Fault in: cache-loss\n.*fault in place: cache-loss/);
  });

  it('warns when the figures are old', () => {
    const { view, text } = viewed(false);
    view.tick(tick(20));
    view.tick(tick(50, { lines: [] }));
    expect(text()).toContain('30 s behind');
  });
});

describe('the live view on a terminal', () => {
  it('shows what comes next', () => {
    const { view, text } = viewed(true);
    view.tick(tick(30));
    view.close();
    expect(text()).toContain('next: fault in: cache-loss in 10 s');
  });
});

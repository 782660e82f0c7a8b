import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../core/wire/events.ts';
import type { AuditFile, BookSnapshot } from '../core/wire/audit.ts';
import type { Plan, PlannedFault } from '../core/wire/plan.ts';
import type { TimelineLine } from '../core/wire/timeline.ts';
import { watchBadShare } from './guard/bad-share.ts';
import { openJournal } from './journal.ts';
import type { RehearsalParts } from './rehearsal-parts.ts';
import { rehearse } from './rehearse.ts';
import { MemoryAlarms } from './testing/memory-alarms.ts';
import { VirtualClock } from './testing/virtual-clock.ts';

const fault: PlannedFault = {
  name: 'database-down',
  kind: 'down',
  target: 'database',
  proxy: 'database',
  atSeconds: 30,
  durationSeconds: 20,
  longestLifeSeconds: 50,
  attributes: {},
  toxicity: 1,
};

const plan: Plan = {
  schemaVersion: 1,
  runId: 'run-1',
  createdAt: '2026-11-27T08:00:00.000Z',
  seed: 1,
  peakproofVersion: '0.1.0',
  environment: { machine: 'test', cpus: 2, memoryMiB: 1_024, nodeVersion: '20' },
  shop: { kind: 'reference', profile: 'modern', defects: [], adapter: 'reference' },
  scenario: { name: 'black-friday', steps: ['browse', 'checkout'], checkoutStep: 'checkout' },
  load: {
    model: 'closed',
    virtualUsers: 10,
    curve: [
      { atSeconds: 0, virtualUsers: 0 },
      { atSeconds: 10, virtualUsers: 10 },
      { atSeconds: 90, virtualUsers: 10 },
      { atSeconds: 100, virtualUsers: 0 },
    ],
    hosts: 1,
    workers: 1,
    connections: 'perUser',
    thinkTimeMedianSeconds: 5,
    thinkTimeSigma: 0.4,
    patienceSeconds: 10,
  },
  timing: {
    plateauStartSeconds: 10,
    rampDownStartSeconds: 90,
    endSeconds: 100,
    worstCaseSeconds: 200,
    recoveryReserveSeconds: 30,
  },
  experiment: { name: 'x', title: 'X', hypothesis: 'h', runbook: null, faults: [fault] },
  exercise: { leastAcknowledgedOrders: 0, leastSoldOutSkus: 0 },
  business: { averageOrderValueCents: 7_500, oversellCostCents: 2_200 },
  targets: { database: 'database' },
};

const books: BookSnapshot = { atMs: 0, digest: 'd', sequence: 0, stock: [], orders: [], charges: [], movements: [] };

const badSecond = (second: number): TimelineLine => ({
  type: 'entry',
  second,
  kind: 'step',
  name: 'browse',
  outcome: 'error',
  count: 50,
  histogram: '',
});

interface Setting {
  readonly loadEndsAfterMs?: number | null;
  readonly tail?: (nowMs: number) => readonly TimelineLine[];
  readonly interruptAtMs?: number;
  readonly watchers?: RehearsalParts['watchers'];
  readonly applyFails?: boolean;
  readonly isSteady?: boolean;
  readonly alarms?: (clock: VirtualClock) => RehearsalParts['alarms'];
}

const rehearseWith = async (setting: Setting) => {
  const clock = new VirtualClock();
  const events: RunEvent[] = [];
  const audits: AuditFile[] = [];
  const calls: string[] = [];
  const inPlace = new Set<string>();
  const signal = new AbortController();
  const store = {
    folder: '/nowhere',
    appendEvent: (event: RunEvent) => void events.push(event),
    writeAudit: (audit: AuditFile) => void audits.push(audit),
  } as unknown as RehearsalParts['store'];
  const journal = openJournal(clock, store);
  let end: () => void = () => undefined;
  const parts: RehearsalParts = {
    plan,
    store,
    journal,
    clock,
    baseUrl: 'http://127.0.0.1:1',
    adapterFile: '/adapter.ts',
    auditor: { snapshot: () => Promise.resolve(books) },
    generator: {
      start: () => {
        const ended = new Promise<{ exitCodes: number[]; lastWords: string }>((resolve) => {
          end = () => resolve({ exitCodes: [0], lastWords: 'TypeError: no such step' });
        });
        const after = setting.loadEndsAfterMs ?? null;
        if (after !== null) void clock.sleep(after).then(end);
        const stop = () => {
          calls.push('stop');
          if (after !== null) end();
          return Promise.resolve();
        };
        const kill = () => {
          calls.push('kill');
          end();
          return Promise.resolve();
        };
        return Promise.resolve({ pids: [42], ended, stop, kill });
      },
    },
    faults: {
      apply: ({ name }) => {
        calls.push(`apply ${name}`);
        inPlace.add(name);
        return setting.applyFails === true ? Promise.reject(new Error('read-back differs')) : Promise.resolve();
      },
      adjust: ({ name, attributes }) => {
        calls.push(`adjust ${name} ${JSON.stringify(attributes)}`);
        return Promise.resolve();
      },
      heal: ({ name }, by) => {
        calls.push(`heal ${name} ${by}`);
        inPlace.delete(name);
        return Promise.resolve();
      },
      healAll: (by) => {
        for (const name of inPlace) calls.push(`heal ${name} ${by}`);
        inPlace.clear();
        return Promise.resolve();
      },
    },
    watch: {
      see: () => undefined,
      note: () => undefined,
      steadiness: () => ({ isShown: setting.isSteady ?? true, why: 'checkout: 40 % of 80 attempts were bad' }),
      hasRecovered: () => false,
    },
    watchers: setting.watchers ?? [],
    alarms: setting.alarms?.(clock) ?? null,
    tail: () => (setting.tail?.(clock.monotonicMs()) ?? [secondLine]).map((line) => ({ worker: 'w1', line })),
    onLoadStarted: (pids) => void calls.push(`pids ${pids.join()}`),
    signal: signal.signal,
    onTick: () => undefined,
    onStage: () => undefined,
  };
  if (setting.interruptAtMs !== undefined)
    void clock.sleep(setting.interruptAtMs).then(() => {
      signal.abort('SIGINT');
    });
  const error = await clock.finish(rehearse(parts)).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return {
    events,
    audits,
    calls,
    error,
    said: events.map((event) => ('state' in event ? `${event.type} ${event.state}` : event.type)),
  };
};

const secondLine: TimelineLine = {
  type: 'second',
  second: 0,
  activeVirtualUsers: 0,
  sessionsStarted: 0,
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
};

describe('rehearse', () => {
  it('applies and heals on time, ends with the load, audits twice and closes', async () => {
    const { calls, audits, said, events, error } = await rehearseWith({ loadEndsAfterMs: 106_000 });
    expect(error).toBeNull();
    expect(calls).toEqual(['pids 42', 'apply database-down', 'heal database-down plan']);
    expect(audits.map((audit) => audit.closing === null)).toEqual([true, false]);
    expect(said.filter((text) => text.startsWith('run'))).toEqual([
      'run created',
      'run driving',
      'run loadEnded',
      'run quiesced',
      'run closed',
    ]);
    expect(events.flatMap((event) => (event.type === 'phase' ? [event.phase] : []))).toEqual([
      'rampUp',
      'steady',
      'fault',
      'recovery',
      'after',
      'rampDown',
    ]);
    expect(events.find((event) => event.type === 'run' && event.state === 'driving')?.offsetSeconds).toBe(0);
  });

  it('asks shoppers to leave when the load does not end by itself, then ends it', async () => {
    const { calls, said } = await rehearseWith({});
    expect(calls.slice(-2)).toEqual(['stop', 'kill']);
    expect(said).toContain('run loadKilled');
  });

  it('heals at once when it is interrupted in the middle of the fault, and leaves the audit open', async () => {
    const { calls, said, audits } = await rehearseWith({ loadEndsAfterMs: 200_000, interruptAtMs: 45_000 });
    expect(calls).toEqual(['pids 42', 'apply database-down', 'heal database-down interrupt', 'stop']);
    expect(said).toContain('aborted');
    expect(said).not.toContain('run closed');
    expect(audits.at(-1)?.closing).toBeNull();
  });

  it('heals and stops when a stop condition is reached', async () => {
    const { calls, events } = await rehearseWith({
      loadEndsAfterMs: 200_000,
      watchers: [watchBadShare({ badShareAbove: 0.5, forSeconds: 10 })],
      tail: (nowMs) => (nowMs > 36_000 ? [secondLine, badSecond(Math.floor(nowMs / 1_000) - 5)] : [secondLine]),
    });
    expect(calls).toContain('heal database-down guard');
    expect(events.find((event) => event.type === 'aborted')).toMatchObject({ by: 'guard' });
  });

  it('ends the load earlier than planned when a watcher wants it, heals by plan and closes the books', async () => {
    const { calls, said, events } = await rehearseWith({
      loadEndsAfterMs: 200_000,
      watchers: [
        { see: () => null },
        { see: ({ offsetSeconds }) => (offsetSeconds >= 40 ? { wish: 'endLoad', why: 'all is known' } : null) },
      ],
    });
    expect(calls).toEqual(['pids 42', 'apply database-down', 'heal database-down plan', 'stop']);
    expect(said).toContain('run closed');
    expect(said).not.toContain('aborted');
    expect(events.findLast((event) => event.type === 'note')).toMatchObject({
      text: expect.stringContaining('all is known') as string,
    });
  });

  it('heals at once and stops when an alarm that stops the run goes off', async () => {
    const { calls, events, said } = await rehearseWith({
      loadEndsAfterMs: 200_000,
      alarms: (clock) => {
        const watcher = new MemoryAlarms(clock, ['checkout-5xx']);
        void clock.sleep(40_000).then(() => watcher.set('checkout-5xx', 'ALARM'));
        return { watcher, stopOn: ['checkout-5xx'] };
      },
    });
    expect(calls).toContain('heal database-down guard');
    expect(events.find((event) => event.type === 'guard')).toMatchObject({ condition: 'alarm' });
    const alarm = events.find((event) => event.type === 'alarm');
    const aborted = events.find((event) => event.type === 'aborted');
    expect(alarm).toMatchObject({ alarm: 'checkout-5xx', from: 'OK', to: 'ALARM' });
    expect((aborted?.offsetSeconds ?? Infinity) - (alarm?.offsetSeconds ?? 0)).toBeLessThanOrEqual(1);
    expect(said.filter((text) => text.startsWith('watch'))).toEqual(['watch started', 'watch ended']);
  });

  it('heals and ends the load when a fault cannot be applied', async () => {
    const { calls, error } = await rehearseWith({ loadEndsAfterMs: 200_000, applyFails: true });
    expect(error).toMatchObject({ message: 'read-back differs' });
    expect(calls.slice(-2)).toEqual(['heal database-down plan', 'stop']);
  });

  it('puts no fault in and stops where no steady state is shown', async () => {
    const { calls, events, said, error } = await rehearseWith({ loadEndsAfterMs: 200_000, isSteady: false });
    expect(error).toBeNull();
    expect(calls).toEqual(['pids 42', 'stop']);
    expect(events.find((event) => event.type === 'aborted')).toMatchObject({
      by: 'unsteady',
      detail: 'checkout: 40 % of 80 attempts were bad',
    });
    expect(said.at(-1)).toBe('run closed');
  });

  it('says the last words of an engine that never began', async () => {
    const { error } = await rehearseWith({ loadEndsAfterMs: 5_000, tail: () => [] });
    expect(error).toMatchObject({ exitCode: 5, message: expect.stringContaining('no such step') as string });
  });
});

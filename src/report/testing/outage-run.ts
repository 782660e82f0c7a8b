import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import type { Evidence } from '../../core/evidence.ts';
import type { RunEvent } from '../../core/wire/events.ts';
import type { Plan } from '../../core/wire/plan.ts';
import type { StepOutcome } from '../../core/wire/steps.ts';
import type { TimelineLine } from '../../core/wire/timeline.ts';
import { plannedVirtualUsers } from '../../core/load-curve.ts';
import type { ReportInput } from '../report-input.ts';
import { outageBudgets, outagePhases, outageVerdict } from './outage-verdict.ts';

/** A generator that gives the same numbers each time (a linear congruence, Numerical Recipes constants). */
const seeded = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
};

const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

const outageFrom = 150;
const outageTo = 170;
const backAt = 176;

const stepShapes = [
  { step: 'browse', share: 0.3, medianMs: 42, hitByOutage: 0.3 },
  { step: 'search', share: 0.2, medianMs: 68, hitByOutage: 0.5 },
  { step: 'product', share: 0.3, medianMs: 55, hitByOutage: 0.35 },
  { step: 'cart', share: 0.13, medianMs: 48, hitByOutage: 0.1 },
  { step: 'checkout', share: 0.07, medianMs: 240, hitByOutage: 0.98 },
];

const minutes = 6;
const curve = [
  { atSeconds: 0, virtualUsers: 100 },
  { atSeconds: 20, virtualUsers: 400 },
  { atSeconds: 50, virtualUsers: 2000 },
  { atSeconds: 330, virtualUsers: 2000 },
  { atSeconds: 360, virtualUsers: 0 },
];
export const outagePlan: Plan = {
  schemaVersion: 1,
  runId: 'black-friday-20261127-0800',
  createdAt: '2026-11-27T07:59:31.000Z',
  seed: 20261127,
  peakproofVersion: '0.1.0',
  environment: { machine: 'linux x64', cpus: 2, memoryMiB: 7936, nodeVersion: 'v20.20.2' },
  shop: { kind: 'reference', profile: 'modern', defects: [], adapter: 'scenarios/shops/reference.ts' },
  scenario: { name: 'black-friday', steps: stepShapes.map(({ step }) => step), checkoutStep: 'checkout' },
  load: {
    model: 'closed',
    virtualUsers: 2000,
    curve,
    hosts: 20,
    workers: 1,
    connections: 'perUser',
    thinkTimeMedianSeconds: 6,
    thinkTimeSigma: 0.6,
    patienceSeconds: 15,
  },
  timing: {
    plateauStartSeconds: 50,
    rampDownStartSeconds: 330,
    endSeconds: minutes * 60,
    worstCaseSeconds: 412,
    recoveryReserveSeconds: 105,
  },
  experiment: {
    name: 'database-failover',
    title: 'Database fail-over',
    hypothesis: 'When the primary is lost for 20 s, checkout comes back by itself within 90 s and no order is lost.',
    runbook: 'chaos/database-failover.md',
    faults: [
      {
        name: 'database-outage',
        kind: 'failover',
        target: 'database',
        proxy: 'shop-database',
        atSeconds: outageFrom,
        durationSeconds: outageTo - outageFrom,
        longestLifeSeconds: 60,
        attributes: { downSeconds: 20 },
        toxicity: 1,
      },
    ],
  },
  exercise: { leastAcknowledgedOrders: 200, leastSoldOutSkus: 3 },
  business: { averageOrderValueCents: 7500, oversellCostCents: 2200 },
  targets: { database: 'shop-database', cache: 'shop-cache', payments: 'shop-payments' },
};

const encodeUs = (latenciesUs: readonly number[]): string => {
  const histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 120_000_000,
    numberOfSignificantValueDigits: 3,
  });
  for (const latencyUs of latenciesUs) histogram.recordValue(Math.max(1, Math.round(latencyUs)));
  return encodeIntoCompressedBase64(histogram);
};

const entriesOfSecond = (second: number, users: number, random: () => number): TimelineLine[] => {
  const inOutage = second >= outageFrom && second < outageTo;
  const settling = second >= outageTo && second < backAt ? 1 - (second - outageTo) / (backAt - outageTo) : 0;
  const lines: TimelineLine[] = [];
  let requests = 0;
  const latenciesOfAll: number[] = [];
  for (const { step, share, medianMs, hitByOutage } of stepShapes) {
    const expected = (users / 7.2) * share;
    const attempts = Math.max(0, Math.round(expected + Math.sqrt(expected) * normal(random)));
    const byOutcome = new Map<StepOutcome, number[]>();
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const hit = random() < hitByOutage * (inOutage ? 1 : settling);
      const slowdown = 1 + 0.5 * (users / 2000) ** 2 + (hit ? 2 : 6 * settling * hitByOutage);
      const latencyUs = 1000 * medianMs * slowdown * Math.exp(0.42 * normal(random));
      const refused = hit && random() < 0.8;
      const outcome: StepOutcome = refused
        ? 'error'
        : hit
          ? 'timeout'
          : step === 'checkout' && random() < 0.02
            ? 'declined'
            : random() < 0.0004
              ? 'error'
              : 'ok';
      const full = outcome === 'timeout' ? 15_000_000 : latencyUs;
      byOutcome.set(outcome, [...(byOutcome.get(outcome) ?? []), full]);
      latenciesOfAll.push(full / 2);
      requests += 2;
    }
    for (const [outcome, latencies] of byOutcome)
      lines.push({
        type: 'entry',
        second,
        kind: 'step',
        name: step,
        outcome,
        count: latencies.length,
        histogram: encodeUs(latencies),
      });
  }
  if (requests > 0)
    lines.push({
      type: 'entry',
      second,
      kind: 'request',
      name: 'page',
      outcome: 'ok',
      count: requests,
      histogram: encodeUs(latenciesOfAll),
    });
  return lines;
};

const timeline = (): TimelineLine[] => {
  const random = seeded(7);
  const lines: TimelineLine[] = [
    {
      v: 1,
      type: 'header',
      worker: 'w1',
      t0Ms: 1795766400000,
      hostsPlanned: 20,
      histogram: { unit: 'us', lowest: 1, highest: 120_000_000, significantFigures: 3 },
    },
  ];
  for (let second = 0; second < minutes * 60; second += 1) {
    const planned = plannedVirtualUsers(curve, second);
    const users = Math.max(0, Math.round(planned * (1 - 0.01 * random())));
    lines.push(...entriesOfSecond(second, users, random));
    lines.push({
      type: 'second',
      second,
      activeVirtualUsers: users,
      sessionsStarted: Math.round(users / 45),
      sessionsFinished: Math.round(users / 50),
      sessionsAbandoned: second >= outageFrom && second < backAt ? 30 : 0,
      sessionsCrashed: 0,
      sessionsLate: 0,
      timerLatenessP99Ms: 1.5 + 4 * (users / 2000) + 2 * Math.abs(normal(random)),
      schedLatencyP99Ms: 0.2 + 0.8 * (users / 2000) + 0.3 * Math.abs(normal(random)),
      cpuSeconds: 0.08 + 0.55 * (users / 2000) + 0.03 * normal(random),
      rssMiB: 180 + 90 * (users / 2000),
      bytesSent: users * 900,
      bytesReceived: users * 6000,
      openConnections: users,
      clockSkewMs: 0.2,
    });
  }
  lines.push({ type: 'end', second: minutes * 60, hostsStarted: 20, hostsFinished: 20, requestsCut: 0, stopped: true });
  return lines;
};

const at = (offsetSeconds: number): string => new Date(1795766400000 + offsetSeconds * 1000).toISOString();

const events = (): RunEvent[] => [
  { v: 1, at: at(-28), offsetSeconds: null, type: 'run', state: 'created' },
  { v: 1, at: at(0), offsetSeconds: 0, type: 'run', state: 'driving' },
  ...outagePhases.map(({ phase, fromSeconds }): RunEvent => ({
    v: 1,
    at: at(fromSeconds),
    offsetSeconds: fromSeconds,
    type: 'phase',
    phase,
  })),
  { v: 1, at: at(150), offsetSeconds: 150, type: 'fault', fault: 'database-outage', state: 'applying', by: 'plan' },
  { v: 1, at: at(150.2), offsetSeconds: 150.2, type: 'fault', fault: 'database-outage', state: 'applied', by: 'plan' },
  { v: 1, at: at(170), offsetSeconds: 170, type: 'fault', fault: 'database-outage', state: 'healing', by: 'plan' },
  { v: 1, at: at(170.3), offsetSeconds: 170.3, type: 'fault', fault: 'database-outage', state: 'healed', by: 'plan' },
  { v: 1, at: at(361), offsetSeconds: 361, type: 'run', state: 'loadEnded' },
  { v: 1, at: at(383), offsetSeconds: 383, type: 'run', state: 'quiesced' },
  { v: 1, at: at(386), offsetSeconds: 386, type: 'run', state: 'closed' },
];

/**
 * A made-up run of six minutes with 2,000 virtual users and a database outage of 20 s, for tests of the views: the same
 * numbers each time, the shape of a real run, no claim to be one.
 */
export const outageRun = (): ReportInput => {
  const evidence: Evidence = {
    plan: outagePlan,
    budgets: outageBudgets,
    events: events(),
    workers: [{ worker: 'w1', timeline: timeline(), ledger: [] }],
    audit: null,
    problems: [],
  };
  return { evidence, verdict: outageVerdict(), phases: outagePhases };
};

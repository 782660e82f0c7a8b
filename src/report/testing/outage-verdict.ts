import type { PhaseSpan } from '../../core/phase-span.ts';
import type { BudgetsFile } from '../../core/wire/budgets.ts';
import { invariantNames } from '../../core/wire/invariants.ts';
import type { Finding, Invariant, Recovery, Verdict } from '../../core/wire/verdict.ts';

export const outagePhases: readonly PhaseSpan[] = [
  { phase: 'rampUp', fromSeconds: 0, toSeconds: 50 },
  { phase: 'steady', fromSeconds: 50, toSeconds: 150 },
  { phase: 'fault', fromSeconds: 150, toSeconds: 170 },
  { phase: 'recovery', fromSeconds: 170, toSeconds: 200 },
  { phase: 'after', fromSeconds: 200, toSeconds: 330 },
  { phase: 'rampDown', fromSeconds: 330, toSeconds: 360 },
];

const steps = ['browse', 'search', 'product', 'cart', 'checkout'];
const limitMs = (step: string): number => (step === 'checkout' ? 2800 : 1100);

export const outageBudgets: BudgetsFile = {
  schemaVersion: 1,
  source: { kind: 'default' },
  budgets: [
    ...steps.flatMap((step) =>
      (['steady', 'after'] as const).map((phase) => ({
        name: `${step} p95 ${phase}`,
        indicator: 'latencyP95' as const,
        step,
        phase,
        fault: null,
        limit: limitMs(step),
      })),
    ),
    {
      name: 'checkout errors steady',
      indicator: 'errorShare',
      step: 'checkout',
      phase: 'steady',
      fault: null,
      limit: 0.01,
    },
    { name: 'checkout recovers', indicator: 'serviceRecovery', step: 'checkout', phase: null, fault: '*', limit: 90 },
    { name: 'downtime at the peak', indicator: 'downtime', step: null, phase: null, fault: null, limit: 120 },
  ],
};

const p95: Record<string, number> = { browse: 128, search: 205, product: 166, cart: 144, checkout: 726 };
const samples: Record<string, number> = { browse: 8312, search: 5561, product: 8298, cart: 3609, checkout: 1944 };

const latencyFinding = (step: string, phase: 'steady' | 'after'): Finding => {
  const value = (p95[step] ?? 0) * (phase === 'steady' ? 1 : 1.02);
  return {
    budget: `${step} p95 ${phase}`,
    step,
    indicator: 'latencyP95',
    phase,
    fault: null,
    limit: limitMs(step),
    unit: 'ms',
    value,
    interval: [value * 0.97, value * 1.04],
    samples: samples[step] ?? 0,
    badShare: { value: 0.0006, low: 0.0001, high: 0.0021, allowance: 0.05, designEffect: 1.3 },
    outcome: 'pass',
    why: `at most 0.21 % of the attempts were bad, 5 % are allowed`,
  };
};

const recoveryOf = (step: string): Recovery => ({
  fault: 'database-outage',
  step,
  appliedAtSeconds: 150.2,
  onsetAtSeconds: step === 'checkout' ? 151 : 152,
  healedAtSeconds: 170.3,
  recoveredAtSeconds: step === 'checkout' ? 191 : 186,
  serviceRecoverySeconds: step === 'checkout' ? 40 : 34,
  selfHealingSeconds: step === 'checkout' ? 20.7 : 15.7,
  degradedSeconds: step === 'checkout' ? 25 : 22,
  timeToDetectSeconds: null,
  episodes: 1,
  indicator: 'serviceRecovery',
  limitSeconds: 90,
  outcome: 'pass',
  why: `back within ${step === 'checkout' ? 40 : 34} s of the onset; 90 s are allowed`,
});

const exercised: Record<string, [number, number, string]> = {
  oversold: [6, 3, 'SKUs sold out'],
  strandedStock: [1611, 200, 'orders acknowledged'],
  duplicateOrders: [94, 1, 'keys retried'],
  doubleCharges: [94, 1, 'keys retried'],
};

const invariantOf = (name: (typeof invariantNames)[number]): Invariant => {
  const [value, least, what] = exercised[name] ?? [5732, 200, 'orders acknowledged'];
  return {
    name,
    count: 0,
    limit: 0,
    exercised: { value, least, what },
    outcome: 'pass',
    why: 'none found',
    examples: [],
  };
};

const errorFinding: Finding = {
  budget: 'checkout errors steady',
  step: 'checkout',
  indicator: 'errorShare',
  phase: 'steady',
  fault: null,
  limit: 0.01,
  unit: 'ratio',
  value: 0.0005,
  interval: [0.0001, 0.0028],
  samples: 1944,
  badShare: { value: 0.0005, low: 0.0001, high: 0.0028, allowance: 0.01, designEffect: 1 },
  outcome: 'pass',
  why: 'at most 0.28 % of the attempts failed, 1 % is allowed',
};

const downtimeFinding: Finding = {
  budget: 'downtime at the peak',
  step: null,
  indicator: 'downtime',
  phase: null,
  fault: null,
  limit: 120,
  unit: 's',
  value: 25,
  interval: [25, 25],
  samples: 360,
  badShare: null,
  outcome: 'pass',
  why: 'checkout was in breach for 25 s, 120 s are allowed',
};

const funnel = [
  { step: 'browse', attempts: 26_610, good: 26_170 },
  { step: 'search', attempts: 17_790, good: 17_300 },
  { step: 'product', attempts: 26_550, good: 26_030 },
  { step: 'cart', attempts: 11_560, good: 11_490 },
  { step: 'checkout', attempts: 6218, good: 5732 },
];

/** The verdict of the made-up run: a pass. Override what a test is about. */
export const outageVerdict = (changes: Partial<Verdict> = {}): Verdict => ({
  schemaVersion: 1,
  runId: 'black-friday-20261127-0800',
  verdict: 'pass',
  exitCode: 0,
  sentence:
    'The shop held 2,000 virtual users and came back from the database outage by itself in 40 s; no order was lost, doubled or oversold.',
  startedAt: '2026-11-27T08:00:00.000Z',
  durationSeconds: 386,
  seed: 20261127,
  aborted: null,
  load: {
    virtualUsersPlanned: 2000,
    virtualUsersPeak: 2000,
    sessions: 14_840,
    requests: 177_456,
    requestsPerSecond: 493,
  },
  validity: [
    { check: 'timerLatenessP99', value: 9.4, limit: 100, unit: 'ms', outcome: 'pass', why: 'timers fired on time' },
    {
      check: 'schedLatencyP99',
      value: 1.9,
      limit: 20,
      unit: 'ms',
      outcome: 'pass',
      why: 'the process was not starved',
    },
    { check: 'generatorCpu', value: 0.33, limit: 0.8, unit: 'ratio', outcome: 'pass', why: 'a third of the machine' },
    { check: 'virtualUsersReached', value: 0.995, limit: 0.98, unit: 'ratio', outcome: 'pass', why: 'as planned' },
    { check: 'sessionsCrashed', value: 0, limit: 0, unit: '', outcome: 'pass', why: 'none' },
    { check: 'timelineGaps', value: 0, limit: 2, unit: 's', outcome: 'pass', why: 'every second was reported' },
  ],
  findings: [
    ...steps.flatMap((step) => [latencyFinding(step, 'steady'), latencyFinding(step, 'after')]),
    errorFinding,
    downtimeFinding,
  ],
  recovery: steps.map(recoveryOf),
  faultCosts: [
    {
      faults: ['database-outage'],
      appliedAtSeconds: 180,
      watchedUntilSeconds: 360,
      downtimeSeconds: 25,
      ordersLost: 179,
      revenueAtRiskCents: 1_342_500,
    },
  ],
  downtimeSeconds: 25,
  invariants: invariantNames.map(invariantOf),
  business: {
    ordersPlaced: 5732,
    revenueCents: 43_218_400,
    revenueAtRiskCents: 1_342_500,
    oversellCostCents: 0,
    funnel,
  },
  faultsLeft: [],
  problems: [],
  ...changes,
});

/** The same run gone wrong in every way that a report has to show. */
export const brokenVerdict = (): Verdict => {
  const sound = outageVerdict();
  const findings = sound.findings.map((finding): Finding => {
    if (finding.budget === 'checkout p95 after')
      return {
        ...finding,
        value: 8420,
        interval: [7900, null],
        badShare: { value: 0.34, low: 0.29, high: 0.39, allowance: 0.05, designEffect: 2.4 },
        outcome: 'fail',
        why: 'at least 29 % of the attempts were bad, 5 % are allowed',
      };
    if (finding.budget === 'cart p95 after')
      return {
        ...finding,
        value: null,
        interval: [null, null],
        samples: 0,
        badShare: null,
        outcome: 'inconclusive',
        why: 'no attempt in this phase',
      };
    if (finding.indicator === 'downtime')
      return {
        ...finding,
        value: 160,
        interval: [160, 160],
        outcome: 'fail',
        why: 'checkout was in breach for 160 s, 120 s are allowed',
      };
    if (finding.budget === 'search p95 after')
      return {
        ...finding,
        outcome: 'advisory',
        why: 'the phase is too short for an interval: 8 batches of 15 s are needed',
      };
    return finding;
  });
  const invariants = sound.invariants.map((invariant): Invariant => {
    if (invariant.name === 'oversold')
      return {
        ...invariant,
        count: 12,
        outcome: 'fail',
        why: '12 units of 2 SKUs were sold beyond the stock',
        examples: ['SKU-004711 at hamburg: 9 units beyond 40', 'SKU-000815 at hamburg: 3 units beyond 25'],
      };
    if (invariant.name === 'doubleCharges')
      return {
        ...invariant,
        exercised: { value: 0, least: 1, what: 'keys retried' },
        outcome: 'inconclusive',
        why: 'no key was retried',
      };
    return invariant;
  });
  const recovery = sound.recovery.map((row): Recovery =>
    row.step === 'checkout'
      ? {
          ...row,
          recoveredAtSeconds: null,
          serviceRecoverySeconds: null,
          selfHealingSeconds: null,
          degradedSeconds: 160,
          outcome: 'fail',
          why: 'not back within 90 s; watched for 179 s',
        }
      : row,
  );
  return {
    ...sound,
    verdict: 'fail',
    exitCode: 1,
    sentence: 'The shop failed: 12 units were oversold and checkout did not come back from the database outage.',
    findings,
    invariants,
    recovery,
    validity: sound.validity.map((check) =>
      check.check === 'generatorCpu'
        ? { ...check, value: 0.86, outcome: 'inconclusive', why: 'the machine was nearly full: 80 % is the most' }
        : check,
    ),
    downtimeSeconds: 160,
    business: { ...sound.business, revenueAtRiskCents: 9_125_000, oversellCostCents: 26_400 },
    problems: [{ file: 'timeline-w1.ndjson', what: 'line 2,114 ends in the middle' }],
  };
};

import type { Evidence } from '../evidence.ts';
import type { Budget } from '../wire/budgets.ts';
import type { RunEvent } from '../wire/events.ts';
import type { LoadPoint, Plan, PlannedFault } from '../wire/plan.ts';
import { seededDraws } from './random-draws.ts';
import { syntheticBooks } from './synthetic-books.ts';
import { type SyntheticOutage, type SyntheticStep, syntheticTimeline } from './synthetic-timeline.ts';

/** What a synthetic run is made of. Seconds from T0. */
export interface SyntheticOptions {
  readonly seed: number;
  readonly virtualUsers: number;
  readonly rampSeconds: number;
  readonly rampDownStartSeconds: number;
  readonly endSeconds: number;
  readonly steps: readonly SyntheticStep[];
  /** When the fault is in place; null for a run without experiment. */
  readonly fault: { readonly fromSeconds: number; readonly toSeconds: number } | null;
  readonly outages: readonly SyntheticOutage[];
  readonly budgets: readonly Budget[];
  readonly wishes: number;
}

export const syntheticT0Ms = Date.UTC(2030, 10, 29, 9, 0, 0);
const runId = 'synthetic-run';
const worker = 'w1';
const hosts = 4;

const step = (name: string, perVirtualUserSecond: number, medianMs: number): SyntheticStep => ({
  name,
  perVirtualUserSecond,
  medianMs,
  sigma: 0.4,
  errorShare: 0.002,
});

/** A budget, with what it does not need left null. */
export const syntheticBudget = (budget: Pick<Budget, 'name' | 'indicator' | 'limit'> & Partial<Budget>): Budget => ({
  step: null,
  phase: null,
  fault: null,
  ...budget,
});

/** A healthy shop of 600 users over seven minutes, whose database is out for 20 s in the middle. */
export const healthyRun: SyntheticOptions = {
  seed: 7,
  virtualUsers: 600,
  rampSeconds: 20,
  rampDownStartSeconds: 400,
  endSeconds: 420,
  steps: [step('browse', 0.08, 120), step('product', 0.08, 90), step('cart', 0.02, 110), step('checkout', 0.01, 400)],
  fault: { fromSeconds: 200.4, toSeconds: 220.7 },
  outages: [{ fromSeconds: 201, toSeconds: 226, badShare: 0.85, traffic: 0.7 }],
  budgets: [
    syntheticBudget({ name: 'browse-p95', indicator: 'latencyP95', step: 'browse', phase: 'steady', limit: 1100 }),
    syntheticBudget({ name: 'checkout-p95', indicator: 'latencyP95', step: 'checkout', phase: 'steady', limit: 2800 }),
    syntheticBudget({ name: 'browse-errors', indicator: 'errorShare', step: 'browse', phase: 'steady', limit: 0.01 }),
    syntheticBudget({ name: 'browse-back', indicator: 'serviceRecovery', step: 'browse', fault: '*', limit: 60 }),
    syntheticBudget({ name: 'checkout-back', indicator: 'selfHealing', step: 'checkout', fault: '*', limit: 60 }),
    syntheticBudget({ name: 'downtime', indicator: 'downtime', limit: 120 }),
  ],
  wishes: 600,
};

/** The evidence of a synthetic run: seeded, so the same options give the same evidence. */
export const syntheticRun = (options: SyntheticOptions): Evidence => {
  const draws = seededDraws(options.seed);
  const plan = planOf(options);
  const timeline = syntheticTimeline(draws, {
    worker,
    t0Ms: syntheticT0Ms,
    hosts,
    curve: curveOf(options),
    seconds: options.endSeconds,
    steps: options.steps,
    outages: options.outages,
  });
  const { ledger, audit } = syntheticBooks(draws, {
    runId,
    worker,
    t0Ms: syntheticT0Ms,
    fromSeconds: options.rampSeconds,
    toSeconds: options.rampDownStartSeconds,
    wishes: options.wishes,
    scarceUnits: 20,
  });
  return {
    plan,
    budgets: { schemaVersion: 1, source: { kind: 'default' }, budgets: [...options.budgets] },
    events: eventsOf(options),
    workers: [{ worker, timeline, ledger }],
    audit,
    problems: [],
  };
};

type NewEvent<Event> = Event extends RunEvent ? Omit<Event, 'v' | 'at' | 'offsetSeconds'> : never;

/** One event of the harness at an offset from T0. */
export const syntheticEvent = (offsetSeconds: number, event: NewEvent<RunEvent>): RunEvent => ({
  v: 1,
  at: new Date(syntheticT0Ms + offsetSeconds * 1000).toISOString(),
  offsetSeconds,
  ...event,
});

const eventsOf = ({ fault, endSeconds }: SyntheticOptions): RunEvent[] => [
  syntheticEvent(-10, { type: 'run', state: 'created' }),
  syntheticEvent(0, { type: 'run', state: 'driving' }),
  ...(fault === null
    ? []
    : [
        syntheticEvent(fault.fromSeconds, { type: 'fault', fault: 'database-out', state: 'applied', by: 'plan' }),
        syntheticEvent(fault.toSeconds, { type: 'fault', fault: 'database-out', state: 'healed', by: 'plan' }),
      ]),
  syntheticEvent(endSeconds + 1, { type: 'run', state: 'loadEnded' }),
  syntheticEvent(endSeconds + 20, { type: 'run', state: 'quiesced' }),
  syntheticEvent(endSeconds + 25, { type: 'run', state: 'closed' }),
];

const plannedFault = ({ fromSeconds, toSeconds }: { fromSeconds: number; toSeconds: number }): PlannedFault => ({
  name: 'database-out',
  kind: 'down',
  target: 'database',
  proxy: 'database',
  atSeconds: Math.floor(fromSeconds),
  durationSeconds: Math.round(toSeconds - fromSeconds),
  longestLifeSeconds: 120,
  attributes: {},
  toxicity: 1,
});

const curveOf = (options: SyntheticOptions): LoadPoint[] => [
  { atSeconds: 0, virtualUsers: 0 },
  { atSeconds: options.rampSeconds, virtualUsers: options.virtualUsers },
  { atSeconds: options.rampDownStartSeconds, virtualUsers: options.virtualUsers },
  { atSeconds: options.endSeconds, virtualUsers: 0 },
];

const planOf = (options: SyntheticOptions): Plan => ({
  schemaVersion: 1,
  runId,
  createdAt: new Date(syntheticT0Ms - 60_000).toISOString(),
  seed: options.seed,
  peakproofVersion: '0.1.0',
  environment: { machine: 'synthetic', cpus: 2, memoryMiB: 4096, nodeVersion: '20.19.0' },
  shop: { kind: 'reference', profile: 'modern', defects: [], adapter: 'scenarios/shops/reference.ts' },
  scenario: { name: 'black-friday', steps: options.steps.map(({ name }) => name), checkoutStep: 'checkout' },
  load: {
    model: 'closed',
    virtualUsers: options.virtualUsers,
    curve: curveOf(options),
    hosts,
    workers: 1,
    connections: 'perUser',
    thinkTimeMedianSeconds: 4,
    thinkTimeSigma: 0.5,
    patienceSeconds: 15,
  },
  timing: {
    plateauStartSeconds: options.rampSeconds,
    rampDownStartSeconds: options.rampDownStartSeconds,
    endSeconds: options.endSeconds,
    worstCaseSeconds: options.endSeconds + 120,
    recoveryReserveSeconds: 90,
  },
  experiment:
    options.fault === null
      ? null
      : {
          name: 'database-failover',
          title: 'The database fails over',
          hypothesis: 'The shop is back within a minute',
          runbook: null,
          faults: [plannedFault(options.fault)],
        },
  exercise: { leastAcknowledgedOrders: 50, leastSoldOutSkus: 1 },
  business: { averageOrderValueCents: 7500, oversellCostCents: 2200 },
  targets: { database: 'database' },
});

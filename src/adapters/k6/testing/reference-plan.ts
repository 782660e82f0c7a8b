import { planSchema, type ClosedLoad, type OpenLoad, type Plan } from '../../../core/wire/plan.ts';

const shared = {
  hosts: 2,
  workers: 1,
  connections: 'perUser',
  thinkTimeMedianSeconds: 0.3,
  thinkTimeSigma: 0.3,
  patienceSeconds: 5,
};

/** Ten users up to the plateau in 1 s, held, gone at 10 s. */
const closedLoad = {
  model: 'closed',
  virtualUsers: 10,
  curve: [
    { atSeconds: 0, virtualUsers: 0 },
    { atSeconds: 1, virtualUsers: 10 },
    { atSeconds: 9, virtualUsers: 10 },
    { atSeconds: 10, virtualUsers: 0 },
  ],
  ...shared,
};

/** Ten sessions a second arrive for 9 s. */
const openLoad = {
  model: 'open',
  sessionsPerSecond: 10,
  curve: [
    { atSeconds: 0, sessionsPerSecond: 10 },
    { atSeconds: 9, sessionsPerSecond: 10 },
    { atSeconds: 10, sessionsPerSecond: 0 },
  ],
  meanSessionSeconds: 1,
  virtualUsersAtMost: 50,
  ...shared,
};

/** A small valid plan against the reference shop; `open` makes it one of the open model. */
export const referencePlan = (
  wanted: {
    runId?: string;
    seed?: number;
    scenario?: string;
    load?: Partial<ClosedLoad>;
    open?: Partial<OpenLoad>;
  } = {},
): Plan =>
  planSchema.parse({
    schemaVersion: 1,
    runId: wanted.runId ?? 'load-test',
    createdAt: '2026-01-01T00:00:00.000Z',
    seed: wanted.seed ?? 7,
    peakproofVersion: '0.0.0',
    environment: { machine: 'test', cpus: 2, memoryMiB: 8_000, nodeVersion: 'v20.19.0' },
    shop: { kind: 'external', profile: null, defects: [], adapter: 'shop.ts' },
    scenario: {
      name: wanted.scenario ?? 'black-friday',
      steps: ['browse', 'search', 'product', 'cart', 'checkout'],
      checkoutStep: 'checkout',
    },
    load: wanted.open === undefined ? { ...closedLoad, ...wanted.load } : { ...openLoad, ...wanted.open },
    timing: {
      plateauStartSeconds: 1,
      rampDownStartSeconds: 9,
      endSeconds: 10,
      worstCaseSeconds: 60,
      recoveryReserveSeconds: 0,
    },
    experiment: null,
    exercise: { leastAcknowledgedOrders: 0, leastSoldOutSkus: 0 },
    business: { averageOrderValueCents: 7_500, oversellCostCents: 2_200 },
    targets: {},
  });

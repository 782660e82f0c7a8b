import { planSchema, type ClosedLoad, type Plan } from '../../../core/wire/plan.ts';

/** A small valid plan against the reference shop: 10 users up to the plateau in 1 s, held, gone at 10 s. */
export const referencePlan = (wanted: { seed?: number; scenario?: string; load?: Partial<ClosedLoad> } = {}): Plan =>
  planSchema.parse({
    schemaVersion: 1,
    runId: 'load-test',
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
    load: {
      model: 'closed',
      virtualUsers: 10,
      curve: [
        { atSeconds: 0, virtualUsers: 0 },
        { atSeconds: 1, virtualUsers: 10 },
        { atSeconds: 9, virtualUsers: 10 },
        { atSeconds: 10, virtualUsers: 0 },
      ],
      hosts: 2,
      workers: 1,
      connections: 'perUser',
      thinkTimeMedianSeconds: 0.3,
      thinkTimeSigma: 0.3,
      patienceSeconds: 5,
      ...wanted.load,
    },
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
  } satisfies Plan);

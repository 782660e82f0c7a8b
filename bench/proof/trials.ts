import type { Defect, ShopProfile } from '../../src/core/reference-shop.ts';
import type { Expectation } from './expectation.ts';

/** How a shop is rehearsed: the smallest run that shows what it is for. */
export interface Setup {
  /** File in `bench/proof/experiments/`; null: load alone. */
  readonly experiment: string | null;
  readonly users: number;
  /** As `--duration` takes it; null: as long as the experiment needs. */
  readonly duration: string | null;
  /** Shoppers as usual, and the default budgets; without it, quick ones (proof.config.ts). */
  readonly isUsual?: true;
}

const outage = (experiment: string, users = 300): Setup => ({ experiment, users, duration: null });

export const setups = {
  /** Some hundred orders, some of them declined, sent twice, or of a doorbuster. */
  orders: { experiment: null, users: 300, duration: '80s' },
  /** Doorbusters sell out, and the steady phase is long enough for a budget. */
  crowd: { experiment: null, users: 600, duration: '190s' },
  'database-outage': outage('database-outage'),
  'cache-outage': outage('cache-outage'),
  /** More of them: a storm must be large to last. */
  'payments-outage': outage('payments-outage', 600),
  'recommendations-outage': outage('recommendations-outage'),
  /** The monolith is said to break at 1,200 users: 15 % less and 15 % more. */
  'users-1020': { experiment: null, users: 1_020, duration: null, isUsual: true },
  'users-1380': { experiment: null, users: 1_380, duration: null, isUsual: true },
} as const satisfies Record<string, Setup>;
export type SetupName = keyof typeof setups;

/** One rehearsal of the proof: a shop with the finding that it must cause, or a healthy shop that nothing may accuse. */
export interface Trial {
  readonly name: string;
  readonly setup: SetupName;
  readonly shop: { readonly defect: Defect } | { readonly profile: ShopProfile };
  /** Null: nothing may fail. */
  readonly expected: Expectation | null;
}

const planted = (defect: Defect, setup: SetupName, expected: Expectation): Trial => ({
  name: defect,
  setup,
  shop: { defect },
  expected,
});

const healthy = (setup: SetupName): Trial => ({
  name: `healthy-${setup}`,
  setup,
  shop: { profile: 'modern' },
  expected: null,
});

const checkoutLatency = { indicator: 'latencyP95', step: 'checkout' } as const;

/** All fourteen defects in the order of docs/defects.md, the monolith on both sides of its break, and healthy runs under the same load and faults. */
export const trials: readonly Trial[] = [
  planted('acknowledge-before-commit', 'database-outage', { invariant: 'lostOrders' }),
  planted('double-charge-on-retry', 'orders', { invariant: 'doubleCharges' }),
  planted('oversell-race', 'crowd', { invariant: 'oversold' }),
  planted('pool-never-reconnects', 'database-outage', {
    indicator: 'serviceRecovery',
    step: 'checkout',
    neverRecovers: true,
  }),
  planted('cache-stampede', 'cache-outage', { indicator: 'serviceRecovery', step: 'browse' }),
  planted('slow-leak', 'crowd', { indicator: 'downtime', step: null }),
  planted('breaker-stays-open', 'database-outage', {
    indicator: 'serviceRecovery',
    step: 'checkout',
    neverRecovers: true,
  }),
  planted('retry-storm', 'payments-outage', { indicator: 'serviceRecovery', step: 'checkout', neverRecovers: true }),
  planted('error-in-200', 'recommendations-outage', { indicator: 'serviceRecovery', step: 'product' }),
  planted('cart-lost-with-cache', 'cache-outage', { indicator: 'serviceRecovery', step: 'cart' }),
  planted('latency-cliff', 'crowd', { indicator: 'latencyP95', step: 'search' }),
  planted('duplicate-order-on-resubmit', 'orders', { invariant: 'duplicateOrders' }),
  planted('stale-promotion-price', 'orders', { invariant: 'wrongAmount' }),
  planted('stock-stranded-by-failed-payment', 'orders', { invariant: 'strandedStock' }),
  {
    name: 'legacy-below',
    setup: 'users-1020',
    shop: { profile: 'legacy' },
    expected: { ...checkoutLatency, holds: true },
  },
  { name: 'legacy-beyond', setup: 'users-1380', shop: { profile: 'legacy' }, expected: checkoutLatency },
  healthy('orders'),
  healthy('crowd'),
  healthy('database-outage'),
  healthy('cache-outage'),
  healthy('payments-outage'),
  healthy('recommendations-outage'),
];

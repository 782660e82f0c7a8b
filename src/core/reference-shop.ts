/** What harness and reference shop must agree on: constants only (docs/contracts.md). */

export const shopProfiles = ['modern', 'legacy'] as const;
export type ShopProfile = (typeof shopProfiles)[number];

/** Planted defects that the shop knows; each breaks one thing on purpose (docs/defects.md). */
export const defectNames = [
  'acknowledge-before-commit',
  'double-charge-on-retry',
  'oversell-race',
  'pool-never-reconnects',
  'cache-stampede',
  'slow-leak',
  'breaker-stays-open',
  'retry-storm',
  'error-in-200',
  'cart-lost-with-cache',
  'latency-cliff',
  'duplicate-order-on-resubmit',
  'stale-promotion-price',
  'stock-stranded-by-failed-payment',
] as const;
export type Defect = (typeof defectNames)[number];

/** Dependencies that the shop reaches through Toxiproxy; the proxies have the same names. */
export const shopTargets = ['database', 'cache', 'payments', 'recommendations', 'inventory'] as const;

/** An HTTP endpoint behind a proxy that is cheap and changes nothing: by it the proxy's own cost is measured. */
export const cheapEndpoint: { readonly target: (typeof shopTargets)[number]; readonly path: string } = {
  target: 'recommendations',
  path: '/recommendations?sku=sku-000001',
};

/** Where faults may lead a target of the reference shop: a second listener of the database, and a provider that refuses everybody. */
export const shopUpstreams = ['database-standby', 'payments-refusing'] as const;

/** Services of the reference shop, and the kinds of fault that each can be given. */
export const shopServices: Readonly<Record<string, readonly string[]>> = {
  web: ['kill', 'pause', 'restart'],
  worker: ['kill', 'pause'],
  inventory: ['kill', 'pause'],
  recommendations: ['kill', 'pause'],
  payments: ['pause'],
  cache: ['pause', 'full'],
};
/** Reads that every profile of the reference shop must answer alike, before anything is bought. */
export const referenceReads: readonly string[] = [
  '/',
  ...['shoes', 'jacket', 'lamp', 'headphones'].map((word) => `/search?q=${word}`),
  ...['000001', '000020', '000021', '000500', '004711', '010000'].map((rank) => `/product/sku-${rank}`),
  '/product/sku-999999',
  '/cart',
];

import cluster from 'node:cluster';
import { CartStore } from '../cart/cart-store.ts';
import { createCache, untilConnected } from '../database/cache.ts';
import { CacheBatch } from '../database/cache-batch.ts';
import { createPool } from '../database/pool.ts';
import { partsWith } from '../defects/planted.ts';
import { LegacyStorefront } from '../legacy/legacy-storefront.ts';
import { PaymentsClient } from '../payments/payments-client.ts';
import { tellResources } from '../process/resources.ts';
import { runService, tell } from '../process/service.ts';
import type { ServiceSettings } from '../process/settings.ts';
import { RecommendationsClient } from '../recommendations/recommendations-client.ts';
import { Bulkhead } from '../resilience/bulkhead.ts';
import { CircuitBreaker, type BreakerSettings } from '../resilience/circuit-breaker.ts';
import { withWrongPrices } from '../releases/wrong-prices.ts';
import { createApp } from './app.ts';
import { drainWhenReplaced } from './drain.ts';
import type { Storefront } from './storefront.ts';

const modernStorefront = async (settings: ServiceSettings): Promise<Storefront> => {
  const parts = partsWith(settings.defects);
  const breaker = (dependency: string, limits: Pick<BreakerSettings, 'failuresToOpen' | 'openMs' | 'staysOpen'>) =>
    new CircuitBreaker({ dependency, ...limits, nowMs: Date.now });
  const databaseBreaker = breaker('database', { failuresToOpen: 5, openMs: 300, staysOpen: parts.breakerStaysOpen });
  const cacheBreaker = breaker('cache', { failuresToOpen: 10, openMs: 300 });

  const database = await parts.openPool('web', settings.databaseUrl, {
    connections: 16,
    connectMs: 800,
    statementMs: 1_500,
    plansOnce: true,
  });
  const cache = createCache('web', settings.cachePort);
  await untilConnected(cache, 10_000);
  const batch = new CacheBatch(cache);
  const payments = new parts.Payments(settings.paymentsUrl, breaker('payments', { failuresToOpen: 5, openMs: 1_000 }));
  const catalogue = new parts.Catalogue({
    database,
    databaseBreaker,
    databaseBulkhead: new Bulkhead('database', 6, 200),
    cache: batch,
    cacheBreaker,
  });
  await catalogue.warm().catch(() => undefined);
  return new parts.Storefront({
    catalogue,
    carts: new CartStore(batch, cacheBreaker, parts.keepsCartCopy),
    checkout: new parts.Checkout({ database, databaseBreaker, payments }),
    recommendations: new RecommendationsClient(settings.recommendationsUrl),
    database,
    cache,
  });
};

const legacyStorefront = (settings: ServiceSettings): Storefront => {
  const breaker = new CircuitBreaker({ dependency: 'payments', failuresToOpen: Infinity, openMs: 0, nowMs: Date.now });
  // The monolith's pool: ten connections, and whoever finds none waits as long as it takes.
  const database = createPool('web', settings.databaseUrl, { connections: 10, connectMs: null, statementMs: null });
  return new LegacyStorefront(database, new PaymentsClient(settings.paymentsUrl, breaker));
};

await runService(async (settings) => {
  const storefront = settings.profile === 'modern' ? await modernStorefront(settings) : legacyStorefront(settings);
  const released = settings.release === 'wrong-prices' ? withWrongPrices(storefront) : storefront;
  const app = await createApp('web', released, settings.cookieSecret);
  drainWhenReplaced(app);
  await app.listen({ host: '127.0.0.1', port: settings.port, backlog: 4_096 });
  tellResources(`web ${cluster.worker?.id ?? 1}`, (resources) => tell({ resources }));
});

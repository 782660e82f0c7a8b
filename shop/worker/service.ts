import { publishCatalogue } from '../catalogue/publisher.ts';
import { createCache, untilConnected } from '../database/cache.ts';
import { createPool } from '../database/pool.ts';
import { PaymentsClient } from '../payments/payments-client.ts';
import { repeat } from '../process/repeat.ts';
import { runService } from '../process/service.ts';
import { CircuitBreaker } from '../resilience/circuit-breaker.ts';
import { relaySoldLines } from './relay.ts';
import { resolvePendingOrders } from './recovery.ts';

/** Work that no visitor waits for: sold lines to the inventory, orders left pending, the catalogue into the cache. */
await runService(async (settings) => {
  const database = createPool('worker', settings.databaseUrl, {
    connections: 6,
    connectMs: 2_000,
    statementMs: 10_000,
  });
  void repeat('relay', 500, () => relaySoldLines(database, settings.inventoryUrl));
  if (settings.profile === 'legacy') return;

  const breaker = new CircuitBreaker({ dependency: 'payments', failuresToOpen: 5, openMs: 500, nowMs: Date.now });
  const payments = new PaymentsClient(settings.paymentsUrl, breaker);
  const cache = createCache('worker', settings.cachePort);
  await untilConnected(cache, 10_000);
  await publishCatalogue(database, cache);
  void repeat('recovery', 1_000, () => resolvePendingOrders(database, payments));
  void repeat('publisher', 2_000, () => publishCatalogue(database, cache));
});

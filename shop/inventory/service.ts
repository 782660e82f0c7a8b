import Fastify from 'fastify';
import { publishProducts } from '../catalogue/publisher.ts';
import { createCache } from '../database/cache.ts';
import { createPool } from '../database/pool.ts';
import { repeat } from '../process/repeat.ts';
import { runService } from '../process/service.ts';

/** How often the queue is worked off, ms. The monolith's nightly-batch habits are what lets it oversell. */
const pauseMs = { modern: 500, legacy: 10_000 } as const;

/**
 * The inventory sync: takes sold lines into a queue and works it off, so that the storefront's availability follows the
 * sales. In `legacy` it is also what takes the units out of the stock.
 */
await runService(async (settings) => {
  const database = createPool('inventory', settings.databaseUrl, {
    connections: 2,
    connectMs: 2_000,
    statementMs: 10_000,
  });
  const cache = createCache('inventory', settings.cachePort);
  const queue = new Set<string>();
  const app = Fastify({ forceCloseConnections: true, keepAliveTimeout: 120_000 });
  app.post<{ Body: { ids: string[] } }>('/sold', (request, reply) => {
    for (const id of request.body.ids) queue.add(id);
    return reply.send({ queued: queue.size });
  });
  await app.listen({ host: '127.0.0.1', port: settings.port });

  const isLegacy = settings.profile === 'legacy';
  void repeat('inventory', pauseMs[settings.profile], async () => {
    const ids = [...queue];
    if (ids.length === 0) return;
    const touched = await database.query<{ sku: string }>('SELECT DISTINCT apply_sold_lines($1, $2) AS sku', [
      ids,
      isLegacy,
    ]);
    for (const id of ids) queue.delete(id);
    if (!isLegacy && touched.rows.length > 0)
      await publishProducts(
        database,
        cache,
        touched.rows.map((row) => row.sku),
      );
  });
});

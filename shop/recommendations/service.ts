import Fastify from 'fastify';
import { runService } from '../process/service.ts';

const skuCount = 10_000;
const perProduct = 4;
/** Neighbours in the catalogue's pattern of nouns and categories: products of the same kind. */
const strides = [8, 40, 80, 200] as const;

/** SKUs bought together with this one: a fixed pattern, so that the same product always has the same company. */
const recommend = (sku: string): string[] => {
  const number = Number(/^sku-(\d{6})$/.exec(sku)?.[1] ?? '1');
  return strides
    .slice(0, perProduct)
    .map((stride) => `sku-${String(1 + ((number - 1 + stride) % skuCount)).padStart(6, '0')}`);
};

await runService(async (settings) => {
  const app = Fastify({ forceCloseConnections: true, keepAliveTimeout: 120_000 });
  app.get<{ Querystring: { sku?: string } }>('/recommendations', (request, reply) =>
    reply.send({ skus: recommend(request.query.sku ?? '') }),
  );
  await app.listen({ host: '127.0.0.1', port: settings.port, backlog: 1_024 });
});

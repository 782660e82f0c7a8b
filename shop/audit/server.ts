import Fastify from 'fastify';
import type { Pool } from 'pg';
import type { ShopProfile } from '../../src/core/reference-shop.ts';
import type { ResourceReading } from '../../src/core/wire/resources.ts';
import type { PaymentIntent } from '../payments/payment-book.ts';
import { requestJson } from '../resilience/http-json.ts';
import { readBooks } from './books.ts';

export interface AuditServer {
  readonly url: string;
  readonly resourcesUrl: string;
  readonly close: () => Promise<void>;
}

/**
 * Serves `GET /audit?since=<sequence>` and `GET /resources` on a port of its own, past every proxy, so that neither load nor faults
 * reach it.
 */
export const startAuditServer = async (
  port: number,
  database: Pool,
  profile: ShopProfile,
  paymentsUrl: string,
  resources: () => readonly ResourceReading[],
): Promise<AuditServer> => {
  const fetchCaptured = async () => {
    const answer = await requestJson({ method: 'GET', url: `${paymentsUrl}/v1/captured`, timeoutMs: 10_000 });
    if (answer.status !== 200) throw new Error(`the payment provider's books answered ${answer.status}`);
    return answer.body as (PaymentIntent & { key: string })[];
  };
  const app = Fastify({ forceCloseConnections: true });
  const query = { type: 'object', properties: { since: { type: 'integer', minimum: 0, default: 0 } } };
  app.get<{ Querystring: { since: number } }>('/audit', { schema: { querystring: query } }, (request) =>
    readBooks(database, profile, fetchCaptured, request.query.since, Date.now()),
  );
  app.get('/resources', () => ({ resources: resources() }));
  await app.listen({ host: '127.0.0.1', port });
  const base = `http://127.0.0.1:${port}`;
  return { url: `${base}/audit`, resourcesUrl: `${base}/resources`, close: () => app.close() };
};

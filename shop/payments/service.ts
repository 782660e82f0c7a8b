import { setTimeout as wait } from 'node:timers/promises';
import Fastify from 'fastify';
import { runService } from '../process/service.ts';
import { PaymentBook } from './payment-book.ts';
import { RateLimit } from './rate-limit.ts';
import { refuseEverybody } from './refusing.ts';

/** What the provider takes for the card network's answers to an authorisation and its capture, ms. */
const chargeMs = 60;
/** Beyond this many at once the provider refuses with 429, as real ones do. */
const requestsAtOnce = 400;
/** And beyond this rate (20,000 shoppers at the usual pace pay 117 times a second), for as long as the refused go on asking at once. */
const rateLimits = { perSecond: 170, atOnce: 60, closedMs: 400, retriesPerSecond: 20 } as const;

const createBody = {
  type: 'object',
  required: ['amount', 'card', 'confirm', 'capture_method'],
  properties: {
    amount: { type: 'integer', minimum: 1 },
    card: { type: 'string' },
    confirm: { const: true },
    capture_method: { const: 'automatic' },
    metadata: { type: 'object', additionalProperties: { type: 'string' } },
  },
};

await runService(async (settings) => {
  const book = new PaymentBook(Date.now);
  const app = Fastify({ forceCloseConnections: true, keepAliveTimeout: 120_000 });
  let running = 0;
  const rate = new RateLimit(rateLimits, Date.now);
  app.addHook('onRequest', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (!rate.admits(typeof key === 'string' ? key : '') || running >= requestsAtOnce)
      await reply.code(429).send({ error: { type: 'rate_limit_error' } });
    else running += 1;
  });
  app.addHook('onResponse', (_request, reply, done) => {
    if (reply.statusCode !== 429) running -= 1;
    done();
  });

  app.post<{ Body: { amount: number; card: string; metadata?: Record<string, string> } }>(
    '/v1/payment_intents',
    { schema: { body: createBody } },
    async (request, reply) => {
      const key = request.headers['idempotency-key'];
      if (typeof key !== 'string') return reply.code(400).send({ error: { type: 'idempotency_error' } });
      await wait(chargeMs);
      const { amount, card, metadata = {} } = request.body;
      const intent = book.create(key, { amount, card, metadata });
      if (intent.status !== 'requires_payment_method') return book.capture(intent.id);
      return reply.code(402).send({ error: { type: 'card_error', code: 'card_declined', payment_intent: intent } });
    },
  );
  app.post('/v1/payment_intents/cancel', (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string') return reply.code(400).send({ error: { type: 'idempotency_error' } });
    return reply.send(book.cancel(key));
  });
  app.post<{ Body: { payment_intent: string } }>('/v1/refunds', (request, reply) => {
    const intent = book.refund(request.body.payment_intent);
    return intent === null ? reply.code(404).send({ error: { type: 'invalid_request_error' } }) : reply.send(intent);
  });
  app.get('/v1/captured', (_request, reply) => reply.send(book.captured()));
  await app.listen({ host: '127.0.0.1', port: settings.port, backlog: 1_024 });
  if (settings.refusingPort !== undefined) await refuseEverybody(settings.refusingPort);
});

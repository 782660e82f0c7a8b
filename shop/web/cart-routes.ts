import type { FastifyInstance, FastifyReply } from 'fastify';
import type { CartView, CheckoutAnswer, Customer, Storefront } from './storefront.ts';
import { visitorOf } from './visitor.ts';

const itemBody = {
  type: 'object',
  required: ['sku', 'quantity'],
  properties: { sku: { type: 'string', maxLength: 40 }, quantity: { type: 'integer', minimum: 1, maximum: 10 } },
};

const text = { type: 'string', minLength: 1, maxLength: 300 };
const checkoutSchema = {
  headers: { type: 'object', required: ['idempotency-key'], properties: { 'idempotency-key': text } },
  body: {
    type: 'object',
    required: ['customer', 'card'],
    properties: {
      intent: text,
      card: { type: 'string', minLength: 4, maxLength: 40 },
      customer: {
        type: 'object',
        required: ['name', 'email', 'address'],
        properties: { name: text, email: text, address: text },
      },
    },
  },
};

interface CheckoutBody {
  readonly intent?: string;
  readonly card: string;
  readonly customer: Customer;
}

const cartJson = ({ lines, totalCents }: CartView) => ({
  lines: lines.map(({ sku, quantity, unitPriceCents }) => ({ sku, quantity, unitPriceCents })),
  totalCents,
});

const refusalStatus = { declined: 402, soldOut: 409, emptyCart: 409, unavailable: 503 } as const;

const sendAnswer = (reply: FastifyReply, answer: CheckoutAnswer): FastifyReply => {
  if (answer.outcome === 'confirmed')
    return reply.code(201).send({ orderId: answer.orderId, totalCents: answer.totalCents, status: 'confirmed' });
  if (answer.outcome === 'unavailable') void reply.header('retry-after', '2');
  return reply.code(refusalStatus[answer.outcome]).send({ reason: answer.outcome });
};

/** What changes a cart, and what turns it into an order. */
export const addCartRoutes = (app: FastifyInstance, storefront: Storefront): void => {
  app.post<{ Body: { sku: string; quantity: number } }>(
    '/cart/items',
    { schema: { body: itemBody } },
    async (request, reply) => {
      const cart = await storefront.addToCart(visitorOf(request, reply), request.body.sku, request.body.quantity);
      return cart === null ? reply.code(404).send({ reason: 'noSuchProduct' }) : reply.send(cartJson(cart));
    },
  );
  app.delete<{ Params: { sku: string } }>('/cart/items/:sku', async (request, reply) =>
    reply.send(cartJson(await storefront.removeFromCart(visitorOf(request, reply), request.params.sku))),
  );
  app.post<{ Body: CheckoutBody; Headers: { 'idempotency-key': string } }>(
    '/checkout',
    { schema: checkoutSchema },
    async (request, reply) => {
      const { intent, customer, card } = request.body;
      const key = request.headers['idempotency-key'];
      const answer = await storefront.checkout(visitorOf(request, reply), {
        intent: intent ?? null,
        key,
        customer,
        card,
      });
      return sendAnswer(reply, answer);
    },
  );
};

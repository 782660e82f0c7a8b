import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { httpAuditor } from '../../../src/adapters/shop/index.ts';
import type { BookSnapshot } from '../../../src/core/wire/audit.ts';
import { eventually } from '../../support/processes.ts';
import { booksAtRest, whatDoesNotFit } from './books.ts';
import { startTestShop, type TestShop } from './running-shop.ts';
import { Shopper } from './shopper.ts';

let shop: TestShop;
let opening: BookSnapshot;
beforeAll(async () => {
  shop = await startTestShop();
  opening = await httpAuditor(shop.auditUrl).snapshot(0);
});
afterAll(async () => {
  const unbalanced = whatDoesNotFit(opening, await booksAtRest(shop.auditUrl));
  await shop.stop();
  expect(unbalanced).toEqual([]);
});

const newShopper = (): Shopper => new Shopper(shop.baseUrl);
const ordersOf = async (intent: string) =>
  (await booksAtRest(shop.auditUrl)).orders.filter((order) => order.intent === intent);

/** On a slow machine a crowd meets the shop's limits: whoever is told to come back does, with the same wish. */
const untilDecided = async (shopper: Shopper) => {
  const wish = { intent: randomUUID(), key: randomUUID() };
  let answer = await shopper.checkout(wish);
  const isDecided = async (): Promise<boolean> =>
    answer.status !== 503 || (answer = await shopper.checkout(wish)).status !== 503;
  await eventually('the shop sells or says that it is sold out', isDecided, 60_000);
  return answer;
};

it('shows pages and what belongs to them', async () => {
  const shopper = newShopper();
  const pages = {
    '/': 'data-page="home"',
    '/search?q=lamp': 'data-page="search"',
    '/category/kitchen': 'data-page="category"',
    '/product/sku-000123': /data-page="product" data-sku="sku-000123" data-price-cents="\d+"/,
    '/cart': 'data-page="cart"',
    '/assets/shop.css': '.card',
    '/assets/shop.js': 'add-to-cart',
    '/healthz': 'true',
    '/readyz': '"problems":[]',
  };
  for (const [path, content] of Object.entries(pages)) {
    const page = await shopper.get(path);
    expect(page.status, path).toBe(200);
    expect(page.text, path).toMatch(content);
  }
  expect((await shopper.get('/product/sku-999999')).status).toBe(404);
  expect((await shopper.get('/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E')).text).not.toContain('<script>alert');
});

it('sells what is in the cart, once', async () => {
  const shopper = newShopper();
  const intent = randomUUID();
  const key = randomUUID();
  await shopper.add('sku-000200');
  const added = JSON.parse((await shopper.add('sku-000201', 2)).text) as { lines: unknown[]; totalCents: number };
  expect(added.lines).toHaveLength(2);
  expect((await shopper.get('/cart')).text).toContain(`data-total-cents="${added.totalCents}"`);

  const first = await shopper.checkout({ intent, key });
  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({ totalCents: added.totalCents, status: 'confirmed' });
  const retry = await shopper.checkout({ intent, key });
  const otherKey = await shopper.checkout({ intent });
  expect([retry.body.orderId, otherKey.body.orderId]).toEqual([first.body.orderId, first.body.orderId]);
  expect((await shopper.get('/cart')).text).toContain('data-lines="0"');
  expect(await ordersOf(intent)).toMatchObject([{ orderId: first.body.orderId, key, status: 'confirmed' }]);
});

it('makes one order of requests that come at once', async () => {
  const shopper = newShopper();
  const intent = randomUUID();
  await shopper.add('sku-000300');
  const key = randomUUID();
  const answers = await Promise.all([
    shopper.checkout({ intent, key }),
    shopper.checkout({ intent, key }),
    shopper.checkout({ intent }),
    shopper.checkout({ intent }),
  ]);
  expect(new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.orderId)).size).toBe(1);
  expect((await ordersOf(intent)).filter(({ status }) => status === 'confirmed')).toHaveLength(1);
});

it('declines a card, and takes another for the same intent', async () => {
  const shopper = newShopper();
  const intent = randomUUID();
  const key = randomUUID();
  await shopper.add('sku-000400');
  expect(await shopper.checkout({ intent, key, card: '4000000000000002' })).toMatchObject({
    status: 402,
    body: { reason: 'declined' },
  });
  expect((await shopper.checkout({ intent, key })).status).toBe(402);
  expect((await shopper.checkout({ intent })).status).toBe(201);
  expect((await ordersOf(intent)).map(({ status }) => status)).toEqual(['cancelled', 'confirmed']);
});

it('refuses an empty cart and a request that it does not understand', async () => {
  const shopper = newShopper();
  expect(await shopper.checkout()).toMatchObject({ status: 409, body: { reason: 'emptyCart' } });
  expect((await shopper.add('sku-999999')).status).toBe(404);
  expect((await shopper.add('sku-000400', -3)).status).toBe(400);
  expect((await shopper.send('POST', '/checkout', { card: '4242' })).status).toBe(400);
});

it('sells a doorbuster to the last unit and not beyond, however many want it', async () => {
  const sku = 'sku-000003';
  const units = opening.stock.filter((stock) => stock.sku === sku).reduce((sum, { onHand }) => sum + onHand, 0);
  const answers = await Promise.all(
    Array.from({ length: units + 15 }, async () => {
      const shopper = newShopper();
      await shopper.add(sku);
      return untilDecided(shopper);
    }),
  );
  const count = (status: number) => answers.filter((answer) => answer.status === status).length;
  expect({ sold: count(201), soldOut: count(409) }).toEqual({ sold: units, soldOut: 15 });
  expect(answers.find(({ status }) => status === 409)?.body.reason).toBe('soldOut');
});

it('answers the audit with what came after a sequence', async () => {
  const { sequence } = await booksAtRest(shop.auditUrl);
  const shopper = newShopper();
  await shopper.add('sku-000500');
  const { body } = await shopper.checkout();
  const later = await httpAuditor(shop.auditUrl).snapshot(sequence);
  expect(later.orders.map(({ orderId }) => orderId)).toEqual([body.orderId]);
  expect(later.charges.map(({ orderId }) => orderId)).toEqual([body.orderId]);
  expect(later.stock).toHaveLength(20_000);
});

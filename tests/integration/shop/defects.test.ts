import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { httpAuditor } from '../../../src/adapters/shop/index.ts';
import type { BookSnapshot } from '../../../src/core/wire/audit.ts';
import { booksAtRest, whatDoesNotFit } from './books.ts';
import { startTestShop, type TestShop } from './running-shop.ts';
import { Shopper } from './shopper.ts';

let shop: TestShop;
let opening: BookSnapshot;
beforeAll(async () => {
  shop = await startTestShop({
    defects: [
      'cart-lost-with-cache',
      'breaker-stays-open',
      'stale-promotion-price',
      'stock-stranded-by-failed-payment',
      'duplicate-order-on-resubmit',
      'double-charge-on-retry',
      'error-in-200',
    ],
  });
  opening = await httpAuditor(shop.auditUrl).snapshot(0);
});
afterAll(() => shop.stop());

const ordersOf = async (intent: string) =>
  (await booksAtRest(shop.auditUrl)).orders.filter((order) => order.intent === intent);

it('charges another price than the cart shows, for a product in promotion alone', async () => {
  const shopper = new Shopper(shop.baseUrl);
  const buy = async (sku: string) => {
    const shown = JSON.parse((await shopper.add(sku)).text) as { totalCents: number };
    const intent = randomUUID();
    await shopper.checkout({ intent });
    return { shown: shown.totalCents, charged: (await ordersOf(intent))[0]?.totalCents };
  };
  const promoted = await buy('sku-000005');
  expect(promoted.charged).toBe(2 * promoted.shown);
  const regular = await buy('sku-000105');
  expect(regular.charged).toBe(regular.shown);
});

it('keeps the units of a declined order', async () => {
  const shopper = new Shopper(shop.baseUrl);
  await shopper.add('sku-000410', 3);
  expect((await shopper.checkout({ card: '4000000000000002' })).status).toBe(402);
  const misfits = whatDoesNotFit(opening, await booksAtRest(shop.auditUrl));
  expect(misfits.filter((problem) => problem.startsWith('sku-000410'))).toHaveLength(1);
});

it('makes two orders of a form that is sent twice', async () => {
  const shopper = new Shopper(shop.baseUrl);
  await shopper.add('sku-000420');
  const purchase = { intent: randomUUID(), key: randomUUID() };
  await Promise.all([shopper.checkout(purchase), shopper.checkout(purchase)]);
  expect(await ordersOf(purchase.intent)).toMatchObject([{ status: 'confirmed' }, { status: 'confirmed' }]);
});

it('answers an outage of the recommendations with status 200', async () => {
  await shop.setEnabled('recommendations', false);
  const answer = await new Shopper(shop.baseUrl).get('/api/recommendations?sku=sku-004321');
  await shop.setEnabled('recommendations', true);
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toEqual({ error: 'recommendations are not available' });
});

it('loses the cart with the cache', async () => {
  const shopper = new Shopper(shop.baseUrl);
  await shopper.add('sku-000100');
  expect((await shopper.get('/cart')).text).toContain('data-lines="1"');
  await shop.setEnabled('cache', false);
  expect((await shopper.get('/cart')).text).toContain('data-lines="0"');
  await shop.setEnabled('cache', true);
});

it('never tries the database again', async () => {
  const buy = async () => {
    const shopper = new Shopper(shop.baseUrl);
    await shopper.add('sku-000100');
    return (await shopper.checkout()).status;
  };
  await shop.setEnabled('database', false);
  // Many at once, so that every web process sees enough of it.
  const refused = await Promise.all(Array.from({ length: 60 }, buy));
  expect(new Set(refused)).toEqual(new Set([503]));
  await shop.setEnabled('database', true);
  await wait(2_000);
  const after = await Promise.all(Array.from({ length: 6 }, buy));
  expect(after).toEqual(Array.from({ length: 6 }, () => 503));
});

import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestShop, type TestShop } from './running-shop.ts';
import { Shopper } from './shopper.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop({ defects: ['cart-lost-with-cache', 'breaker-stays-open'] });
});
afterAll(() => shop.stop());

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

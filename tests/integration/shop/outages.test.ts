import { setTimeout as wait } from 'node:timers/promises';
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
afterAll(() => shop.stop());

const during = async (target: string, work: () => Promise<void>): Promise<void> => {
  await shop.setEnabled(target, false);
  try {
    await work();
  } finally {
    await shop.setEnabled(target, true);
  }
};

const checksOut = (deadlineMs: number): Promise<void> =>
  eventually(
    'checkout works again',
    async () => {
      const shopper = new Shopper(shop.baseUrl);
      await shopper.add('sku-000600');
      return (await shopper.checkout()).status === 201;
    },
    deadlineMs,
  );

/** Shoppers who buy one thing after another until told to stop. */
const buyUntil = (isOver: () => boolean): Promise<{ readonly sku: string; readonly orderId: string }[]> =>
  Promise.all(
    Array.from({ length: 6 }, async (_unused, number) => {
      const bought: { sku: string; orderId: string }[] = [];
      while (!isOver()) {
        const shopper = new Shopper(shop.baseUrl);
        const sku = `sku-0007${String(number).padStart(2, '0')}`;
        await shopper.add(sku);
        const { status, body } = await shopper.checkout();
        if (status === 201 && body.orderId !== undefined) bought.push({ sku, orderId: body.orderId });
        else await wait(100);
      }
      return bought;
    }),
  ).then((all) => all.flat());

it.each(['database', 'payments'])(
  'keeps its books through an outage of %s, says so at once, and comes back',
  async (target) => {
    let isOver = false;
    const buying = buyUntil(() => isOver);
    await wait(1_000);
    await during(target, async () => {
      await wait(1_000);
      const shopper = new Shopper(shop.baseUrl);
      for (const path of ['/', '/search?q=lamp', '/product/sku-004321', '/api/recommendations?sku=sku-004321'])
        expect((await shopper.get(path)).status, path).toBe(200);
      expect((await shopper.add('sku-000601')).status).toBe(200);
      const refused = await shopper.checkout();
      expect(refused.status).toBe(503);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(refused.ms).toBeLessThan(3_000);
      expect((await shopper.get('/readyz')).status).toBe(target === 'database' ? 503 : 200);
    });
    await checksOut(15_000);
    isOver = true;
    const bought = await buying;
    const closing = await booksAtRest(shop.auditUrl);
    const confirmed = new Set(
      closing.orders.filter(({ status }) => status === 'confirmed').map(({ orderId }) => orderId),
    );
    expect(bought.filter(({ orderId }) => !confirmed.has(orderId))).toEqual([]);
    expect(whatDoesNotFit(opening, closing)).toEqual([]);
  },
);

it('keeps carts and sells while the cache is out', async () => {
  const shopper = new Shopper(shop.baseUrl);
  await shopper.add('sku-000610', 2);
  await during('cache', async () => {
    expect((await shopper.get('/cart')).text).toContain('data-sku="sku-000610" data-quantity="2"');
    await shopper.add('sku-000611');
    expect((await shopper.get('/product/sku-004444')).status).toBe(200);
    expect((await shopper.get('/search?q=kettle')).status).toBe(200);
  });
  const cart = (await shopper.get('/cart')).text;
  expect(cart).toContain('data-sku="sku-000610" data-quantity="2"');
  expect(cart).toContain('data-sku="sku-000611" data-quantity="1"');
  expect((await shopper.checkout()).status).toBe(201);
});

it('shows popular products while the recommendations are out', async () => {
  const shopper = new Shopper(shop.baseUrl);
  const ask = async (sku: string) => {
    const answer = await shopper.get(`/api/recommendations?sku=${sku}`);
    expect(answer.status).toBe(200);
    return JSON.parse(answer.text) as { items: unknown[]; degraded: boolean };
  };
  expect(await ask('sku-000620')).toMatchObject({ degraded: false });
  await during('recommendations', async () => {
    const degraded = await ask('sku-000621');
    expect(degraded.degraded).toBe(true);
    expect(degraded.items.length).toBeGreaterThan(0);
  });
  await eventually('recommendations come back', async () => !(await ask('sku-000622')).degraded, 10_000);
});

it('sells on while the inventory is out, and catches up', async () => {
  await during('inventory', async () => {
    await checksOut(5_000);
    await wait(500);
  });
  expect(whatDoesNotFit(opening, await booksAtRest(shop.auditUrl))).toEqual([]);
});

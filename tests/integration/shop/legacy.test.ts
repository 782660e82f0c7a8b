import { afterAll, beforeAll, expect, it } from 'vitest';
import pg from 'pg';
import { httpAuditor } from '../../../src/adapters/shop/index.ts';
import { judgeBooks } from '../../../src/core/books/judge-books.ts';
import { readLedgers } from '../../../src/core/books/read-ledgers.ts';
import { healthyRun, syntheticRun } from '../../../src/core/testing/synthetic-run.ts';
import type { BookSnapshot } from '../../../src/core/wire/audit.ts';
import { booksAtRest } from './books.ts';
import { startTestShop, type TestShop } from './running-shop.ts';
import { Shopper } from './shopper.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop({ profile: 'legacy' });
});
afterAll(() => shop.stop());

it('sells a doorbuster more often than it has it, since the stock follows late', async () => {
  const sku = 'sku-000003';
  const opening = await httpAuditor(shop.auditUrl).snapshot(0);
  const stock = opening.stock.filter((one) => one.sku === sku);
  const answers = await Promise.all(
    Array.from({ length: stock.reduce((sum, { onHand }) => sum + onHand, 0) + 30 }, async () => {
      const shopper = new Shopper(shop.baseUrl);
      await shopper.add(sku);
      return shopper.checkout();
    }),
  );
  expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);

  const closing = await booksAtRest(shop.auditUrl);
  expect(closing.charges).toHaveLength(closing.orders.length);
  const evidence = syntheticRun(healthyRun);
  const audit = { schemaVersion: 1 as const, runId: evidence.plan.runId, opening, closing, quiesced: true };
  const oversold = judgeBooks({ ...evidence, audit }, readLedgers(evidence.workers)).invariants.find(
    ({ name }) => name === 'oversold',
  );
  expect(oversold?.count).toBeGreaterThan(0);
  expect(oversold?.count).toBe(await unitsBeyondStock(opening));
});

/** By the database alone: per SKU and warehouse, what was sold beyond what was there; nothing came in or back meanwhile. */
const unitsBeyondStock = async ({ stock }: BookSnapshot): Promise<number> => {
  const client = new pg.Client({ connectionString: shop.databaseUrl });
  await client.connect();
  try {
    const text = `
      WITH opening AS (SELECT * FROM jsonb_to_recordset($1) AS o(sku text, warehouse text, "onHand" integer)),
      sold AS (SELECT sku, warehouse, sum(quantity) AS units FROM order_line GROUP BY sku, warehouse)
      SELECT sum(greatest(0, sold.units - opening."onHand"))::integer AS units
      FROM sold JOIN opening USING (sku, warehouse)`;
    const { rows } = await client.query<{ units: number }>(text, [JSON.stringify(stock)]);
    return rows[0]?.units ?? 0;
  } finally {
    await client.end();
  }
};

it('shows the same pages and sells the same way', async () => {
  const shopper = new Shopper(shop.baseUrl);
  for (const [path, page] of Object.entries({
    '/': 'home',
    '/search?q=lamp': 'search',
    '/product/sku-000123': 'product',
  }))
    expect((await shopper.get(path)).text).toContain(`data-page="${page}"`);
  expect(JSON.parse((await shopper.get('/api/recommendations?sku=sku-000123')).text)).toMatchObject({
    degraded: false,
  });
  await shopper.add('sku-000200');
  expect((await shopper.get('/cart')).text).toContain('data-sku="sku-000200"');
  const purchase = { intent: 'legacy-intent', key: 'legacy-key' };
  const first = await shopper.checkout(purchase);
  expect(first.status).toBe(201);
  expect((await shopper.checkout(purchase)).body.orderId).toBe(first.body.orderId);

  // The units are still on hand until the next sync, and no longer free.
  const { stock } = await httpAuditor(shop.auditUrl).snapshot(0);
  const free = stock.filter((one) => one.sku === 'sku-000200').map(({ onHand, reserved }) => onHand - reserved);
  expect(free.reduce((sum, units) => sum + units)).toBe(2 * 100_000 - 1);
});

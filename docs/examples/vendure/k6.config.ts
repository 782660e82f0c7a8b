import { defineConfig } from 'peakproof';

export default defineConfig({
  shop: './scenarios/shops/vendure.ts',
  baseUrl: 'http://127.0.0.1:3000',
  frontPage: '/health',
  load: { users: 500, curve: 'doors-open' },
  toxiproxy: { url: 'http://127.0.0.1:8474', targets: { database: 'postgres' } },
  experiment: 'database-outage',
  auditor: {
    kind: 'sql',
    connectionFrom: 'SHOP_AUDIT_DATABASE',
    queries: {
      sequence: `SELECT (extract(epoch FROM max("orderPlacedAt")) * 1000)::bigint FROM "order"`,
      orders: `SELECT o.code AS "orderId", p.metadata::json->>'intent' AS intent, p.metadata::json->>'key' AS key,
                 CASE o.state WHEN 'Cancelled' THEN 'cancelled' ELSE 'confirmed' END AS status,
                 o."subTotalWithTax" + o."shippingWithTax" AS "totalCents",
                 (extract(epoch FROM o."orderPlacedAt") * 1000)::bigint AS sequence
               FROM "order" o
               LEFT JOIN LATERAL (SELECT metadata FROM payment WHERE "orderId" = o.id ORDER BY id LIMIT 1) p ON true
               WHERE o."orderPlacedAt" IS NOT NULL AND extract(epoch FROM o."orderPlacedAt") * 1000 > $1`,
      orderLines: `SELECT o.code AS "orderId", v.sku, l.quantity
                   FROM order_line l JOIN "order" o ON o.id = l."orderId" JOIN product_variant v ON v.id = l."productVariantId"
                   WHERE o."orderPlacedAt" IS NOT NULL AND extract(epoch FROM o."orderPlacedAt") * 1000 > $1`,
      charges: `SELECT p.id AS "chargeId", o.code AS "orderId", p.metadata::json->>'intent' AS intent, p.metadata::json->>'key' AS key,
                  p.amount AS "capturedCents", coalesce((SELECT sum(total) FROM refund WHERE "paymentId" = p.id), 0) AS "refundedCents"
                FROM payment p JOIN "order" o ON o.id = p."orderId" WHERE p.state = 'Settled'`,
      stock: `SELECT v.sku, sum(s."stockOnHand") AS "onHand", sum(s."stockAllocated") AS reserved
              FROM stock_level s JOIN product_variant v ON v.id = s."productVariantId" GROUP BY v.sku`,
      movements: 'none',
    },
  },
});

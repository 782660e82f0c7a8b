/** `k6.config.ts` for a person's own shop, as `peakproof init` writes it. */
export const configSkeleton = (baseUrl: string): string => {
  const { hostname } = new URL(baseUrl);
  return `import { defineConfig } from 'peakproof';

export default defineConfig({
  shop: './scenarios/shops/mine.ts',
  baseUrl: '${baseUrl}',
  // A path that the shop answers while it is healthy, if not /.
  // frontPage: '/health',
  // Load and faults go to these hosts and to loopback, nowhere else.
  allowedHosts: ['${hostname}'],
  load: { users: 50, curve: 'doors-open' },
  // A Toxiproxy between the shop and what it depends on; then choose an experiment: database-outage, slow-payments, cache-loss.
  // toxiproxy: { url: 'http://127.0.0.1:8474', targets: { database: 'postgres', cache: 'redis', payments: 'stripe' } },
  // experiment: 'database-outage',
  // The shop's own books, so that lost orders, double charges and oversold stock are seen.
  // From your tables or your API, without code: docs/auditing-your-shop.md; or from an endpoint that speaks the snapshot itself:
  // auditor: { kind: 'http', url: '${new URL('/audit', baseUrl).href}' },
});
`;
};

/** The adapter that goes with it. */
export const adapterSkeleton = `import { defineShop } from 'peakproof/scenario';

/** What a shopper does at each step of your shop, and how to tell that it worked. */
export default defineShop({
  catalogue: {
    products: 1_000,
    doorbusters: 5,
    sku: (rank) => \`\${rank}\`,
    searchWords: ['shoes', 'jacket'],
  },
  steps: {
    browse: async (shopper) => {
      const home = await shopper.get('/');
      home.expect('<title>');
    },

    search: async (shopper) => {
      await shopper.get(\`/search?q=\${encodeURIComponent(shopper.searchWord())}\`);
    },

    product: async (shopper) => {
      await shopper.get(\`/product/\${shopper.chooseProduct()}\`);
    },

    cart: async (shopper) => {
      const added = await shopper.post('/cart/items', { sku: shopper.product, quantity: 1 });
      const { lines, totalCents } = added.json<{
        lines: { sku: string; quantity: number; unitPriceCents: number }[];
        totalCents: number;
      }>();
      shopper.cart = { lines, amountCents: totalCents };
    },

    checkout: async (shopper) => {
      const { name, email, card } = shopper.customer;
      await shopper.order(shopper.cart, ({ intent, key }) =>
        shopper.post('/checkout', { intent, customer: { name, email }, card }, { headers: { 'Idempotency-Key': key } }),
      );
    },
  },
});
`;

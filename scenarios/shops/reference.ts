import { defineShop, type OrderLine, type Shopper } from '../lib/index.ts';

/** The price that a product page showed: what goes into the cart must cost the same. */
const shownCents = new WeakMap<Shopper, { readonly sku: string; readonly cents: number }>();

/** The reference shop of this repository. */
export default defineShop({
  catalogue: {
    products: 10_000,
    doorbusters: 20,
    sku: (rank) => `sku-${String(rank).padStart(6, '0')}`,
    searchWords: ['shoes', 'jacket', 'lamp', 'headphones', 'blanket', 'watch', 'kettle', 'puzzle', 'backpack', 'mug'],
  },
  decliningCard: '4000000000000002',
  newKeyOnReload: true,
  steps: {
    browse: async (shopper) => {
      const home = await shopper.get('/');
      home.expect('data-page="home"');
      await shopper.assets('/assets/shop.css', '/assets/shop.js');
    },

    search: async (shopper) => {
      const found = await shopper.get(`/search?q=${encodeURIComponent(shopper.searchWord())}`);
      found.expect('data-page="search"');
    },

    product: async (shopper) => {
      const sku = shopper.chooseProduct();
      const product = await shopper.get(`/product/${sku}`);
      product.expect('data-page="product"').expect(`data-sku="${sku}"`);
      const cents = product.attribute('data-price-cents');
      product.expectThat(/^\d+$/.test(cents), 'a price in cents');
      shownCents.set(shopper, { sku, cents: Number(cents) });
      const recommended = await shopper.get(`/api/recommendations?sku=${sku}`);
      recommended.expect('"items":[');
    },

    cart: async (shopper) => {
      const sku = shopper.product;
      const quantity = shopper.random.chance(0.15) ? 2 : 1;
      const added = await shopper.post('/cart/items', { sku, quantity });
      const { lines, totalCents } = added.json<{ lines: OrderLine[]; totalCents: number }>();
      const shown = shownCents.get(shopper);
      const asked = lines.find((line) => line.sku === shown?.sku)?.unitPriceCents;
      added.expectThat(asked === undefined || asked === shown?.cents, 'the price that the product page showed');
      shopper.cart = { lines, amountCents: totalCents };
      const cart = await shopper.get('/cart');
      cart.expect('data-page="cart"').expect(sku);
    },

    checkout: async (shopper) => {
      const { name, email, street, postcode, city, card } = shopper.customer;
      const customer = { name, email, address: `${street}, ${postcode} ${city}` };
      await shopper.order(shopper.cart, ({ intent, key }) =>
        shopper.post('/checkout', { intent, customer, card }, { headers: { 'Idempotency-Key': key } }),
      );
    },
  },
});

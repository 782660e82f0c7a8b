import { defineShop, type OrderLine } from '../../../../scenarios/lib/index.ts';
import type { Shopper } from '../../../../scenarios/lib/index.ts';

/** Tells the server which virtual user it is. */
const as = (shopper: Shopper) => ({ headers: { 'X-Test-Slot': String(shopper.slot) } });

export default defineShop({
  catalogue: { products: 500, doorbusters: 5, sku: (rank) => `sku-${rank}`, searchWords: ['lamp', 'shoes', 'mug'] },
  newKeyOnReload: true,
  steps: {
    browse: async (shopper) => (await shopper.get('/', as(shopper))).expect('data-page="home"'),
    search: (shopper) => shopper.get(`/search?q=${shopper.searchWord()}`, as(shopper)),
    product: (shopper) => shopper.get(`/product/${shopper.chooseProduct()}`, as(shopper)),
    cart: async (shopper) => {
      const added = await shopper.post('/cart/items', { sku: shopper.product, quantity: 1 }, as(shopper));
      const { lines, totalCents } = added.json<{ lines: OrderLine[]; totalCents: number }>();
      shopper.cart = { lines, amountCents: totalCents };
    },
    checkout: (shopper) =>
      shopper.order(shopper.cart, ({ intent, key }) => {
        const { headers } = as(shopper);
        const body = { intent, card: shopper.customer.card, email: shopper.customer.email };
        return shopper.post('/checkout', body, { headers: { ...headers, 'Idempotency-Key': key } });
      }),
  },
});

import { defineShop, type Shopper } from '../../scenarios/lib/index.ts';

const see = async (shopper: Shopper, path: string): Promise<void> => {
  const page = await shopper.get(path);
  page.expect('data-page="any"');
};

/** The shop of bench/recovery/scripted-server.ts: one request a step. */
export default defineShop({
  catalogue: { products: 100, doorbusters: 1, sku: (rank) => `sku-${rank}`, searchWords: ['lamp'] },
  steps: {
    browse: (shopper) => see(shopper, '/browse'),
    cart: (shopper) => see(shopper, '/cart'),
    checkout: (shopper) => see(shopper, '/checkout'),
  },
});

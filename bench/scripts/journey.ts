import { defineShop, type Shopper } from '../../scenarios/lib/index.ts';

/** Where there are several targets, shoppers are dealt over them: an address has about 28,000 ports for one client. */
const baseUrls = (__ENV['BENCH_BASE_URLS'] ?? '').split(' ').filter((url) => url !== '');

/** One request a step, and one look at the page. */
const see = async (shopper: Shopper, path: string): Promise<void> => {
  const page = await shopper.get(`${baseUrls[shopper.slot % baseUrls.length] ?? ''}${path}`);
  page.expect('data-page="home"');
};

/** The shop of engine/bench/target, where every page is the same. */
export default defineShop({
  catalogue: {
    products: 10_000,
    doorbusters: 20,
    sku: (rank) => `sku-${String(rank).padStart(6, '0')}`,
    searchWords: ['lamp', 'shoes', 'mug'],
  },
  steps: {
    browse: (shopper) => see(shopper, '/'),
    search: (shopper) => see(shopper, `/search?q=${shopper.searchWord()}`),
    product: (shopper) => see(shopper, `/product/${shopper.chooseProduct()}`),
    cart: (shopper) => see(shopper, '/cart'),
    checkout: (shopper) => see(shopper, '/checkout'),
  },
});

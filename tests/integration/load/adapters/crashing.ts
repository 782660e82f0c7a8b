import { defineShop } from '../../../../scenarios/lib/index.ts';
import recorded from './recorded.ts';

/** An adapter with a mistake in it that only some shoppers meet. */
export default defineShop({
  ...recorded,
  steps: {
    ...recorded.steps,
    product: (shopper) => {
      const pages: Record<number, { url: string } | undefined> =
        shopper.slot % 5 === 3 ? {} : { 0: { url: '/product/sku-1' } };
      return shopper.get((pages[0] as { url: string }).url, { headers: { 'X-Test-Slot': String(shopper.slot) } });
    },
  },
});

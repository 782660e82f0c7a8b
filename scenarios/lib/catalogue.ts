import { zipf, type Popularity } from './zipf.ts';

/** What there is to buy, as far as shoppers must know. */
export interface Catalogue {
  readonly products: number;
  /** How many of the first are the offers of the day, with little stock, the hottest first; 0 for none. */
  readonly doorbusters: number;
  /** The SKU of the product that is the n-th most popular, 1 ≤ n ≤ products. */
  readonly sku: (rank: number) => string;
  /** What shoppers type into the search. */
  readonly searchWords: readonly string[];
}

/** How shoppers choose among the products. */
export interface Taste {
  /** Exponent of Zipf's law over the whole catalogue. */
  readonly exponent: number;
  /** Share of choices that go straight to one of the doorbusters, beyond what Zipf's law gives them. */
  readonly doorbusterShare: number;
}

/** Of those who go straight to a doorbuster, how many want the hottest: enough to sell it out in minutes of a small load too. */
const hottestShare = 0.5;

/** Draws the rank of a product. */
export const popularityOf = (catalogue: Pick<Catalogue, 'products' | 'doorbusters'>, taste: Taste): Popularity => {
  const overall = zipf(catalogue.products, taste.exponent);
  const { doorbusters } = catalogue;
  if (doorbusters === 0) return overall;
  return (random) => {
    if (!random.chance(taste.doorbusterShare)) return overall(random);
    return random.chance(hottestShare) ? 1 : random.integer(1, doorbusters);
  };
};

/**
 * How long the monolith's unindexed queries take, seconds: each page holds one of ten connections that long, by pg_sleep, so that
 * the pool is what gives out and not this machine's processor. With the shoppers' mix of steps a page holds about 0.1 s, so
 * ten connections carry about 100 pages a second: 1,200 users at 12 s between steps.
 */
export const heldSeconds = {
  home: 0.09,
  category: 0.1,
  search: 0.15,
  product: 0.09,
  recommendations: 0.02,
  cart: 0.06,
  changeCart: 0.06,
  checkout: 0.25,
} as const;

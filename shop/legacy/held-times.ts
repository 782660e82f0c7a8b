/**
 * How long the monolith's pages hold one of ten connections, seconds: pg_sleep makes up for what the queries and the payment took less, as unindexed
 * queries would, so that the pool is what gives out, and at the same load on a busy machine. With the shares of steps of Black Friday's
 * shoppers (26 % browse, 21 % search, 32 % product, 14 % cart, 7 % checkout) a step holds 0.10 s: ten connections carry 100 steps a second, which
 * 1,270 users make who take 12.7 s from step to step, and pages are late before. 2,000 users wait 2,000 / 100 − 12.7 ≈ 7 s a step, most of all
 * in checkout, which takes its place in the queue three times.
 */
export const heldSeconds = {
  home: 0.065,
  category: 0.075,
  search: 0.1,
  product: 0.07,
  recommendations: 0.02,
  cart: 0.045,
  changeCart: 0.045,
  checkoutCart: 0.08,
  checkoutPayment: 0.14,
  checkoutConfirmation: 0.04,
} as const;

/**
 * How long the monolith's pages hold one of ten connections, seconds: pg_sleep makes up for what the queries and the payment took less, as unindexed
 * queries would, so that the pool is what gives out, and at the same load on a busy machine. With the shares of steps of Black Friday's
 * shoppers (26 % browse, 21 % search, 32 % product, 14 % cart, 7 % checkout) a step holds 0.195 s: ten connections carry 51 steps a second, which
 * 1,260 users make who take 24.5 s from step to step, and pages are late before. 2,000 users wait 2,000 / 51 − 24.5 ≈ 15 s a step, most of all
 * in checkout, which takes its place in the queue three times.
 */
export const heldSeconds = {
  home: 0.13,
  category: 0.145,
  search: 0.205,
  product: 0.14,
  recommendations: 0.038,
  cart: 0.092,
  changeCart: 0.092,
  checkoutCart: 0.157,
  checkoutPayment: 0.27,
  checkoutConfirmation: 0.076,
} as const;

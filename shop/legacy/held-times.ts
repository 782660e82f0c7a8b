/**
 * How long the monolith's pages hold one of ten connections, seconds: pg_sleep makes up for what the queries and the payment took less, as unindexed
 * queries would, so that the pool is what gives out, and at the same load on a busy machine. With the shares of steps of Black Friday's
 * shoppers (26 % browse, 21 % search, 32 % product, 14 % cart, 7 % checkout) a step holds 0.18 s: ten connections carry 55 steps a second, which
 * 1,360 users make who take 24.5 s from step to step, and pages are late before. 2,000 users wait 2,000 / 55 − 24.5 ≈ 12 s a step, most of all
 * in checkout, which takes its place in the queue three times.
 */
export const heldSeconds = {
  home: 0.12,
  category: 0.135,
  search: 0.19,
  product: 0.13,
  recommendations: 0.035,
  cart: 0.085,
  changeCart: 0.085,
  checkoutCart: 0.145,
  checkoutPayment: 0.25,
  checkoutConfirmation: 0.07,
} as const;

/**
 * How long the monolith's unindexed queries take, seconds: each page holds one of ten connections that long, by pg_sleep, so that
 * the pool is what gives out and not this machine's processor. With the shares of steps of Black Friday's shoppers (26 % browse, 21 %
 * search, 32 % product, 14 % cart, 7 % checkout) a step holds 0.10 s, and with its real queries about 0.11 s: ten connections carry about
 * 92 steps a second, which 1,100 users make who take 12 s from step to step. 2,000 users wait 2,000 / 92 − 12 ≈ 10 s a step, most of all in
 * checkout, which takes its place in the queue three times.
 */
export const heldSeconds = {
  home: 0.07,
  category: 0.08,
  search: 0.11,
  product: 0.07,
  recommendations: 0.015,
  cart: 0.045,
  changeCart: 0.045,
  checkoutCart: 0.08,
  checkoutPayment: 0.08,
  checkoutConfirmation: 0.04,
} as const;

/** What the planner must know of a scenario without running it. */
export interface ScenarioFacts {
  readonly name: string;
  /** File under `scenarios/`. */
  readonly file: string;
  /** Steps in funnel order. */
  readonly steps: readonly string[];
  readonly checkoutStep: string;
  /** Share of a shopper's steps that each step makes up, for the planner's estimate of samples. */
  readonly stepShares: Readonly<Record<string, number>>;
}

export const blackFriday: ScenarioFacts = {
  name: 'black-friday',
  file: 'black-friday.ts',
  steps: ['browse', 'search', 'product', 'cart', 'checkout'],
  checkoutStep: 'checkout',
  stepShares: { browse: 0.26, search: 0.21, product: 0.32, cart: 0.14, checkout: 0.07 },
};

import { stepShares, stepsOf } from '../../scenarios/lib/persona.ts';
import { personas } from '../../scenarios/personas.ts';

/** What the planner must know of a scenario without running it. */
export interface ScenarioFacts {
  readonly name: string;
  /** Steps in funnel order. */
  readonly steps: readonly string[];
  readonly checkoutStep: string;
  /** Share of a shopper's steps that each step makes up, for the planner's estimate of samples. */
  readonly stepShares: Readonly<Record<string, number>>;
}

export const blackFriday: ScenarioFacts = {
  name: 'black-friday',
  steps: stepsOf(personas),
  checkoutStep: 'checkout',
  stepShares: stepShares(personas),
};

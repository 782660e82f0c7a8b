import { meanJourneySteps, stepShares, stepsOf } from '../../scenarios/lib/persona.ts';
import { personas } from '../../scenarios/personas.ts';
import type { CurveShape } from '../core/curve-shapes.ts';

/** What the planner must know of a scenario without running it. Its program is `scenarios/<name>.ts`. */
export interface ScenarioFacts {
  readonly name: string;
  /** Steps in funnel order. */
  readonly steps: readonly string[];
  readonly checkoutStep: string;
  /** Share of a shopper's steps that each step makes up, for the planner's estimate of samples. */
  readonly stepShares: Readonly<Record<string, number>>;
  /** Steps of a whole journey on average, for the planner's estimate of how long a session lasts. */
  readonly meanJourneySteps: number;
  /** What holds where neither configuration nor command line says otherwise. */
  readonly defaults: {
    readonly users: number;
    /** Null: as long as the experiment needs. */
    readonly durationSeconds: number | null;
    readonly curve: CurveShape;
    readonly thinkTimeMedianSeconds: number;
    /** On the reference shop; other shops have none by default. */
    readonly experiment: string | null;
  };
}

const journey = {
  steps: stepsOf(personas),
  checkoutStep: 'checkout',
  stepShares: stepShares(personas),
  meanJourneySteps: meanJourneySteps(personas),
};

/** The day that the shop has to survive. */
export const blackFriday: ScenarioFacts = {
  name: 'black-friday',
  ...journey,
  defaults: {
    users: 4_000,
    durationSeconds: null,
    curve: 'doors-open',
    // docs/decisions/0015: with two requests a step, 20,000 users ask for 1,650 requests a second.
    thinkTimeMedianSeconds: 22,
    experiment: 'database-failover',
  },
};

/** One minute with few users: does the journey work at all? */
const smoke: ScenarioFacts = {
  name: 'smoke',
  ...journey,
  defaults: { users: 10, durationSeconds: 60, curve: 'constant', thinkTimeMedianSeconds: 2, experiment: null },
};

const scenarios: readonly ScenarioFacts[] = [blackFriday, smoke];

export const scenarioNames = ['black-friday', 'smoke'] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** Facts of a scenario by its name. */
export const scenarioNamed = (name: ScenarioName): ScenarioFacts =>
  scenarios.find((scenario) => scenario.name === name) ?? blackFriday;

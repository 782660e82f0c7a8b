/// <reference types="k6" />
import { SharedArray } from 'k6/data';
import type { Options, PerVUIterationsScenario } from 'k6/options';
import type { Taste } from './catalogue.ts';
import type { Customer } from './customer.ts';
import { stepsOf, type Persona } from './persona.ts';
import { readPlan, type PlanByHand, type ScenarioPlan } from './scenario-plan.ts';
import { runHost } from './host.ts';
import type { Shop } from './shop.ts';

/** Who comes, what they like, and how much of it there is without a plan. */
export interface ScenarioDefinition {
  readonly personas: readonly Persona[];
  readonly taste: Taste;
  /** Share of visits that pay with a card that will be declined. */
  readonly declinedShare: number;
  /** Share of buyers who send their order twice: by a double click, a reload, or after a time-out. */
  readonly resubmittedShare: number;
  /** How many customers the shop has, of whom each visit is one; 2.3 million where it does not say. */
  readonly customers?: number;
  readonly byHand: PlanByHand;
}

export interface Scenario {
  /** For k6: `export const { options } = scenario`. */
  readonly options: Options;
  /** The function that k6 runs once in each host: `export default scenario.at(shop)`. */
  readonly at: (shop: Shop) => () => Promise<void>;
}

/** k6 cuts whatever still runs when this is over (DESIGN §5): far beyond the worst case. */
const maxDurationMarginSeconds = 120;

// eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- @types/k6 has a class for what is a plain object
const hostsOf = ({ load, timing }: ScenarioPlan): PerVUIterationsScenario => ({
  executor: 'per-vu-iterations',
  vus: load.hosts,
  iterations: 1,
  maxDuration: `${Math.ceil(timing.worstCaseSeconds) + maxDurationMarginSeconds}s`,
  gracefulStop: '0s',
});

const optionsOf = (plan: ScenarioPlan): Options => ({
  scenarios: { shoppers: hostsOf(plan) },
  systemTags: ['status', 'error_code', 'expected_response'],
});

/** A scenario of the closed model: V(t) shoppers of the plan, dealt over the hosts. Call it while a script is initialised. */
export const defineScenario = (definition: ScenarioDefinition): Scenario => {
  const plan = readPlan(definition.byHand);
  const populationPath = __ENV['PEAKPROOF_POPULATION'];
  const population: ArrayLike<Customer> =
    populationPath === undefined
      ? []
      : new SharedArray('population', () => JSON.parse(open(populationPath)) as Customer[]);
  return {
    options: optionsOf(plan),
    at: (shop) => {
      const baseUrl = (__ENV['PEAKPROOF_BASE_URL'] ?? '').replace(/\/$/, '');
      if (baseUrl === '')
        throw new Error(
          'PEAKPROOF_BASE_URL is not set: name the shop with -e PEAKPROOF_BASE_URL=http://127.0.0.1:3000',
        );
      const missing = stepsOf(definition.personas).filter((step) => shop.steps[step] === undefined);
      if (missing.length > 0)
        throw new Error(
          `The shop adapter lacks steps of the scenario: ${missing.join(', ')}. Add them to its \`steps\``,
        );
      return () => runHost({ definition, plan, shop, population, baseUrl });
    },
  };
};

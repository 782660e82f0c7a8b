import { defineScenario } from './lib/index.ts';
import { personas } from './personas.ts';
import reference from './shops/reference.ts';

/** Doors open at nine: the day that the shop has to survive. */
export const scenario = defineScenario({
  personas,
  taste: { exponent: 1, doorbusterShare: 0.15 },
  declinedShare: 0.02,
  resubmittedShare: 0.05,
  byHand: { users: 100, rampSeconds: 15, endSeconds: 120 },
});

export const { options } = scenario;
export default scenario.at(reference);

import { defineScenario } from './lib/index.ts';
import { personas } from './personas.ts';
import reference from './shops/reference.ts';

/** One minute, few users: does the journey work at all? By hand: `peakproof-k6 run -e PEAKPROOF_BASE_URL=http://… scenarios/smoke.ts`. */
export const scenario = defineScenario({
  personas,
  taste: { exponent: 1, doorbusterShare: 0.05 },
  declinedShare: 0.02,
  resubmittedShare: 0.05,
  byHand: { users: 10, rampSeconds: 5, endSeconds: 60 },
});

export const { options } = scenario;
export default scenario.at(reference);

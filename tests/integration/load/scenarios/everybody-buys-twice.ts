import { defineScenario } from '../../../../scenarios/lib/index.ts';
import recorded from '../adapters/recorded.ts';

/** Every visit buys, and sends its order twice. */
export const scenario = defineScenario({
  personas: [{ name: 'buyer', share: 1, journey: ['product', 'cart', 'checkout'] }],
  taste: { exponent: 1, doorbusterShare: 0.15 },
  declinedShare: 0,
  resubmittedShare: 1,
  byHand: { users: 10, rampSeconds: 1, endSeconds: 10 },
});

export const { options } = scenario;
export default scenario.at(recorded);

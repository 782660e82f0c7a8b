import { defineScenario } from '../../scenarios/lib/index.ts';
import shop from './scripted-shop.ts';

/** Every visit takes every step: what the ground truth of recovery is played to (bench/recovery). */
export const scenario = defineScenario({
  personas: [{ name: 'anyone', share: 1, journey: ['browse', 'cart', 'checkout'] }],
  taste: { exponent: 1, doorbusterShare: 0 },
  declinedShare: 0,
  resubmittedShare: 0,
  byHand: { users: 10, rampSeconds: 5, endSeconds: 60 },
});

export const { options } = scenario;
export default scenario.at(shop);

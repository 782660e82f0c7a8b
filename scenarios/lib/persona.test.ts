import { describe, expect, it } from 'vitest';
import { blackFriday } from '../../src/config/scenarios.ts';
import { personas } from '../personas.ts';
import { journeyOf, maybe, meanJourneySteps, pickPersona, stepShares, stepsOf, type Persona } from './persona.ts';
import { randomOf } from './random.ts';

const two: Persona[] = [
  { name: 'looks', share: 0.75, journey: ['browse'] },
  { name: 'buys', share: 0.25, journey: ['browse', maybe(0.5, 'cart')] },
];

describe('personas', () => {
  it('come in their shares', () => {
    const random = randomOf(2);
    const names = Array.from({ length: 10_000 }, () => pickPersona(two, random).name);
    expect(names.filter((name) => name === 'buys').length / 10_000).toBeCloseTo(0.25, 1);
  });

  it('take every certain step, and the others at their chance', () => {
    const random = randomOf(2);
    const journeys = Array.from({ length: 10_000 }, () => journeyOf(two[1]!, random));
    expect(journeys.every((journey) => journey[0] === 'browse')).toBe(true);
    expect(journeys.filter((journey) => journey[1] === 'cart').length / 10_000).toBeCloseTo(0.5, 1);
  });

  it('say which steps there are, and how often each is taken', () => {
    expect(stepsOf(two)).toEqual(['browse', 'cart']);
    expect(stepShares(two)['cart']).toBeCloseTo(0.125 / 1.125);
    expect(meanJourneySteps(two)).toBeCloseTo(1.125);
  });

  it('are needed', () => {
    expect(() => pickPersona([], randomOf(1))).toThrow('persona');
  });
});

describe("Black Friday's personas", () => {
  it('are all of the shoppers', () => {
    expect(personas.reduce((sum, persona) => sum + persona.share, 0)).toBeCloseTo(1);
  });

  it('take the steps that the planner counts on, in its shares', () => {
    expect(stepsOf(personas)).toEqual(blackFriday.steps);
    for (const [step, share] of Object.entries(stepShares(personas)))
      expect(Math.abs(share - (blackFriday.stepShares[step] ?? 0)), step).toBeLessThan(0.01);
  });
});

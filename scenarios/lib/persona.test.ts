import { describe, expect, it } from 'vitest';
import { blackFriday } from '../../src/config/scenarios.ts';
import { personas } from '../personas.ts';
import { drawnOf, maybe, meanJourneySteps, stepShares, stepsOf, type Persona } from './persona.ts';

const two: Persona[] = [
  { name: 'looks', share: 0.75, journey: ['browse'] },
  { name: 'buys', share: 0.25, journey: ['browse', maybe(0.5, 'cart')] },
];

describe('personas', () => {
  it('are drawn by share, and their steps by chance', () => {
    expect(two.map(drawnOf)).toEqual([
      { share: 0.75, keepsCookies: false, journey: [{ step: 'browse', chance: 1 }] },
      {
        share: 0.25,
        keepsCookies: false,
        journey: [
          { step: 'browse', chance: 1 },
          { step: 'cart', chance: 0.5 },
        ],
      },
    ]);
  });

  it('say which steps there are, and how often each is taken', () => {
    expect(stepsOf(two)).toEqual(['browse', 'cart']);
    expect(stepShares(two)['cart']).toBeCloseTo(0.125 / 1.125);
    expect(meanJourneySteps(two)).toBeCloseTo(1.125);
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

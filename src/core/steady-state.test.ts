import { describe, expect, it } from 'vitest';
import { judgeSteadiness } from './steady-state.ts';
import { stepEntry } from './testing/synthetic-timeline.ts';
import { syntheticBudget } from './testing/synthetic-run.ts';
import type { TimelineLine } from './wire/timeline.ts';

const plan = {
  scenario: { name: 'x', steps: ['browse', 'checkout'], checkoutStep: 'checkout' },
  timing: {
    plateauStartSeconds: 20,
    rampDownStartSeconds: 200,
    endSeconds: 210,
    worstCaseSeconds: 300,
    recoveryReserveSeconds: 60,
  },
};
const budgets = [
  syntheticBudget({ name: 'b', indicator: 'latencyP95', step: 'browse', phase: 'steady', limit: 1_000 }),
];

const repeated = <T>(value: T, count: number): T[] => Array.from({ length: count }, () => value);

/** So many attempts of browse a second, each taking so long, from one second to another. */
const browsing = (from: number, to: number, each: number, latencyMs: number, outcome: 'ok' | 'error' = 'ok') =>
  Array.from({ length: to - from }, (_, index) =>
    stepEntry(from + index, 'browse', outcome, repeated(latencyMs, each)),
  );

const look = (timeline: readonly TimelineLine[], untilSeconds = 80) =>
  judgeSteadiness({ plan, budgets, workers: [{ worker: 'w1', timeline, ledger: [] }], untilSeconds });

describe('judgeSteadiness', () => {
  it('is shown by enough good attempts', () => {
    expect(look(browsing(20, 80, 10, 100))).toEqual({
      isShown: true,
      why: '300 attempts in the 30 s before the first fault, no step in breach',
    });
  });

  it('is shown by few attempts too, if they are good', () => {
    expect(look(browsing(60, 75, 1, 100)).isShown).toBe(true);
  });

  it('is not shown by hardly any', () => {
    expect(look(browsing(70, 75, 1, 100))).toMatchObject({
      isShown: false,
      why: expect.stringContaining('only 5 attempts') as string,
    });
  });

  it.each([
    ['slow', browsing(50, 80, 10, 3_000)],
    ['failing', browsing(50, 80, 10, 20, 'error')],
    ['slow for the last seconds', [...browsing(50, 74, 10, 100), ...browsing(60, 80, 15, 3_000)]],
    ['slow with few users', [...browsing(50, 74, 1, 3_000)]],
  ])('is not shown by a shop that is %s', (_how, timeline) => {
    const { isShown, why } = look(timeline);
    expect(isShown).toBe(false);
    expect(why).toMatch(/the shop was not steady; browse: \d.* % of \d+ attempts were bad/);
  });

  it('does not look at the ramp-up, nor at what has long passed', () => {
    expect(look([...browsing(0, 20, 10, 3_000), ...browsing(20, 80, 10, 100)], 40).isShown).toBe(true);
    expect(look([...browsing(20, 40, 10, 3_000), ...browsing(40, 80, 10, 100)]).isShown).toBe(true);
  });

  it('does not look at attempts that may still be answered', () => {
    expect(look([...browsing(50, 80, 10, 100), ...browsing(80, 83, 100, 3_000)]).isShown).toBe(true);
  });
});

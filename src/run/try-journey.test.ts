import { describe, expect, it } from 'vitest';
import type { StepOutcome } from '../core/wire/steps.ts';
import type { TailedLine } from '../ports.ts';
import { failedSteps } from './try-journey.ts';

const entry = (name: string, outcome: StepOutcome, count: number): TailedLine => ({
  worker: 'w1',
  line: { type: 'entry', second: 0, kind: 'step', name, outcome, count, histogram: '' },
});

describe('failedSteps', () => {
  it('names steps that never went well, with what became of them', () => {
    const lines = [entry('browse', 'ok', 9), entry('cart', 'failedCheck', 2), entry('cart', 'error', 1)];
    expect(failedSteps(lines)).toEqual(['cart (2 × failedCheck, 1 × error)']);
  });

  it('lets a step pass that went well once, or was declined or sold out', () => {
    const lines = [entry('browse', 'ok', 1), entry('browse', 'error', 5), entry('checkout', 'declined', 1)];
    expect(failedSteps([...lines, entry('product', 'soldOut', 1)])).toEqual([]);
  });

  it('has nothing to say when nobody came', () => {
    expect(failedSteps([])).toEqual([]);
  });
});

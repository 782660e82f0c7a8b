import { expect, it } from 'vitest';
import type { ValidityCheck } from '../wire/verdict.ts';
import { distrustWords } from './distrust.ts';
import { machineCheck } from './judge-machine.ts';

const broken = (check: string): ValidityCheck => ({
  check,
  value: 1,
  limit: 0,
  unit: 'ratio',
  outcome: 'fail',
  why: '',
});

it.each([
  [['schedLatencyP99', 'addedLatency'], 'the load generator cannot be trusted (schedLatencyP99, addedLatency)'],
  [[machineCheck], 'other programs kept the machine busy (processorContended)'],
  [[machineCheck, 'addedLatency'], 'the load generator cannot be trusted (addedLatency)'],
])('of %j: %s', (checks, words) => expect(distrustWords(checks.map(broken))).toBe(words));

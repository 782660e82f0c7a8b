import type { ValidityCheck } from '../wire/verdict.ts';
import { machineCheck } from './judge-machine.ts';

/** Why figures of a run cannot be trusted, by the checks that it did not pass: its generator, or the machine that the shop had to share. */
export const distrustWords = (broken: readonly ValidityCheck[]): string => {
  const ofGenerator = broken.map(({ check }) => check).filter((check) => check !== machineCheck);
  return ofGenerator.length === 0
    ? `other programs kept the machine busy (${machineCheck})`
    : `the load generator cannot be trusted (${ofGenerator.join(', ')})`;
};

import type { MachineLine } from '../wire/machine.ts';
import type { ValidityCheck } from '../wire/verdict.ts';
import { atMost } from './check.ts';
import { validityLimits } from './limits.ts';

export const machineCheck = 'processorContended';

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/**
 * Whether the embedded shop had the processors that it asked for: a stretch counts against the run when hardly any of their time was left idle, and others
 * took a part that matters. Then what was slow is not the shop, or nobody knows.
 * @param machine lines of the run up to its ramp-down; absent where nothing was measured, which is held against nobody
 */
export const judgeMachine = (machine: readonly MachineLine[] | undefined): ValidityCheck[] => {
  if (machine === undefined || machine.length === 0) return [];
  const { fullShare, othersShare } = validityLimits.contention;
  const isContended = (line: MachineLine): boolean =>
    line.busyShare >= fullShare && line.othersShare + line.stolenShare >= othersShare;
  const secondsOf = (lines: readonly MachineLine[]): number => lines.reduce((sum, { seconds }) => sum + seconds, 0);
  const contended = machine.filter(isContended);
  const most = (pick: (line: MachineLine) => number): number =>
    machine.reduce((top, line) => Math.max(top, pick(line)), 0);
  return [
    atMost({
      check: machineCheck,
      value: secondsOf(contended) / secondsOf(machine),
      limit: validityLimits.contention.ofTheTime,
      unit: 'ratio',
      why: `share of the run in which the processors were full and other programs, or the host, had a part in it: up to ${percent(most((line) => line.othersShare))} and ${percent(most((line) => line.stolenShare))}`,
    }),
  ];
};

import { plannedPeakVirtualUsers, plannedVirtualUsers } from '../../src/core/load-curve.ts';
import type { LoadPoint } from '../../src/core/wire/plan.ts';

/** One second of a run against its plan. */
export interface CurveDeviation {
  /** The end of the second, from T0. */
  readonly atSeconds: number;
  readonly planned: number;
  readonly achieved: number;
  /** |achieved − planned| / planned. */
  readonly ratio: number;
}

/** On either side of a jump nobody can say what is late and what is not. */
const aroundJumpSeconds = 1;
/** Below this share of the peak one virtual user is a large share of those planned. */
const leastPlannedShare = 0.1;

const jumps = (curve: readonly LoadPoint[]): number[] =>
  curve.flatMap(({ atSeconds, virtualUsers }, index) => {
    const before = index === 0 ? { atSeconds, virtualUsers: 0 } : curve[index - 1];
    const isLast = index === curve.length - 1;
    const isJump = before?.atSeconds === atSeconds && before.virtualUsers !== virtualUsers;
    // Whoever is left leaves where the curve ends.
    return isJump || (isLast && virtualUsers > 0) ? [atSeconds] : [];
  });

/** @param achieved active virtual users at the end of each second from T0. */
export const deviationsFromCurve = (curve: readonly LoadPoint[], achieved: readonly number[]): CurveDeviation[] => {
  const least = leastPlannedShare * plannedPeakVirtualUsers(curve);
  const end = curve.at(-1)?.atSeconds ?? 0;
  const skipped = jumps(curve);
  return achieved.flatMap((count, second) => {
    const atSeconds = second + 1;
    const planned = plannedVirtualUsers(curve, atSeconds);
    const isNearJump = skipped.some((jump) => Math.abs(jump - atSeconds) <= aroundJumpSeconds);
    if (planned < least || planned === 0 || atSeconds > end || isNearJump) return [];
    return [{ atSeconds, planned, achieved: count, ratio: Math.abs(count - planned) / planned }];
  });
};

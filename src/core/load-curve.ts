import type { LoadPoint } from './wire/plan.ts';

/**
 * Virtual users planned at an offset from T0: straight lines between the curve's corners, flat before the first and
 * after the last. Where two corners share an instant the curve jumps, and the later corner holds from that instant on.
 */
export const plannedVirtualUsers = (curve: readonly LoadPoint[], atSeconds: number): number => {
  const after = curve.findIndex((point) => point.atSeconds > atSeconds);
  const right = curve[after];
  const left = after === -1 ? curve.at(-1) : curve[after - 1];
  if (left === undefined) return right?.virtualUsers ?? 0;
  if (right === undefined) return left.virtualUsers;
  const passed = (atSeconds - left.atSeconds) / (right.atSeconds - left.atSeconds);
  return left.virtualUsers + passed * (right.virtualUsers - left.virtualUsers);
};

/** The area under the curve, in virtual users × seconds: exact, because the curve is made of straight lines. */
export const plannedVirtualUserSeconds = (
  curve: readonly LoadPoint[],
  fromSeconds: number,
  toSeconds: number,
): number => {
  if (toSeconds <= fromSeconds) return 0;
  const corners = curve.map((point) => point.atSeconds).filter((at) => at > fromSeconds && at < toSeconds);
  const cuts = [fromSeconds, ...corners, toSeconds];
  let area = 0;
  for (const [index, to] of cuts.entries()) {
    const from = cuts[index - 1];
    if (from === undefined || to === from) continue;
    area += (to - from) * plannedVirtualUsers(curve, (from + to) / 2);
  }
  return area;
};

/** The most virtual users that the curve asks for at one time. */
export const plannedPeakVirtualUsers = (curve: readonly LoadPoint[]): number =>
  curve.reduce((peak, point) => Math.max(peak, point.virtualUsers), 0);

/**
 * Attempts that a step may be expected to see in a stretch of the run.
 * @param attemptsPerVirtualUserSecond how often one virtual user takes the step, 1/s
 */
export const plannedAttempts = (
  curve: readonly LoadPoint[],
  attemptsPerVirtualUserSecond: number,
  fromSeconds: number,
  toSeconds: number,
): number => attemptsPerVirtualUserSecond * plannedVirtualUserSeconds(curve, fromSeconds, toSeconds);

import type { ArrivalPoint, LoadPoint } from './wire/plan.ts';

interface Corner {
  readonly atSeconds: number;
}

/**
 * The value of a piecewise-linear curve: straight lines between its corners, flat before the first and after the last. Where two
 * corners share an instant the curve jumps, and the later corner holds from that instant on.
 */
const valueAt = <C extends Corner>(curve: readonly C[], height: (corner: C) => number, atSeconds: number): number => {
  const after = curve.findIndex((corner) => corner.atSeconds > atSeconds);
  const right = curve[after];
  const left = after === -1 ? curve.at(-1) : curve[after - 1];
  if (left === undefined) return right === undefined ? 0 : height(right);
  if (right === undefined) return height(left);
  const passed = (atSeconds - left.atSeconds) / (right.atSeconds - left.atSeconds);
  return height(left) + passed * (height(right) - height(left));
};

/** The area under the curve, its unit × seconds: exact, because the curve is made of straight lines. */
const areaBetween = <C extends Corner>(
  curve: readonly C[],
  height: (corner: C) => number,
  fromSeconds: number,
  toSeconds: number,
): number => {
  if (toSeconds <= fromSeconds) return 0;
  const corners = curve.map((corner) => corner.atSeconds).filter((at) => at > fromSeconds && at < toSeconds);
  const cuts = [fromSeconds, ...corners, toSeconds];
  let area = 0;
  for (const [index, to] of cuts.entries()) {
    const from = cuts[index - 1];
    if (from === undefined || to === from) continue;
    area += (to - from) * valueAt(curve, height, (from + to) / 2);
  }
  return area;
};

const virtualUsersOf = (corner: LoadPoint): number => corner.virtualUsers;
const sessionsPerSecondOf = (corner: ArrivalPoint): number => corner.sessionsPerSecond;

/** V(t): virtual users planned at an offset from T0. */
export const plannedVirtualUsers = (curve: readonly LoadPoint[], atSeconds: number): number =>
  valueAt(curve, virtualUsersOf, atSeconds);

/** The area under V(t), virtual users × seconds. */
export const plannedVirtualUserSeconds = (
  curve: readonly LoadPoint[],
  fromSeconds: number,
  toSeconds: number,
): number => areaBetween(curve, virtualUsersOf, fromSeconds, toSeconds);

/** The most virtual users that the curve asks for at one time. */
export const plannedPeakVirtualUsers = (curve: readonly LoadPoint[]): number =>
  curve.reduce((peak, point) => Math.max(peak, point.virtualUsers), 0);

/** λ(t): sessions that are planned to arrive a second, at an offset from T0. */
export const plannedSessionsPerSecond = (curve: readonly ArrivalPoint[], atSeconds: number): number =>
  valueAt(curve, sessionsPerSecondOf, atSeconds);

/** The area under λ(t): sessions planned to arrive in a stretch of the run; the count that came is Poisson with this mean. */
export const plannedSessions = (curve: readonly ArrivalPoint[], fromSeconds: number, toSeconds: number): number =>
  areaBetween(curve, sessionsPerSecondOf, fromSeconds, toSeconds);

import type { LoadPoint } from '../../src/core/wire/plan.ts';

/** Half-open: active from `startSeconds` on, no longer at `endSeconds`. Offsets from T0. */
export interface ActiveInterval {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** The straight pieces of a curve; a vertical jump is no piece. */
const pieces = (curve: readonly LoadPoint[]): [LoadPoint, LoadPoint][] =>
  curve.flatMap((from, index): [LoadPoint, LoadPoint][] => {
    const to = curve[index + 1];
    return to === undefined || to.atSeconds <= from.atSeconds ? [] : [[from, to]];
  });

/** The part of one straight piece in which V(t) > slot; null when there is none. */
const activePart = ([from, to]: [LoadPoint, LoadPoint], slot: number): ActiveInterval | null => {
  const isActiveAtStart = from.virtualUsers > slot;
  const isActiveAtEnd = to.virtualUsers > slot;
  if (isActiveAtStart && isActiveAtEnd) return { startSeconds: from.atSeconds, endSeconds: to.atSeconds };
  if (!isActiveAtStart && !isActiveAtEnd) return null;
  const share = (slot - from.virtualUsers) / (to.virtualUsers - from.virtualUsers);
  const crossing = from.atSeconds + share * (to.atSeconds - from.atSeconds);
  return isActiveAtStart
    ? { startSeconds: from.atSeconds, endSeconds: crossing }
    : { startSeconds: crossing, endSeconds: to.atSeconds };
};

/**
 * When a slot is active: the offsets at which slot < V(t), as disjoint intervals in order. Closed form, so that no shopper
 * has to ask again and again, and no host has to ask another. Before the curve's first corner and from its last one on,
 * nobody is active: the end of the curve ends every shopper.
 */
export const activeIntervals = (curve: readonly LoadPoint[], slot: number): ActiveInterval[] => {
  const intervals: ActiveInterval[] = [];
  for (const piece of pieces(curve)) {
    const part = activePart(piece, slot);
    if (part === null || part.endSeconds <= part.startSeconds) continue;
    const last = intervals.at(-1);
    if (last?.endSeconds === part.startSeconds) {
      intervals[intervals.length - 1] = { startSeconds: last.startSeconds, endSeconds: part.endSeconds };
    } else intervals.push(part);
  }
  return intervals;
};

/** The slots of a host: host, host + hosts, host + 2·hosts, … below the highest V(t). */
export const slotsOfHost = (curve: readonly LoadPoint[], host: number, hosts: number): number[] => {
  const users = Math.ceil(Math.max(...curve.map((point) => point.virtualUsers)));
  return Array.from({ length: Math.max(0, Math.ceil((users - host) / hosts)) }, (_, local) => local * hosts + host);
};

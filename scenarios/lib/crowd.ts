import type { Plan, PlannedSurge } from '../../src/core/wire/plan.ts';
import type { Arrival } from './arrivals.ts';
import { activeIntervals } from './curve.ts';

/** Crowds that come for one product. */
export interface Crowds {
  /** In the open model, each arrival is told before it begins. */
  arrives(arrival: Arrival): void;
  /** Rank of the product that this shopper has come for; null for one who shops as all do. */
  wantedBy(slot: number): number | null;
}

/** The golden ratio's multiples are spread evenly, so that any stretch of slots has its share of the crowd. */
const goldenShare = (slot: number): number => (slot * 0.618_033_988_749_895) % 1;

const holds = ({ fromSeconds, toSeconds }: PlannedSurge, atSeconds: number): boolean =>
  atSeconds >= fromSeconds && atSeconds <= toSeconds;

/**
 * Who of the shoppers belongs to a crowd that comes for one product. In the closed model those whose whole time lies within the surge: the
 * slots that are there because of it. In the open model so large a part of those who arrive meanwhile as the crowd is of all.
 * @returns null when no crowd of the plan comes for one product
 */
export const crowdsOf = (load: Plan['load']): Crowds | null => {
  const surges = (load.surges ?? []).filter(({ productRank }) => productRank !== null);
  if (surges.length === 0) return null;
  const wanted = new Map<number, number | null>();
  const ofSlot = (slot: number): number | null => {
    if (load.model === 'open') return null;
    const intervals = activeIntervals(load.curve, slot);
    const surge = surges.find((each) =>
      intervals.every(({ startSeconds, endSeconds }) => holds(each, startSeconds) && holds(each, endSeconds)),
    );
    return surge?.productRank ?? null;
  };
  return {
    arrives: ({ atSeconds, slot }) => {
      const surge = surges.find((each) => holds(each, atSeconds));
      if (surge !== undefined && goldenShare(slot) < surge.extraShare / (1 + surge.extraShare))
        wanted.set(slot, surge.productRank);
    },
    wantedBy: (slot) => {
      const known = wanted.get(slot);
      if (known !== undefined) return known;
      const found = ofSlot(slot);
      if (load.model === 'closed') wanted.set(slot, found);
      return found;
    },
  };
};

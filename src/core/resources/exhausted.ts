import type { ResourceLine, ResourceReading } from '../wire/resources.ts';

/** A resource that was used up, and since when. */
export interface Exhausted {
  readonly name: string;
  readonly kind: ResourceReading['kind'];
  readonly atSeconds: number;
  /** The most that was seen. */
  readonly value: number;
  readonly limit: number | null;
}

/** So full counts as used up: what is read once in five seconds seldom meets the very peak. */
const fullShare = 0.95;
/** Two readings in a row: one may be chance. */
const readingsInRow = 2;

const isUsedUp = ({ kind, value, limit }: ResourceReading): boolean =>
  limit === null ? kind === 'waiting' && value > 0 : value >= fullShare * limit;

/**
 * The resources that were used up between two offsets, in the order in which it happened. A resource with a limit is used up at 95 % of
 * it, and a queue as soon as somebody waits in it; both in two readings in a row.
 */
export const exhaustedResources = (
  lines: readonly ResourceLine[],
  fromSeconds: number,
  toSeconds: number,
): Exhausted[] => {
  const inRow = new Map<string, { since: number; readings: number }>();
  const found = new Map<string, Exhausted>();
  for (const { offsetSeconds, resources } of lines) {
    if (offsetSeconds < fromSeconds || offsetSeconds > toSeconds) continue;
    for (const reading of resources) {
      const { name, kind, value, limit } = reading;
      const known = found.get(name);
      if (known !== undefined && value > known.value) found.set(name, { ...known, value });
      if (!isUsedUp(reading)) {
        inRow.delete(name);
        continue;
      }
      const run = inRow.get(name) ?? { since: offsetSeconds, readings: 0 };
      run.readings += 1;
      inRow.set(name, run);
      if (known === undefined && run.readings === readingsInRow)
        found.set(name, { name, kind, atSeconds: run.since, value, limit });
    }
  }
  // Who waits for something waits because it is used up: at the same instant, the thing is named before its queue.
  const rank = ({ kind }: Exhausted): number => (kind === 'waiting' ? 1 : 0);
  return [...found.values()].toSorted((a, b) => a.atSeconds - b.atSeconds || rank(a) - rank(b));
};

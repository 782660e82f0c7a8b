import type { ShapeCorner } from '../core/curve-shapes.ts';
import { attributesOf } from '../core/fault-kinds.ts';
import type { PlannedFault, PlannedSurge } from '../core/wire/plan.ts';

/** A crowd comes in over this long, and leaves over as long, where nobody says otherwise; never more than a third of its time each. */
const defaultRiseSeconds = 5;

const round = (seconds: number): number => Math.round(seconds * 10) / 10;

interface Surge extends PlannedSurge {
  readonly riseSeconds: number;
}

/** The crowds among the faults of an experiment, with how fast they come. */
export const plannedSurges = (faults: readonly PlannedFault[]): readonly Surge[] =>
  faults
    .filter(({ kind }) => kind === 'surge')
    .map(({ name, atSeconds, durationSeconds, attributes }) => {
      const { extraShare, productRank, riseSeconds } = attributesOf('surge', attributes);
      return {
        fault: name,
        fromSeconds: atSeconds,
        toSeconds: round(atSeconds + durationSeconds),
        extraShare,
        productRank: productRank ?? null,
        riseSeconds: round(Math.min(riseSeconds ?? defaultRiseSeconds, durationSeconds / 3)),
      };
    });

/** The part of a surge that is there: 0 before and after, 1 between its rise and its fall. */
const presence = ({ fromSeconds, toSeconds, riseSeconds }: Surge, at: number): number =>
  Math.max(0, Math.min(1, (at - fromSeconds) / riseSeconds, (toSeconds - at) / riseSeconds));

const shapeAt = (corners: readonly ShapeCorner[], at: number): number => {
  const after = corners.findIndex(({ atSeconds }) => atSeconds >= at);
  const [left, right] = [corners[after - 1], corners[after]];
  if (right === undefined) return corners.at(-1)?.share ?? 0;
  if (left === undefined || right.atSeconds === at) return right.share;
  return left.share + ((at - left.atSeconds) / (right.atSeconds - left.atSeconds)) * (right.share - left.share);
};

/**
 * The shape with its crowds on top: still straight lines between corners, without a jump, above 1 while a crowd is there. A crowd is a share
 * of the peak, not of what the shape has just then.
 */
export const overlaySurges = (corners: readonly ShapeCorner[], surges: readonly Surge[]): readonly ShapeCorner[] => {
  if (surges.length === 0) return corners;
  const end = corners.at(-1)?.atSeconds ?? 0;
  const instants = new Set(corners.map(({ atSeconds }) => atSeconds));
  for (const { fromSeconds, toSeconds, riseSeconds } of surges)
    for (const at of [fromSeconds, fromSeconds + riseSeconds, toSeconds - riseSeconds, toSeconds])
      if (at > 0 && at < end) instants.add(round(at));
  return [...instants]
    .sort((a, b) => a - b)
    .map((atSeconds) => ({
      atSeconds,
      share: surges.reduce(
        (share, surge) => share + surge.extraShare * presence(surge, atSeconds),
        shapeAt(corners, atSeconds),
      ),
    }));
};

import type { CapacityFile, CapacityProbe } from '../../core/wire/capacity.ts';
import { formatClock, formatFigure } from '../words/format.ts';

export const unitWords: Record<CapacityFile['unit'], string> = {
  virtualUsers: 'virtual users',
  sessionsPerSecond: 'sessions a second',
};

export const probeWords: Record<CapacityProbe['outcome'], string> = {
  held: 'held',
  broke: 'broke',
  generatorLimited: 'generator was the limit',
  undecided: 'undecided',
  disturbed: 'machine was busy',
  spoilt: 'spoilt',
};

/** Which resource gave way first, or why that is not known. */
export const exhaustedSentence = ({ firstExhausted, knee }: CapacityFile): string => {
  if (knee.broke === null) return 'Nothing gave way: no budget was broken.';
  if (firstExhausted === null)
    return 'Not known: the shop tells nothing of its resources, or none of them was used up. docs/capacity.md says how a shop tells.';
  const { name, atSeconds, value, limit, alsoWhereHeld } = firstExhausted;
  const much = limit === null ? formatFigure(value) : `${formatFigure(value)} of ${formatFigure(limit)}`;
  const doubt = alsoWhereHeld ? '; it was used up at the highest load that held, too, so it need not be the cause' : '';
  return `${name}: ${much}, from ${formatClock(atSeconds)} on at ${formatFigure(knee.broke)}${doubt}.`;
};

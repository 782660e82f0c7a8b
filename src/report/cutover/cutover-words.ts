import type { StepComparison } from '../../core/cutover/judge-stage.ts';
import { formatMs, noFigure } from '../words/format.ts';

const differenceWords: Record<StepComparison['difference'], string> = {
  slower: 'slower',
  faster: 'faster',
  noEvidence: '',
};

/** One step at both systems: `312 ms → 88 ms, faster`. */
export const comparisonWords = ({ oldMs, nextMs, difference }: StepComparison): string => {
  const words = differenceWords[difference];
  const figure = (value: number | null): string => (value === null ? noFigure : formatMs(value));
  return `${figure(oldMs)} → ${figure(nextMs)}${words === '' ? '' : `, ${words}`}`;
};

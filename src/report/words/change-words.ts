import type { ChangeOutcome, FigureChange } from '../../core/wire/comparison.ts';
import type { ComparedIndicator } from '../../core/wire/run-figures.ts';
import { formatFigure, formatInUnit, formatSeconds } from './format.ts';

/** A sign and words for each outcome of a comparison. */
export const changeWords = {
  regression: { sign: '✕', word: 'Regression' },
  improvement: { sign: '✓', word: 'Improvement' },
  noEvidence: { sign: '=', word: 'No evidence' },
} as const satisfies Record<ChangeOutcome, { sign: string; word: string }>;

const indicatorTitles: Record<ComparedIndicator, string> = {
  latencyP50: 'p50 latency',
  latencyP95: 'p95 latency',
  errorShare: 'error share',
  goodput: 'goodput',
  serviceRecovery: 'service recovery',
};

/** What is compared: `checkout · p95 latency`. */
export const changeSubject = ({ step, indicator, fault }: FigureChange): string =>
  [step ?? 'whole run', indicatorTitles[indicator], fault].filter((part) => part !== null).join(' · ');

const figureText = (value: number, unit: FigureChange['unit']): string =>
  unit === '1/s' ? `${formatFigure(value)}/s` : formatInUnit(value, unit);

/** The figure before and after. */
export const changeEnds = ({ before, after, unit }: FigureChange): { before: string; after: string } => ({
  before: figureText(before, unit),
  after: figureText(after, unit),
});

const signed = (value: number, text: (size: number) => string): string =>
  `${value < 0 ? '−' : '+'}${text(Math.abs(value))}`;

const percent = (ratio: number): string => `${Number((ratio * 100).toPrecision(2))} %`;

/** A change as people say it: `+15 %`, or in points and seconds where the figure may be 0. */
const shiftText = (shift: number, { changeIs, unit }: FigureChange): string => {
  if (changeIs === 'ratio') return signed(shift, percent);
  if (unit === 'ratio') return signed(shift, (share) => `${Number((share * 100).toPrecision(2))} points`);
  return signed(shift, formatSeconds);
};

/** `+15 %`. */
export const changeText = (figure: FigureChange): string => shiftText(figure.change, figure);

/** `+12 % to +18 %`; a dash where the spread between runs is not known. */
export const changeInterval = (figure: FigureChange): string =>
  figure.interval === null ? '–' : figure.interval.map((end) => shiftText(end, figure)).join(' to ');

const severity = ({ outcome, worseningExcluded }: FigureChange): number => {
  if (outcome === 'regression') return 0;
  if (outcome === 'improvement') return 2;
  return worseningExcluded ? 3 : 1;
};

/** Regressions, then what is open, then improvements, then what did not change. */
export const worstChangeFirst = (figures: readonly FigureChange[]): FigureChange[] =>
  figures.toSorted((a, b) => severity(a) - severity(b));

import type { FigureOverRuns, Readiness, Trend } from '../../core/readiness/judge-readiness.ts';
import type { FigureInRun, FigureUnit, Standing } from '../../core/readiness/figures.ts';
import { formatCount, formatMs, formatSeconds, noFigure } from '../words/format.ts';
import { plainText } from '../words/plain-text.ts';

/** The answer in words. A sign stands beside each, so that colour never carries it alone. */
export const answerWords: Record<
  Readiness['answer'],
  { sign: string; word: string; sentence: string; tone: Standing }
> = {
  go: { sign: '✓', word: 'Go', sentence: 'Every figure held in the last run that tested it.', tone: 'pass' },
  noGo: { sign: '✕', word: 'No go', sentence: 'A figure broke in the last run that tested it.', tone: 'fail' },
  notYet: {
    sign: '?',
    word: 'Not yet',
    sentence: 'Nothing broke, but not every figure was put to the test and decided.',
    tone: 'inconclusive',
  },
};

export const standingWords: Record<Standing, { sign: string; word: string }> = {
  pass: { sign: '✓', word: 'held' },
  fail: { sign: '✕', word: 'broken' },
  inconclusive: { sign: '?', word: 'not decided' },
  untested: { sign: '·', word: 'not tested' },
};

const trendWords: Record<Trend, string> = {
  better: '↗ better',
  worse: '↘ worse',
  same: '→ as before',
  unknown: noFigure,
};

const figureText = (value: number | null, unit: FigureUnit): string => {
  if (value === null) return noFigure;
  if (unit === 'ms') return formatMs(value);
  return unit === 's' ? formatSeconds(value) : formatCount(value);
};

/** A figure as one row of the table. */
export interface ReadinessRow {
  readonly standing: Standing;
  readonly title: string;
  readonly target: string;
  readonly before: string;
  readonly value: string;
  readonly trend: string;
  /** Oldest run first. */
  readonly overRuns: string;
  readonly why: string;
}

const shown = ({ last, runs }: FigureOverRuns): FigureInRun | undefined => last ?? runs.at(-1);

/** Puts the figures into words, in the order of DESIGN §1. */
export const readinessRows = ({ figures }: Readiness): ReadinessRow[] =>
  figures.map((figure) => {
    const { title, target, unit, better, before, standing, trend, runs } = figure;
    const run = shown(figure);
    return {
      standing,
      title,
      target: `${better === 'more' ? 'at least' : 'at most'} ${figureText(target, unit)}`,
      before: before === '' ? noFigure : before,
      value: figureText(run?.value ?? null, unit),
      trend: trendWords[trend],
      overRuns: runs.map(({ value }) => figureText(value, unit)).join(' → '),
      why: plainText(run?.why ?? 'no run'),
    };
  });

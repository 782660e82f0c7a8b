import {
  counted,
  formatClock,
  formatCount,
  formatFigure,
  formatMs,
  formatRatio,
  formatSeconds,
  noFigure,
} from '../words/format.ts';
import { formatArrivals } from '../words/load-words.ts';
import { phaseWords } from '../words/words.ts';
import type { LiveFrame, LiveStep } from './live-frame.ts';

/** A step as a view shows it. */
export interface StepPicture {
  readonly step: string;
  readonly p95: string;
  readonly budget: string;
  /** p95 over its budget; 1 where it has no answer, null where nothing can be said. */
  readonly share: number | null;
  readonly judged: 'within' | 'over' | 'unjudged';
  readonly attempts: string;
}

/** One instant of a run in words and figures: what the terminal and the live page both show, each in its own form. */
export interface LivePicture {
  readonly clock: string;
  /** Of the whole run, 0 to 1. */
  readonly progress: number;
  readonly where: string;
  readonly facts: readonly string[];
  /** More than 5 % of the steps fail. */
  readonly hurt: boolean;
  readonly steps: readonly StepPicture[];
  readonly faultInPlace: boolean;
  readonly fault: string;
  /** Empty when nothing comes any more. */
  readonly next: string;
  readonly warnings: readonly string[];
}

const hurtRatio = 0.05;

export const isOver = ({ p95Ms, limitMs, attempts }: Omit<LiveStep, 'step'>): boolean =>
  limitMs !== null && attempts > 0 && (p95Ms === null || p95Ms > limitMs);

export const p95Text = ({ p95Ms, attempts }: Pick<LiveStep, 'p95Ms' | 'attempts'>): string => {
  if (p95Ms !== null) return formatMs(p95Ms);
  return attempts === 0 ? noFigure : 'no answer';
};

const stepPicture = ({ step, p95Ms, limitMs, attempts }: LiveStep): StepPicture => {
  const over = isOver({ p95Ms, limitMs, attempts });
  const unjudged = limitMs === null || attempts === 0;
  return {
    step,
    p95: p95Text({ p95Ms, attempts }),
    budget: limitMs === null ? 'no budget' : `${over ? 'over' : 'of'} ${formatMs(limitMs)}`,
    share: unjudged ? null : p95Ms === null ? 1 : p95Ms / limitMs,
    judged: unjudged ? 'unjudged' : over ? 'over' : 'within',
    attempts: formatCount(attempts),
  };
};

export const faultText = ({ faultsInPlace }: LiveFrame): string =>
  faultsInPlace.length === 0
    ? 'no fault in place'
    : `fault in place: ${faultsInPlace.map(({ name, forSeconds }) => `${name} for ${formatSeconds(Math.round(forSeconds))}`).join(', ')}`;

const nextText = ({ next }: LiveFrame): string => {
  if (next === null) return '';
  return next.inSeconds === null
    ? `next: ${next.what}`
    : `next: ${next.what} in ${formatSeconds(Math.max(0, Math.round(next.inSeconds)))}`;
};

const usersText = ({ virtualUsersActual, virtualUsersPlanned }: LiveFrame): string =>
  virtualUsersPlanned === null
    ? counted(virtualUsersActual, 'virtual user')
    : `${formatCount(virtualUsersActual)}/${formatCount(virtualUsersPlanned)} virtual users`;

/** Who is there, behind those who come where the plan says how many. */
export const loadTexts = (frame: LiveFrame): string[] => {
  const { arrivals } = frame;
  if (arrivals === null) return [usersText(frame)];
  return [`${formatFigure(arrivals.perSecond)}/${formatArrivals(arrivals.plannedPerSecond)}`, usersText(frame)];
};

export const requestsText = ({ requestsPerSecond }: LiveFrame): string =>
  `${formatCount(requestsPerSecond)} requests/s`;

export const errorsText = ({ errorRatio }: LiveFrame): string =>
  `${errorRatio === null ? noFigure : formatRatio(errorRatio)} failed`;

/** Puts a frame into words. */
export const pictureOf = (frame: LiveFrame): LivePicture => ({
  clock: `${formatClock(frame.elapsedSeconds)} / ${formatClock(frame.totalSeconds)}`,
  progress: frame.totalSeconds > 0 ? Math.min(1, frame.elapsedSeconds / frame.totalSeconds) : 0,
  where: frame.phase === null ? frame.doing : `${phaseWords[frame.phase]} · ${frame.doing}`,
  facts: [...loadTexts(frame), requestsText(frame), errorsText(frame)],
  hurt: frame.errorRatio !== null && frame.errorRatio > hurtRatio,
  steps: frame.steps.map(stepPicture),
  faultInPlace: frame.faultsInPlace.length > 0,
  fault: faultText(frame),
  next: nextText(frame),
  warnings: frame.warnings,
});

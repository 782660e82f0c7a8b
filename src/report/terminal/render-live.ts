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
import { plainText } from '../words/plain-text.ts';
import { phaseWords } from '../words/words.ts';
import { alignTable, cut, textWidth, wrap, type Cell, type Column, type TerminalOptions } from './layout.ts';
import type { LiveFrame, LiveStep } from './live-frame.ts';
import { palette } from './palette.ts';

const barOf = (share: number, width: number): string => {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
};

const progress = (frame: LiveFrame): number => (frame.totalSeconds > 0 ? frame.elapsedSeconds / frame.totalSeconds : 0);

const stepColumns: readonly Column[] = [
  { align: 'left', gives: true },
  { align: 'right' },
  { align: 'left' },
  { align: 'left' },
  { align: 'right' },
];
const meterWidth = 16;

const isOver = ({ p95Ms, limitMs, attempts }: Omit<LiveStep, 'step'>): boolean =>
  limitMs !== null && attempts > 0 && (p95Ms === null || p95Ms > limitMs);

const p95Text = ({ p95Ms, attempts }: Pick<LiveStep, 'p95Ms' | 'attempts'>): string => {
  if (p95Ms !== null) return formatMs(p95Ms);
  return attempts === 0 ? noFigure : 'no answer';
};

const stepCells = ({ step, p95Ms, limitMs, attempts }: LiveStep, options: TerminalOptions): Cell[] => {
  const { red, green, dim } = palette(options.colour);
  const over = isOver({ p95Ms, limitMs, attempts });
  const judged = limitMs === null || attempts === 0 ? dim : over ? red : green;
  const share = limitMs === null || attempts === 0 ? null : p95Ms === null ? 1 : p95Ms / limitMs;
  return [
    { text: step },
    { text: p95Text({ p95Ms, attempts }), paint: judged },
    { text: limitMs === null ? 'no budget' : `${over ? 'over' : 'of'} ${formatMs(limitMs)}`, paint: over ? red : dim },
    { text: share === null ? '' : barOf(share, meterWidth), paint: judged },
    { text: formatCount(attempts), paint: dim },
  ];
};

const stepTable = (frame: LiveFrame, options: TerminalOptions): string[] => {
  if (frame.steps.length === 0) return [];
  const { dim } = palette(options.colour);
  const heading = ['p95 by step', '', 'budget', '', 'attempts'].map((text): Cell => ({ text, paint: dim }));
  return [
    '',
    ...alignTable(stepColumns, [heading, ...frame.steps.map((step) => stepCells(step, options))], options.width),
  ];
};

const faultText = (frame: LiveFrame): string =>
  frame.faultsInPlace.length === 0
    ? 'no fault in place'
    : `fault in place: ${frame.faultsInPlace.map(({ name, forSeconds }) => `${name} for ${formatSeconds(Math.round(forSeconds))}`).join(', ')}`;

const nextText = ({ next }: LiveFrame): string =>
  next === null ? '' : `next: ${next.what} in ${formatSeconds(Math.max(0, Math.round(next.inSeconds)))}`;

const usersText = ({ virtualUsersActual, virtualUsersPlanned }: LiveFrame): string =>
  virtualUsersPlanned === null
    ? counted(virtualUsersActual, 'virtual user')
    : `${formatCount(virtualUsersActual)}/${formatCount(virtualUsersPlanned)} virtual users`;

/** Who is there, behind those who come where the plan says how many. */
const loadTexts = (frame: LiveFrame): string[] => {
  const { arrivals } = frame;
  if (arrivals === null) return [usersText(frame)];
  return [`${formatFigure(arrivals.perSecond)}/${formatArrivals(arrivals.plannedPerSecond)}`, usersText(frame)];
};

const errorsText = ({ errorRatio }: LiveFrame): string =>
  `${errorRatio === null ? noFigure : formatRatio(errorRatio)} failed`;

/** The live view of a run: a few lines that the caller redraws in place. */
export const renderLive = (frame: LiveFrame, { colour, width }: TerminalOptions): string => {
  const options = { colour, width: textWidth(width) };
  const { bold, dim, cyan, red, yellow } = palette(colour);
  const clock = `${formatClock(frame.elapsedSeconds)} / ${formatClock(frame.totalSeconds)}`;
  const barWidth = Math.max(10, options.width - clock.length - 16);
  const where = frame.phase === null ? frame.doing : `${phaseWords[frame.phase]} · ${frame.doing}`;
  const facts = [...loadTexts(frame), `${formatCount(frame.requestsPerSecond)} requests/s`, errorsText(frame)].join(
    ' · ',
  );
  const hurt = frame.errorRatio !== null && frame.errorRatio > 0.05;
  const fault = plainText(faultText(frame));
  const next = plainText(nextText(frame));
  return [
    `${bold('Peakproof')}  ${cyan(barOf(progress(frame), barWidth))}  ${clock}`,
    bold(cut(plainText(where), options.width)),
    ...wrap(facts, options.width).map((line) => (hurt ? red(line) : line)),
    ...stepTable(frame, options),
    '',
    frame.faultsInPlace.length > 0 ? yellow(cut(fault, options.width)) : dim(fault),
    ...(next === '' ? [] : [dim(cut(next, options.width))]),
    ...frame.warnings.flatMap((warning) => wrap(`! ${warning}`, options.width).map(yellow)),
  ].join('\n');
};

const budgetText = ({ steps }: LiveFrame): string => {
  const over = steps.filter(isOver);
  if (over.length > 0) return `p95 over budget: ${over.map((step) => `${step.step} ${p95Text(step)}`).join(', ')}`;
  return steps.some(({ attempts }) => attempts > 0) ? 'p95 within budget' : 'no p95 yet';
};

/** The same in one line, for output that is not a terminal: a line every ten seconds makes a readable log. */
export const renderLiveLine = (frame: LiveFrame): string => {
  return [
    `${formatClock(frame.elapsedSeconds)}/${formatClock(frame.totalSeconds)}`,
    frame.phase === null ? frame.doing : phaseWords[frame.phase],
    ...loadTexts(frame),
    `${formatCount(frame.requestsPerSecond)} requests/s`,
    errorsText(frame),
    budgetText(frame),
    ...(frame.faultsInPlace.length === 0 ? [] : [faultText(frame)]),
    ...frame.warnings.map((warning) => `! ${warning}`),
  ]
    .map(plainText)
    .join(' | ');
};

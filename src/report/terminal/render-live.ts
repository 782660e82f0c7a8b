import type { LiveFrame } from '../live/live-frame.ts';
import {
  errorsText,
  faultText,
  isOver,
  loadTexts,
  p95Text,
  pictureOf,
  requestsText,
  type LivePicture,
  type StepPicture,
} from '../live/live-picture.ts';
import { formatClock } from '../words/format.ts';
import { plainText } from '../words/plain-text.ts';
import { phaseWords } from '../words/words.ts';
import { alignTable, cut, textWidth, wrap, type Cell, type Column, type TerminalOptions } from './layout.ts';
import { palette } from './palette.ts';

const barOf = (share: number, width: number): string => {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
};

const stepColumns: readonly Column[] = [
  { align: 'left', gives: true },
  { align: 'right' },
  { align: 'left' },
  { align: 'left' },
  { align: 'right' },
];
const meterWidth = 16;

const stepCells = ({ step, p95, budget, share, judged, attempts }: StepPicture, options: TerminalOptions): Cell[] => {
  const { red, green, dim } = palette(options.colour);
  const paint = { within: green, over: red, unjudged: dim }[judged];
  return [
    { text: step },
    { text: p95, paint },
    { text: budget, paint: judged === 'over' ? red : dim },
    { text: share === null ? '' : barOf(share, meterWidth), paint },
    { text: attempts, paint: dim },
  ];
};

const stepTable = ({ steps }: LivePicture, options: TerminalOptions): string[] => {
  if (steps.length === 0) return [];
  const { dim } = palette(options.colour);
  const heading = ['p95 by step', '', 'budget', '', 'attempts'].map((text): Cell => ({ text, paint: dim }));
  return ['', ...alignTable(stepColumns, [heading, ...steps.map((step) => stepCells(step, options))], options.width)];
};

/** The live view of a run: a few lines that the caller redraws in place. */
export const renderLive = (frame: LiveFrame, { colour, width }: TerminalOptions): string => {
  const options = { colour, width: textWidth(width) };
  const { bold, dim, cyan, red, yellow } = palette(colour);
  const picture = pictureOf(frame);
  const { clock, progress, where, facts, hurt, faultInPlace, warnings } = picture;
  const barWidth = Math.max(10, options.width - clock.length - 16);
  const fault = plainText(picture.fault);
  const next = plainText(picture.next);
  return [
    `${bold('Peakproof')}  ${cyan(barOf(progress, barWidth))}  ${clock}`,
    bold(cut(plainText(where), options.width)),
    ...wrap(facts.join(' · '), options.width).map((line) => (hurt ? red(line) : line)),
    ...stepTable(picture, options),
    '',
    faultInPlace ? yellow(cut(fault, options.width)) : dim(fault),
    ...(next === '' ? [] : [dim(cut(next, options.width))]),
    ...warnings.flatMap((warning) => wrap(`! ${warning}`, options.width).map(yellow)),
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
    requestsText(frame),
    errorsText(frame),
    budgetText(frame),
    ...(frame.faultsInPlace.length === 0 ? [] : [faultText(frame)]),
    ...frame.warnings.map((warning) => `! ${warning}`),
  ]
    .map(plainText)
    .join(' | ');
};

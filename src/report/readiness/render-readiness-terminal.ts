import type { Readiness } from '../../core/readiness/judge-readiness.ts';
import type { Standing } from '../../core/readiness/figures.ts';
import { alignTable, textWidth, wrap, type Cell, type Column, type TerminalOptions } from '../terminal/layout.ts';
import { palette } from '../terminal/palette.ts';
import { counted } from '../words/format.ts';
import { answerWords, readinessRows, standingWords } from './readiness-words.ts';

const columns: readonly Column[] = [
  { align: 'left' },
  { align: 'left', gives: true },
  { align: 'right' },
  { align: 'left' },
  { align: 'left' },
];

/** Go or no-go over several runs, for the terminal. Several lines, none at the end. */
export const renderReadiness = (readiness: Readiness, { colour, width }: TerminalOptions): string => {
  const options = { colour, width: textWidth(width) };
  const { bold, dim, outcome } = palette(colour);
  const paints: Record<Standing, (text: string) => string> = { ...outcome, untested: dim };
  const { sign, word, sentence, tone } = answerWords[readiness.answer];
  const rows = readinessRows(readiness);
  const lines = alignTable(
    columns,
    rows.map(({ standing, title, value, target, trend }): Cell[] => [
      { text: standingWords[standing].sign, paint: paints[standing] },
      { text: title },
      { text: value, paint: standing === 'fail' ? outcome.fail : bold },
      { text: target, paint: dim },
      { text: trend, paint: dim },
    ]),
    options.width - 2,
  );
  return [
    paints[tone](bold(`${sign} ${word.toUpperCase()}`)),
    ...wrap(`${sentence} ${counted(readiness.runs.length, 'run')}.`, options.width),
    '',
    bold('Figures'),
    ...rows.flatMap(({ standing, why, overRuns }, at) => [
      `  ${lines[at] ?? ''}`,
      ...(standing === 'pass' ? [] : wrap(why, options.width, '     ').map(dim)),
      ...(readiness.runs.length > 1 ? wrap(overRuns, options.width, '     ').map(dim) : []),
    ]),
    '',
    bold('Still untested'),
    ...(readiness.untested.length === 0
      ? [dim('  nothing that these runs could have shown')]
      : readiness.untested.flatMap((text) => wrap(`· ${text}`, options.width, '  '))),
  ].join('\n');
};

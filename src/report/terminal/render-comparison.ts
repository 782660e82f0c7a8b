import type { Comparison } from '../../core/wire/comparison.ts';
import {
  changeEnds,
  changeInterval,
  changeSubject,
  changeText,
  changeWords,
  worstChangeFirst,
} from '../words/change-words.ts';
import { counted } from '../words/format.ts';
import { alignTable, textWidth, wrap, type Cell, type Column, type TerminalOptions } from './layout.ts';
import { palette } from './palette.ts';

const columns: readonly Column[] = [
  { align: 'left' },
  { align: 'left', gives: true },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
  { align: 'left' },
];

/** The comparison of two sets of runs, for the terminal. */
export const renderComparison = (comparison: Comparison, { colour, width }: TerminalOptions): string => {
  const columnsWide = textWidth(width);
  const { bold, dim, red, outcome: outcomeColours } = palette(colour);
  const paints = { regression: red, improvement: outcomeColours.pass, noEvidence: dim };
  const sorted = worstChangeFirst(comparison.figures);
  const lines = alignTable(
    columns,
    sorted.map((figure): Cell[] => [
      { text: changeWords[figure.outcome].sign, paint: paints[figure.outcome] },
      { text: changeSubject(figure) },
      { text: changeEnds(figure).before, paint: dim },
      { text: changeEnds(figure).after },
      { text: changeText(figure), paint: figure.outcome === 'noEvidence' ? dim : bold },
      { text: changeInterval(figure), paint: dim },
    ]),
    columnsWide - 2,
  );
  const reasons = sorted.map(({ why }) => why);
  const how = comparison.design === 'pairs' ? counted(comparison.before.length, 'pair') : 'two groups';
  return [
    ...wrap(comparison.sentence, columnsWide).map(bold),
    dim(`${counted(comparison.before.length, 'run')} before, ${comparison.after.length} after, as ${how}`),
    '',
    ...lines.flatMap((line, at) => [
      `  ${line}`,
      ...(reasons[at + 1] === reasons[at] ? [] : wrap(reasons[at] ?? '', columnsWide, '     ').map(dim)),
    ]),
    ...comparison.leftOut.flatMap(({ runId, why }) => wrap(`Left out: ${runId}, because ${why}.`, columnsWide)),
    ...comparison.notes.flatMap((note) => wrap(note, columnsWide)),
  ].join('\n');
};

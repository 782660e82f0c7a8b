import { compareSides } from '../../core/cutover/judge-stage.ts';
import type { CutoverFile, CutoverStage, ReadDifference } from '../../core/wire/cutover.ts';
import { alignTable, textWidth, wrap, type Cell, type TerminalOptions } from '../terminal/layout.ts';
import { palette } from '../terminal/palette.ts';
import { formatCount, formatRatio } from '../words/format.ts';
import { outcomeWords } from '../words/words.ts';
import { comparisonWords } from './cutover-words.ts';

const shownDifferences = 10;

/** What the reads came to, in lines: the first differences, and how many more. */
export const renderDifferences = (differences: readonly ReadDifference[]): string[] => [
  ...differences.slice(0, shownDifferences).map(({ path, what }) => `${path}: ${what}`),
  ...(differences.length > shownDifferences
    ? [`and ${differences.length - shownDifferences} more, in cutover.json`]
    : []),
];

/** One line for a stage that has just been judged. */
export const renderStageLine = ({ share, outcome, why }: CutoverStage): string =>
  `${formatRatio(share)} of the sessions: ${outcomeWords[outcome].word}. ${why}`;

/** The verdict, the stages with both systems step by step, and what they answer differently. */
export const renderCutover = (file: CutoverFile, { colour, width: columns }: TerminalOptions): string => {
  const paint = palette(colour);
  const width = textWidth(columns);
  const { sign, word } = outcomeWords[file.verdict];
  const rows = file.stages.flatMap((stage) =>
    compareSides(stage).map((step, index): Cell[] => [
      { text: index === 0 ? outcomeWords[stage.outcome].sign : '', paint: paint.outcome[stage.outcome] },
      { text: index === 0 ? formatRatio(stage.share) : '' },
      {
        text:
          index === 0 ? `${formatCount(stage.old?.virtualUsers ?? 0)} / ${formatCount(stage.next.virtualUsers)}` : '',
      },
      { text: step.step },
      { text: comparisonWords(step) },
    ]),
  );
  const head = ['', 'share', 'users', 'step', `p95 ${file.setting.old} → ${file.setting.next}`].map((text) => ({
    text,
    paint: paint.dim,
  }));
  const differences = renderDifferences(file.reads?.differences ?? []);
  return [
    paint.outcome[file.verdict](paint.bold(`${sign} ${word}`)),
    ...wrap(file.sentence, width),
    '',
    ...alignTable(
      [{ align: 'left' }, { align: 'right' }, { align: 'right' }, { align: 'left' }, { align: 'left', gives: true }],
      [head, ...rows],
      width,
    ),
    ...(differences.length === 0 ? [] : ['', 'Answered differently:']),
    ...differences.flatMap((line) => wrap(line, width, '  ')),
  ].join('\n');
};

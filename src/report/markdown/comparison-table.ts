import type { Comparison } from '../../core/wire/comparison.ts';
import {
  changeEnds,
  changeInterval,
  changeSubject,
  changeText,
  changeWords,
  worstChangeFirst,
} from '../words/change-words.ts';
import { codeSpan, escapeMarkdown, tableRow } from './escape-markdown.ts';

const signs = { regression: '❌', improvement: '🚀', noEvidence: '➖' } as const;

/** The change from a baseline, for a summary or a comment. */
export const comparisonTable = (comparison: Comparison): string[] => {
  const rows = worstChangeFirst(comparison.figures).map((figure) => {
    const { before, after } = changeEnds(figure);
    return tableRow([
      `${signs[figure.outcome]} ${changeWords[figure.outcome].word}`,
      changeSubject(figure),
      before,
      after,
      changeText(figure),
      changeInterval(figure),
    ]);
  });
  const asides = [
    ...comparison.leftOut.map(({ runId, why }) => `- Left out: ${codeSpan(runId)}, because ${escapeMarkdown(why)}.`),
    ...comparison.notes.map((note) => `- ${escapeMarkdown(note)}`),
  ];
  return [
    '### Change from the baseline',
    '',
    escapeMarkdown(comparison.sentence),
    '',
    ...(rows.length === 0
      ? []
      : [
          tableRow(['Outcome', 'Figure', 'Before', 'After', 'Change', '95 % either side']),
          '|---|---|---|---|---|---|',
          ...rows,
          '',
        ]),
    ...(asides.length === 0 ? [] : [...asides, '']),
  ];
};

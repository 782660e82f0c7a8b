import type { Readiness } from '../../core/readiness/judge-readiness.ts';
import { codeSpan, escapeMarkdown, tableRow } from '../markdown/escape-markdown.ts';
import { formatCount, formatInstant } from '../words/format.ts';
import { outcomeWords } from '../words/words.ts';
import { answerWords, readinessRows, standingWords } from './readiness-words.ts';

const ruled = (columns: readonly string[]): string[] => [tableRow(columns), `|${columns.map(() => '---|').join('')}`];

/** Go or no-go over several runs as Markdown, for a release ticket. */
export const renderReadinessMarkdown = (readiness: Readiness): string => {
  const { sign, word, sentence } = answerWords[readiness.answer];
  return [
    `## ${sign} ${word}`,
    '',
    sentence,
    '',
    ...ruled(['', 'Figure', 'Last run', 'Asked for', 'Trend', 'Over the runs', 'Why']),
    ...readinessRows(readiness).map(({ standing, title, value, target, trend, overRuns, why }) =>
      tableRow([
        `${standingWords[standing].sign} ${standingWords[standing].word}`,
        title,
        value,
        target,
        trend,
        overRuns,
        why,
      ]),
    ),
    '',
    '### Still untested',
    '',
    ...(readiness.untested.length === 0
      ? ['Nothing that these runs could have shown.']
      : readiness.untested.map((text) => `- ${escapeMarkdown(text)}`)),
    '',
    '### Runs',
    '',
    ...ruled(['Run', 'Started', 'Verdict', 'Virtual users', 'Experiment']),
    ...readiness.runs.map(({ runId, startedAt, verdict, virtualUsers, experiment }) =>
      tableRow([
        codeSpan(runId),
        startedAt === null ? 'never' : formatInstant(startedAt),
        outcomeWords[verdict].word,
        formatCount(virtualUsers),
        experiment ?? 'none',
      ]),
    ),
    '',
  ].join('\n');
};

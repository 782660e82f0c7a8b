import type { Finding, Invariant, Recovery, Verdict } from '../../core/wire/verdict.ts';
import type { ReportInput } from '../report-input.ts';
import { formatClock, formatCount, formatInUnit, formatMoney, formatSeconds, noFigure } from '../words/format.ts';
import { drivenLoadFacts } from '../words/load-words.ts';
import { nextSteps } from '../words/next-steps.ts';
import {
  checkWords,
  endOfRun,
  findingInterval,
  findingSubject,
  findingValue,
  invariantWords,
  outcomeWords,
  recoveryValue,
  worstFirst,
} from '../words/words.ts';
import { codeSpan, escapeMarkdown, tableRow } from './escape-markdown.ts';

interface SummaryOptions {
  /** Where the report and the evidence can be opened, e.g. the artefact of a CI job. */
  readonly links: readonly { readonly label: string; readonly url: string }[];
}

const signs = { pass: '✅', fail: '❌', inconclusive: '⚠️', advisory: 'ℹ️' } as const;

const outcomeCell = (outcome: keyof typeof signs): string => `${signs[outcome]} ${outcomeWords[outcome].word}`;

const budgetRow = (finding: Finding): string =>
  tableRow([
    outcomeCell(finding.outcome),
    findingSubject(finding),
    findingValue(finding),
    findingInterval(finding),
    formatInUnit(finding.limit, finding.unit),
    formatCount(finding.samples),
    finding.why,
  ]);

const recoveryRow = (row: Recovery): string =>
  tableRow([
    outcomeCell(row.outcome),
    `${row.step} after ${row.fault}`,
    row.onsetAtSeconds === null ? 'never degraded' : recoveryValue(row),
    row.limitSeconds === null ? noFigure : formatSeconds(row.limitSeconds),
    row.onsetAtSeconds === null ? noFigure : formatClock(row.onsetAtSeconds),
    row.recoveredAtSeconds === null ? noFigure : formatClock(row.recoveredAtSeconds),
    row.why,
  ]);

const invariantRow = (invariant: Invariant): string =>
  tableRow([
    outcomeCell(invariant.outcome),
    invariantWords[invariant.name].title,
    formatCount(invariant.count),
    `${formatCount(invariant.exercised.value)} ${invariant.exercised.what}`,
    [invariant.why, ...invariant.examples.slice(0, 3)].join('; '),
  ]);

const table = (heading: string, columns: readonly string[], rows: readonly string[], whenEmpty: string): string[] =>
  rows.length === 0
    ? [`### ${heading}`, '', whenEmpty, '']
    : [`### ${heading}`, '', tableRow(columns), `|${columns.map(() => '---|').join('')}`, ...rows, ''];

const notes = (verdict: Verdict): string[] => {
  const lines = [
    ...verdict.validity
      .filter((check) => check.outcome !== 'pass')
      .map((check) => `- ${outcomeCell(check.outcome)} ${escapeMarkdown(`${checkWords(check.check)}: ${check.why}`)}`),
    ...verdict.problems.map(({ file, what }) => `- ${signs.inconclusive} ${codeSpan(file)} ${escapeMarkdown(what)}`),
    ...verdict.faultsLeft.map((fault) => `- ${signs.fail} ${codeSpan(fault)} may still be in place`),
  ];
  return lines.length === 0 ? [] : ['### Can it be trusted?', '', ...lines, ''];
};

/** Commands in backquotes stay code, everything between is escaped. */
const withCode = (text: string): string =>
  text
    .split('`')
    .map((piece, index) => (index % 2 === 1 ? codeSpan(piece) : escapeMarkdown(piece)))
    .join('');

/** `summary.md`: for a job summary or a comment on a pull request. Pure; the same verdict gives the same bytes. */
export const renderSummary = (
  { verdict }: Pick<ReportInput, 'verdict'>,
  options: SummaryOptions = { links: [] },
): string => {
  const { load, business } = verdict;
  const facts = [
    ...drivenLoadFacts(load),
    `${formatCount(load.requestsPerSecond)} requests/s`,
    `${formatCount(business.ordersPlaced)} orders`,
    `${formatMoney(business.revenueAtRiskCents)} at risk`,
    `${formatSeconds(verdict.downtimeSeconds)} downtime`,
    `${formatSeconds(verdict.durationSeconds)}, ${endOfRun(verdict)}`,
  ];
  return [
    `## ${outcomeCell(verdict.verdict)}: ${escapeMarkdown(verdict.sentence)}`,
    '',
    escapeMarkdown(facts.join(' · ')),
    '',
    ...nextSteps(verdict).map((step, index) => `${index + 1}. ${withCode(step)}`),
    '',
    ...table(
      'Budgets',
      ['Outcome', 'Budget', 'Value', 'Interval', 'Limit', 'Samples', 'Why'],
      worstFirst(verdict.findings).map(budgetRow),
      'No budget applied to this run.',
    ),
    ...table(
      'Recovery',
      ['Outcome', 'Step and fault', 'Recovery', 'Limit', 'Onset', 'Recovered', 'Why'],
      worstFirst(verdict.recovery).map(recoveryRow),
      'No fault met a budgeted step.',
    ),
    ...table(
      'The books',
      ['Outcome', 'Invariant', 'Found', 'Put to the test', 'Why'],
      worstFirst(verdict.invariants).map(invariantRow),
      'The books were not compared.',
    ),
    ...notes(verdict),
    ...options.links.map(
      ({ label, url }) => `[${escapeMarkdown(label)}](<${url.replace(/[<>\s]/g, encodeURIComponent)}>)`,
    ),
    `Run ${codeSpan(verdict.runId)}, seed ${verdict.seed}, exit code ${verdict.exitCode}.`,
    '',
  ].join('\n');
};

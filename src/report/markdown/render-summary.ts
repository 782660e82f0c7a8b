import { headOfExample } from '../words/example-words.ts';
import type { Comparison } from '../../core/wire/comparison.ts';
import type { Evidence } from '../../core/evidence.ts';
import type { Detection, Finding, Invariant, Recovery, Verdict } from '../../core/wire/verdict.ts';
import { timeWords } from '../game-day/journal-words.ts';
import type { ReportInput } from '../report-input.ts';
import { faultCostLine } from '../words/fault-cost.ts';
import { formatClock, formatCount, formatMoney, formatSeconds, noFigure } from '../words/format.ts';
import { gateLines } from '../words/gate-lines.ts';
import { drivenLoadFacts } from '../words/load-words.ts';
import { nextSteps } from '../words/next-steps.ts';
import {
  checkWords,
  endOfRun,
  findingInterval,
  findingSubject,
  findingValue,
  invariantWords,
  limitText,
  outcomeWords,
  recoveryValue,
  worstFirst,
} from '../words/words.ts';
import { comparisonTable } from './comparison-table.ts';
import { codeSpan, escapeMarkdown, tableRow } from './escape-markdown.ts';

interface SummaryOptions {
  /** Where the report and the evidence can be opened, e.g. the artefact of a CI job. */
  readonly links: readonly { readonly label: string; readonly url: string }[];
  /** Of this run with a baseline. */
  readonly comparison?: Comparison | null;
}

const signs = { pass: '✅', fail: '❌', inconclusive: '⚠️', advisory: 'ℹ️' } as const;

const outcomeCell = (outcome: keyof typeof signs): string => `${signs[outcome]} ${outcomeWords[outcome].word}`;

const budgetRow = (finding: Finding): string =>
  tableRow([
    outcomeCell(finding.outcome),
    findingSubject(finding),
    findingValue(finding),
    findingInterval(finding),
    limitText(finding),
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

const detectionRow = (row: Detection): string =>
  tableRow([
    outcomeCell(row.outcome),
    row.fault,
    row.timeToDetectSeconds === null ? noFigure : formatSeconds(row.timeToDetectSeconds),
    row.limitSeconds === null ? noFigure : formatSeconds(row.limitSeconds),
    row.alarm ?? noFigure,
    row.why,
  ]);

const detection = ({ detection: rows = [] }: Verdict): string[] =>
  rows.length === 0
    ? []
    : table(
        'Detection',
        ['Outcome', 'Fault', 'Time to detect', 'Limit', 'Alarm', 'Why'],
        worstFirst(rows).map(detectionRow),
        '',
      );

const invariantRow = (invariant: Invariant): string =>
  tableRow([
    outcomeCell(invariant.outcome),
    invariantWords[invariant.name].title,
    formatCount(invariant.count),
    `${formatCount(invariant.exercised.value)} ${invariant.exercised.what}`,
    [invariant.why, ...invariant.examples.slice(0, 3).map(headOfExample)].join('; '),
  ]);

const table = (heading: string, columns: readonly string[], rows: readonly string[], whenEmpty: string): string[] =>
  rows.length === 0
    ? [`### ${heading}`, '', whenEmpty, '']
    : [`### ${heading}`, '', tableRow(columns), `|${columns.map(() => '---|').join('')}`, ...rows, ''];

const gameDayTable = ({ gameDay }: Verdict): string[] =>
  gameDay === undefined
    ? []
    : table(
        'Game day',
        ['Outcome', 'Time', 'Fault', 'Taken', 'Limit', 'Why'],
        gameDay.map(({ fault, what, seconds, limitSeconds, outcome, why }) =>
          tableRow([
            outcomeCell(outcome),
            timeWords[what],
            fault,
            seconds === null ? noFigure : formatSeconds(seconds),
            limitSeconds === null ? noFigure : formatSeconds(limitSeconds),
            why,
          ]),
        ),
        '',
      );

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

const gate = (evidence: Pick<Evidence, 'plan' | 'events'> | undefined): string[] => {
  const lines = evidence === undefined ? [] : gateLines(evidence.plan, evidence.events);
  return lines.length === 0
    ? []
    : ['### Gate', '', ...lines.map(({ what, found }) => `- ${escapeMarkdown(`${what}: ${found}`)}`), ''];
};

/** Commands in backquotes stay code, everything between is escaped. */
const withCode = (text: string): string =>
  text
    .split('`')
    .map((piece, index) => (index % 2 === 1 ? codeSpan(piece) : escapeMarkdown(piece)))
    .join('');

/** `summary.md`: for a job summary or a comment on a pull request. Pure; the same verdict gives the same bytes. */
export const renderSummary = (
  { verdict, evidence }: Pick<ReportInput, 'verdict'> & { readonly evidence?: Pick<Evidence, 'plan' | 'events'> },
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
    ...gate(evidence),
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
    ...detection(verdict),
    ...(verdict.faultCosts ?? []).flatMap((cost) => [escapeMarkdown(faultCostLine(cost)), '']),
    ...gameDayTable(verdict),
    ...table(
      'The books',
      ['Outcome', 'Invariant', 'Found', 'Put to the test', 'Why'],
      worstFirst(verdict.invariants).map(invariantRow),
      'The books were not compared.',
    ),
    ...(options.comparison ? comparisonTable(options.comparison) : []),
    ...notes(verdict),
    ...options.links.map(
      ({ label, url }) => `[${escapeMarkdown(label)}](<${url.replace(/[<>\s]/g, encodeURIComponent)}>)`,
    ),
    `Run ${codeSpan(verdict.runId)}, seed ${verdict.seed}, exit code ${verdict.exitCode}.`,
    '',
  ].join('\n');
};

import type { TrialResult } from './result.ts';
import { setups, trials, type Setup, type Trial } from './trials.ts';

/** Results in the order of the trials, then of the seeds. */
const inOrder = (results: readonly TrialResult[], expects: boolean): { trial: Trial; result: TrialResult }[] =>
  trials
    .filter(({ expected }) => (expected !== null) === expects)
    .flatMap((trial) =>
      results
        .filter((result) => result.trial === trial.name)
        .sort((a, b) => a.seed - b.seed)
        .map((result) => ({ trial, result })),
    );

const setupText = ({ setup: name }: Trial): string => {
  const setup: Setup = setups[name];
  return `${setup.experiment ?? 'load alone'}, ${setup.users} users`;
};

const minutesText = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`;

const namesText = (names: readonly string[]): string => (names.length === 0 ? '–' : names.join(', '));

const defectRow = ({ trial, result }: { trial: Trial; result: TrialResult }): string[] => [
  trial.name,
  setupText(trial),
  result.expected ?? '–',
  result.outcome,
  result.figure,
  namesText(result.failed.filter((name) => name !== result.expected)),
  String(result.seed),
  minutesText(result.wallSeconds),
];

const healthyRow = ({ trial, result }: { trial: Trial; result: TrialResult }): string[] => [
  setupText(trial),
  result.verdict ?? result.outcome,
  namesText(result.failed),
  String(result.seed),
  minutesText(result.wallSeconds),
];

const defectHeadings = ['shop', 'run', 'expected finding', 'outcome', 'figure', 'failed too', 'seed', 'time'];
const healthyHeadings = ['healthy run', 'verdict', 'failed', 'seed', 'time'];

const countText = (results: readonly TrialResult[]): string => {
  const count = (outcome: TrialResult['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length;
  const healthy = results.filter(({ expected }) => expected === null).length;
  return `${count('found')} of ${results.length - healthy} runs found what they had to, for the expected reason; ${count('accused')} of ${healthy} healthy runs failed.`;
};

const markdownTable = (headings: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
};

const plainTable = (headings: readonly string[], rows: readonly (readonly string[])[]): string => {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

const bothTables = (results: readonly TrialResult[], draw: typeof plainTable): string => {
  const defects = inOrder(results, true).map(defectRow);
  const healthy = inOrder(results, false).map(healthyRow);
  return [
    ...(defects.length === 0 ? [] : [draw(defectHeadings, defects)]),
    ...(healthy.length === 0 ? [] : [draw(healthyHeadings, healthy)]),
    countText(results),
  ].join('\n\n');
};

/** What a person sees in the terminal: the tables, and why for whatever is not as it should be. */
export const terminalText = (results: readonly TrialResult[]): string => {
  const wrong = results.filter(({ outcome }) => outcome !== 'found' && outcome !== 'innocent');
  const reasons = wrong.map(({ trial, seed, outcome, why }) => `${trial} (seed ${seed}) ${outcome}: ${why}`);
  return [bothTables(results, plainTable), ...reasons].join('\n');
};

/** The same tables for docs/proof.md. */
export const markdownText = (results: readonly TrialResult[]): string => bothTables(results, markdownTable);

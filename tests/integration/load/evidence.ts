import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ledgerLineSchema, type LedgerLine } from '../../../src/core/wire/ledger.ts';
import { timelineLineSchema, type TimelineLine } from '../../../src/core/wire/timeline.ts';
import type { Drive } from './drive.ts';

const readLines = <T>(file: string, parse: (value: unknown) => T): T[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parse(JSON.parse(line)));

export const timelineOf = ({ runFolder }: Drive, workers = 1): TimelineLine[] =>
  Array.from({ length: workers }, (_, index) =>
    readLines(path.join(runFolder, `timeline-w${index + 1}.ndjson`), (value) => timelineLineSchema.parse(value)),
  ).flat();

export const ledgerOf = ({ runFolder }: Drive, worker = 'w1'): LedgerLine[] =>
  readLines(path.join(runFolder, `ledger-${worker}.ndjson`), (value) => ledgerLineSchema.parse(value));

export const logOf = ({ runFolder }: Drive): string => readFileSync(path.join(runFolder, 'engine-w1.log'), 'utf8');

type SecondLine = Extract<TimelineLine, { type: 'second' }>;
type SecondCount = Exclude<keyof SecondLine, 'type' | 'second'>;

/** One figure of a second, summed over workers. */
export const inSecond = (timeline: readonly TimelineLine[], second: number, figure: SecondCount): number =>
  timeline.reduce((sum, line) => sum + (line.type === 'second' && line.second === second ? line[figure] : 0), 0);

/** One figure over the whole run. */
export const inAll = (timeline: readonly TimelineLine[], figure: SecondCount): number =>
  timeline.reduce((sum, line) => sum + (line.type === 'second' ? line[figure] : 0), 0);

/** How often each outcome of each step was recorded: `checkout ok` → count. */
export const stepCounts = (timeline: readonly TimelineLine[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const line of timeline)
    if (line.type === 'entry' && line.kind === 'step') {
      const name = `${line.name} ${line.outcome}`;
      counts[name] = (counts[name] ?? 0) + line.count;
    }
  return counts;
};

export const endsOf = (timeline: readonly TimelineLine[]) => timeline.filter((line) => line.type === 'end');

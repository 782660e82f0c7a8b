import type { BenchmarkResult, BenchResults } from '../result.ts';
import type { Machine, Noise } from '../rig/machine.ts';
import { markdownTable, plainTable, valueText } from './table-text.ts';

const preface = `# Benchmarks

What the load generator costs, and how far its word can be trusted. Written by \`npm run bench -- --write\`, which measures on the machine at
hand and replaces the sections of what it measured: each names its machine. \`npm run bench -- --list\` says what there is,
\`npm run bench -- headline\` measures one, \`--json\` prints the figures unrounded. Benchmarks report and do not judge. The server that is shopped
at runs on the same machine and takes its share of it.
`;

const machineText = ({ processor, cores, memoryMiB, system, nodeVersion }: Machine): string =>
  `${processor}, ${cores} cores, ${valueText(memoryMiB)} MiB, ${system}, Node.js ${nodeVersion}`;

const percent = (ratio: number): string => `${valueText(ratio * 100)} %`;

const noiseText = ({ loadAverageBefore, stealRatio, busyRatio }: Noise): string =>
  `load average before ${loadAverageBefore.toFixed(2)}, CPU time taken by the host ${percent(stealRatio)}, used ${percent(busyRatio)}`;

const settingsText = (settings: Readonly<Record<string, unknown>>): string =>
  Object.entries(settings)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ');

const begin = (name: string): string => `<!-- ${name}: measured -->`;
const end = (name: string): string => `<!-- ${name}: end -->`;

const bodyOf = (
  result: BenchmarkResult,
  tableText: typeof markdownTable,
  heading: (title: string) => string,
): string[] => {
  if (result.failed) return [`Not measured: ${result.error}`];
  const { settings, tables, skipped, notes } = result.report;
  return [
    `Settings: ${settingsText(settings)}.`,
    ...tables.flatMap((given) => [heading(given.title), tableText(given)]),
    ...(skipped.length === 0
      ? []
      : [['Skipped:', '', ...skipped.map(({ what, reason }) => `- ${what}: ${reason}`)].join('\n')]),
    ...notes,
  ];
};

const sectionOf = (machine: Machine, result: BenchmarkResult): string =>
  [
    begin(result.name),
    `## ${result.name}`,
    `${result.summary[0]?.toUpperCase() ?? ''}${result.summary.slice(1)}. \`${result.command}\`, ${result.startedAt.slice(0, 10)}, ${Math.round(result.durationSeconds)} s.`,
    `Machine: ${machineText(machine)}. ${noiseText(result.noise).replace(/^l/, 'L')}.`,
    ...bodyOf(result, markdownTable, (title) => `**${title}**`),
    end(result.name),
  ].join('\n\n');

/**
 * docs/benchmarks.md with the sections of what was measured in their place; other sections stay as they are. What failed replaces nothing.
 * @param before the document, null where there is none.
 */
export const updatedDocument = (before: string | null, { machine, benchmarks }: BenchResults): string =>
  benchmarks.reduce((text, result) => {
    if (result.failed) return text;
    const section = sectionOf(machine, result);
    const [from, to] = [text.indexOf(begin(result.name)), text.indexOf(end(result.name))];
    return from < 0 || to < from
      ? `${text.trimEnd()}\n\n${section}\n`
      : text.slice(0, from) + section + text.slice(to + end(result.name).length);
  }, before ?? preface);

/** What a person sees in the terminal. */
export const terminalText = ({ machine, quick, benchmarks }: BenchResults): string =>
  [
    machineText(machine),
    ...(quick ? ['Small sizes (--quick): figures to try the benchmarks with, not to quote.'] : []),
    ...benchmarks.flatMap((result) => [
      `\n${result.name}: ${result.summary} (${result.durationSeconds.toFixed(1)} s; ${noiseText(result.noise)})`,
      ...bodyOf(result, plainTable, (title) => `${title}:`),
    ]),
  ].join('\n');

/*
 * The benchmarks of the load generator: npm run bench -- [names…] [--quick] [--json] [--write].
 *
 * --json prints one object on standard output (bench/result.ts):
 *
 *   schemaVersion   1
 *   quick           true when sizes were small: not figures to quote
 *   machine         {processor, cores, memoryMiB, system, nodeVersion}
 *   benchmarks[]    {name, summary, command, startedAt, durationSeconds,
 *                    noise: {loadAverageBefore, stealRatio, busyRatio},
 *                    failed: true, error}     when it could not be measured, otherwise
 *                    failed: false, report: {settings: {key: value},
 *                                            tables: [{title, columns: {key: heading}, rows: [{key: value}]}],
 *                                            skipped: [{what, reason}], notes: [text]}}
 *
 * A key ends in the unit of its value (…Ms, …Seconds, …MiB, …Ratio, …PerSecond); a count has none. Values are numbers as measured, text,
 * booleans, or null where there is none.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { format, resolveConfig } from 'prettier';
import { KnownError } from '../src/core/errors.ts';
import { exitCodes } from '../src/core/exit-code.ts';
import type { Bench, Benchmark } from './benchmark.ts';
import { benchmarks } from './benchmarks.ts';
import { terminalText, updatedDocument } from './figures/document.ts';
import type { BenchmarkResult, BenchResults } from './result.ts';
import { watchInterruption } from './rig/interruption.ts';
import { thisMachine, watchNoise } from './rig/machine.ts';
import { benchPrograms } from './rig/programs.ts';

const documentFile = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url));

interface Options {
  readonly list?: true;
  readonly quick?: true;
  readonly json?: true;
  readonly write?: true;
}

const say = (text: string): void => console.error(text);

const named = (name: string, before: readonly Benchmark[] = []): Benchmark[] => {
  const found = benchmarks.find((benchmark) => benchmark.name === name);
  if (found !== undefined) return [...before, found];
  throw new InvalidArgumentError(`There are: ${benchmarks.map((benchmark) => benchmark.name).join(', ')}.`);
};

const listText = (): string =>
  benchmarks
    .map(({ name, summary, minutes }) => `${name.padEnd(12)} ${`${minutes} min`.padStart(6)}  ${summary}`)
    .join('\n');

const measure = async (bench: Bench, { name, summary, run }: Benchmark): Promise<BenchmarkResult> => {
  const startedMs = Date.now();
  const noise = watchNoise();
  const command = `npm run bench -- ${name}${bench.quick ? ' --quick' : ''}`;
  const outcome = await run({ ...bench, say: (text) => say(`${name}: ${text}`) }).then(
    (report) => ({ failed: false as const, report }),
    (error: unknown) => ({ failed: true as const, error: errorText(error) }),
  );
  const durationSeconds = (Date.now() - startedMs) / 1_000;
  const startedAt = new Date(startedMs).toISOString();
  return { name, summary, command, startedAt, durationSeconds, noise: noise(), ...outcome };
};

const errorText = (error: unknown): string => {
  if (error instanceof KnownError) return [error.message, error.hint].filter(Boolean).join('. ');
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

const write = async (results: BenchResults): Promise<void> => {
  const before = existsSync(documentFile) ? readFileSync(documentFile, 'utf8') : null;
  const config = await resolveConfig(documentFile);
  const text = await format(updatedDocument(before, results), { ...config, parser: 'markdown' });
  writeFileSync(documentFile, text);
  say(`written: ${documentFile}`);
};

const measureAll = async (chosen: readonly Benchmark[], options: Options): Promise<void> => {
  const programs = benchPrograms(process.env, say);
  const interruption = watchInterruption(say);
  const { onInterrupt } = interruption;
  const bench: Bench = { quick: options.quick ?? false, machine: thisMachine(), programs, say, onInterrupt };
  const measured: BenchmarkResult[] = [];
  try {
    for (const benchmark of chosen)
      if (interruption.exitCode() === null) measured.push(await measure(bench, benchmark));
  } finally {
    programs.remove();
  }
  const interrupted = interruption.exitCode();
  if (interrupted !== null) process.exit(interrupted);
  const results: BenchResults = { schemaVersion: 1, quick: bench.quick, machine: bench.machine, benchmarks: measured };
  console.log(options.json ? JSON.stringify(results, null, 2) : terminalText(results));
  if (options.write) await write(results);
  if (measured.some(({ failed }) => failed)) process.exitCode = exitCodes.fail;
};

const program = new Command('npm run bench --')
  .description(
    'Measures the load generator: memory, CPU, truth of its percentiles. Linux, with Go. Reports; does not judge.',
  )
  .argument('[names...]', 'benchmarks to run; without names, every one', named)
  .option('--list', 'say what there is, and how long each takes about')
  .option('--quick', 'small sizes, about five minutes in all: to try the benchmarks')
  .option('--json', 'figures as JSON on standard output')
  .option('--write', 'put the tables into docs/benchmarks.md')
  .addHelpText(
    'after',
    '\nExample:\n  $ npm run bench -- headline paired --write\n\nExit code: 0 measured, 1 a benchmark could not be measured, 4 bad arguments, 5 not Linux.',
  )
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : exitCodes.badInput))
  .action(async (chosen: readonly Benchmark[], options: Options) => {
    if (options.list) {
      console.log(listText());
      return;
    }
    if (options.quick && options.write)
      program.error('error: --write keeps figures to quote, and those of --quick are none: leave one of them out');
    if (process.platform !== 'linux') {
      say('The benchmarks read /proc: they need Linux.');
      process.exitCode = exitCodes.notReady;
      return;
    }
    await measureAll(chosen.length === 0 ? benchmarks : chosen, options);
  });

await program.parseAsync();

/*
 * The proof that the harness sees: npm run proof -- [--only <names…>] [--seeds <n>] [--seed <first>] [--kept] [--json] [--write] [--list].
 *
 * Rehearses the reference shop with each planted defect, and healthy shops beside them. Exit code: 0 each defect was found for the expected
 * reason and no healthy run failed; 1 not so; 2 nothing was missed, but a run could not tell; 4 bad arguments; 130, 143 interrupted.
 * Results are kept in reports/proof/results.json, the latest of each trial and seed; --json prints what this invocation measured
 * (bench/proof/result.ts).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { format, resolveConfig } from 'prettier';
import { exitCodes, type ExitCode } from '../../src/core/exit-code.ts';
import { expectationName } from './expectation.ts';
import { judgeTrial } from './judge-trial.ts';
import { rehearse } from './rehearsal.ts';
import { proofResultsSchema, withNewer, type TrialResult } from './result.ts';
import { markdownText, terminalText } from './table.ts';
import { setups, trials, type Trial } from './trials.ts';

const folder = fileURLToPath(new URL('../../reports/proof', import.meta.url));
const resultsFile = path.join(folder, 'results.json');
const documentFile = fileURLToPath(new URL('../../docs/proof.md', import.meta.url));
const [tablesBegin, tablesEnd] = ['<!-- measured -->', '<!-- end -->'];

interface Options {
  readonly only?: readonly string[];
  readonly seeds: number;
  readonly seed: number;
  readonly list?: true;
  readonly json?: true;
  readonly write?: true;
  readonly kept?: true;
}

const say = (text: string): void => console.error(text);

const wholeNumber =
  (least: number) =>
  (typed: string): number => {
    const number = Number(typed);
    if (Number.isInteger(number) && number >= least) return number;
    throw new InvalidArgumentError(`A whole number, ${least} or more.`);
  };

const knownName = (name: string, before: readonly string[] = []): string[] => {
  if (trials.some((trial) => trial.name === name)) return [...before, name];
  throw new InvalidArgumentError(`There are: ${trials.map((trial) => trial.name).join(', ')}.`);
};

const readResults = (): TrialResult[] =>
  existsSync(resultsFile) ? proofResultsSchema.parse(JSON.parse(readFileSync(resultsFile, 'utf8'))).results : [];

const jsonText = (results: readonly TrialResult[]): string => JSON.stringify({ schemaVersion: 1, results }, null, 2);

const keep = (result: TrialResult): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(resultsFile, `${jsonText(withNewer(readResults(), [result]))}\n`);
};

/** The first signal goes to the rehearsal, which heals and ends. */
const listenForSignals = (): AbortSignal => {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => {
      if (!controller.signal.aborted) say(`${name}: the rehearsal under way heals its faults and ends`);
      controller.abort(name);
    });
  return controller.signal;
};

const runTrial = async (trial: Trial, seed: number, signal: AbortSignal): Promise<TrialResult> => {
  const startedMs = Date.now();
  const rehearsed = await rehearse(trial, seed, path.join(folder, `${trial.name}-${seed}`), signal);
  const circumstances = {
    seed,
    startedAt: new Date(startedMs).toISOString(),
    wallSeconds: (Date.now() - startedMs) / 1_000,
  };
  return judgeTrial(trial, circumstances, rehearsed);
};

const runAll = async (
  chosen: readonly Trial[],
  seeds: readonly number[],
  signal: AbortSignal,
): Promise<TrialResult[]> => {
  const results: TrialResult[] = [];
  const isInterrupted = (): boolean => signal.aborted;
  const total = chosen.length * seeds.length;
  for (const seed of seeds)
    for (const trial of chosen) {
      if (isInterrupted()) return results;
      say(`${results.length + 1} of ${total}: ${trial.name}, ${setups[trial.setup].users} users, seed ${seed}`);
      const result = await runTrial(trial, seed, signal);
      if (isInterrupted()) return results;
      keep(result);
      results.push(result);
      const { outcome, expected, figure, wallSeconds } = result;
      say(`  ${outcome}${expected === null ? '' : `: ${expected} ${figure}`} (${Math.round(wallSeconds)} s)`);
    }
  return results;
};

const exitCodeOf = (results: readonly TrialResult[]): ExitCode => {
  const any = (...outcomes: TrialResult['outcome'][]): boolean =>
    results.some(({ outcome }) => outcomes.includes(outcome));
  if (any('missed', 'accused')) return exitCodes.fail;
  return any('undecided', 'failed') ? exitCodes.inconclusive : exitCodes.pass;
};

/** Puts the tables of all results that are kept into docs/proof.md. */
const writeDocument = async (): Promise<void> => {
  const before = readFileSync(documentFile, 'utf8');
  const [from, to] = [before.indexOf(tablesBegin), before.indexOf(tablesEnd)];
  if (from < 0 || to < from)
    throw new Error(`${documentFile} has no place for the tables: ${tablesBegin} … ${tablesEnd}`);
  const text = `${before.slice(0, from)}${tablesBegin}\n\n${markdownText(readResults())}\n\n${before.slice(to)}`;
  const config = await resolveConfig(documentFile);
  writeFileSync(documentFile, await format(text, { ...config, parser: 'markdown' }));
  say(`written: ${documentFile}`);
};

const listText = (): string =>
  trials
    .map(({ name, setup, expected }) => {
      const finding = expected === null ? 'nothing may fail' : expectationName(expected);
      return `${name.padEnd(34)} ${setup.padEnd(24)} ${finding}`;
    })
    .join('\n');

const program = new Command('npm run proof --')
  .description(
    'Proves that the harness sees: every planted defect with the run that exposes it, and healthy runs beside them.',
  )
  .option('--only <names...>', 'trials to run; without it, every one', knownName)
  .option('--seeds <n>', 'so many seeds, one after the other', wholeNumber(1), 1)
  .option('--seed <n>', 'the first of the seeds', wholeNumber(0), 1)
  .option('--list', 'say what there is')
  .option('--kept', 'run nothing: the results kept in reports/proof')
  .option('--json', 'results as JSON on standard output')
  .option('--write', 'put the results kept in reports/proof into docs/proof.md')
  .addHelpText(
    'after',
    '\nExample:\n  $ npm run proof -- --only oversell-race healthy-crowd --seeds 3\n\nExit code: 0 every defect found and no healthy run failed, 1 not so, 2 a run could not tell, 4 bad arguments, 130 interrupted.',
  )
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : exitCodes.badInput))
  .action(async (options: Options) => {
    if (options.list) {
      console.log(listText());
      return;
    }
    const signal = listenForSignals();
    const chosen = trials.filter(({ name }) => options.only?.includes(name) ?? true);
    const seeds = Array.from({ length: options.seeds }, (_, index) => options.seed + index);
    const results = options.kept ? readResults() : await runAll(chosen, seeds, signal);
    console.log(options.json ? jsonText(results) : terminalText(results));
    if (options.write) await writeDocument();
    process.exitCode = signal.aborted
      ? signal.reason === 'SIGTERM'
        ? exitCodes.terminated
        : exitCodes.interrupted
      : exitCodeOf(results);
  });

await program.parseAsync();

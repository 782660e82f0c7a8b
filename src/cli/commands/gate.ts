import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readEvidence } from '../../adapters/run-store/read-evidence.ts';
import { openRunStore } from '../../adapters/run-store/run-store.ts';
import { checkBudgetsAgainstPlan, parseBudgetsFile, separateElsewhere } from '../../config/budgets-file.ts';
import { knownFaults } from '../../config/load.ts';
import { judge } from '../../core/judge.ts';
import { BadInputError } from '../../core/errors.ts';
import type { Evidence } from '../../core/evidence.ts';
import { renderFinal, renderVerdictJson } from '../../report/index.ts';
import { baselineNamed, changeFrom } from '../compared-runs.ts';
import { conclude } from '../conclude.ts';
import { configuredBudgets } from '../configured.ts';
import type { CliContext } from '../context.ts';
import { tellGithub } from '../github.ts';
import { exitCodeOf, onInconclusiveProblems } from '../on-inconclusive.ts';
import { runFolder } from '../run-folder.ts';

interface GateOptions {
  readonly budgets?: string;
  readonly config?: string;
  readonly onInconclusive: string;
  readonly github?: true;
  readonly baseline?: string[];
  readonly json?: true;
}

/** Budgets of a file, as they stand there. @throws BadInputError when it cannot be read. */
const budgetsOfFile = (context: CliContext, given: string) => {
  const file = path.resolve(context.cwd, given);
  try {
    return { ...parseBudgetsFile(readFileSync(file, 'utf8'), file), file };
  } catch (error) {
    throw new BadInputError([
      { file, path: '(whole file)', message: error instanceof Error ? error.message : 'cannot be read' },
    ]);
  }
};

/** The evidence with other budgets: those that concern its faults. @throws BadInputError with every problem. */
const withBudgets = async (
  context: CliContext,
  evidence: Evidence,
  { budgets: given, config }: { readonly budgets: string; readonly config?: string },
): Promise<Evidence> => {
  const { plan } = evidence;
  const source =
    given === 'cloudwatch'
      ? { ...(await configuredBudgets(context, config, plan.scenario.name)), problems: [], file: 'CloudWatch' }
      : { ...budgetsOfFile(context, given), source: { kind: 'file' as const, path: given } };
  const faults = plan.experiment?.faults.map((fault) => fault.name) ?? [];
  const folders = { user: path.join(context.cwd, 'chaos'), packaged: path.join(context.packageRoot, 'chaos') };
  const { applicable: budgets } = separateElsewhere(source.budgets, faults, await knownFaults(folders));
  const { steps } = plan.scenario;
  const problems = [...source.problems, ...checkBudgetsAgainstPlan(budgets, { steps, faults, file: source.file })];
  if (problems.length > 0) throw new BadInputError(problems);
  return { ...evidence, budgets: { ...evidence.budgets, source: source.source, budgets } };
};

/** `peakproof gate`: judges stored evidence again, offline. Other budgets are judged without touching the run's folder. */
export const gateCommand = (context: CliContext): Command =>
  new Command('gate')
    .description('judge the stored evidence of a run again, offline, perhaps with other budgets')
    .argument('<run>', 'folder of the run, or its id below reports/')
    .option('--budgets <file|cloudwatch>', 'judge with these budgets; the verdict in the folder stays as it is')
    .option('--config <file>', 'with --budgets cloudwatch: the configuration that says whose (default: k6.config.ts)')
    .option('--on-inconclusive <fail|warn>', 'exit code of an inconclusive verdict: 2 or 0', 'fail')
    .option('--github', 'in a GitHub workflow: annotations, job summary, outputs, and comment.md for a pull request')
    .option('--baseline <runs...>', 'runs or baseline files to show the change from, in the report')
    .option('--json', 'print verdict.json instead of the summary')
    .addHelpText('after', '\nExample:\n  $ peakproof gate reports/2026-11-27-0830 --budgets strict.json')
    .action(async (run: string, options: GateOptions) => {
      const problems = onInconclusiveProblems(options.onInconclusive);
      if (problems.length > 0) throw new BadInputError(problems);
      const folder = runFolder(context, run);
      const baseline = baselineNamed(context, options);
      const evidence = readEvidence(folder);
      const change = changeFrom(baseline, evidence);
      if (change.problem !== null) context.err(change.problem);
      const verdict =
        options.budgets === undefined
          ? conclude(openRunStore(folder), evidence, change.comparison)
          : judge(await withBudgets(context, evidence, { ...options, budgets: options.budgets })).verdict;
      context.out(
        options.json
          ? renderVerdictJson(verdict).trimEnd()
          : renderFinal(verdict, { colour: context.outIsTty, width: context.width }, evidence.events, evidence.plan),
      );
      if (options.github === true)
        tellGithub(context, {
          store: openRunStore(folder),
          verdict,
          evidence,
          change,
          say: (text) => (options.json ? context.err(text) : context.out(text)),
        });
      context.setExitCode(exitCodeOf(verdict, options.onInconclusive));
    });

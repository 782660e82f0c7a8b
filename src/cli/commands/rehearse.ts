import { Command } from 'commander';
import { randomInt } from 'node:crypto';
import path from 'node:path';
import { openRunStore } from '../../adapters/run-store/run-store.ts';
import { loadInput } from '../../config/load.ts';
import type { Overrides } from '../../config/normalise.ts';
import { checkRules } from '../../config/rules.ts';
import { scenarioNamed } from '../../config/scenarios.ts';
import type { LoadedInput } from '../../config/settings.ts';
import { curveShapes } from '../../core/curve-shapes.ts';
import { BadInputError, type Problem } from '../../core/errors.ts';
import { worstExitCode } from '../../core/exit-code.ts';
import type { Plan } from '../../core/wire/plan.ts';
import { planRun } from '../../run/plan.ts';
import { renderFinal, renderPlan, renderVerdictJson } from '../../report/index.ts';
import { readCloudWatchBudgets } from '../cloudwatch-budgets.ts';
import { conclude } from '../conclude.ts';
import type { CliContext } from '../context.ts';
import { planCircumstances } from '../machine.ts';
import { exitCodeOf, onInconclusiveProblems } from '../on-inconclusive.ts';
import { presentError } from '../present-error.ts';
import { runPlan } from '../run-plan.ts';

interface RehearseOptions {
  readonly config?: string;
  readonly scenario?: string;
  readonly users?: string;
  readonly sessionsPerSecond?: string;
  readonly curve?: string;
  readonly duration?: string;
  readonly seed?: string;
  readonly budgets?: string;
  readonly shop?: string;
  readonly profile?: string;
  readonly defect?: string[];
  readonly workers?: string;
  readonly out?: string;
  readonly onInconclusive: string;
  readonly experiment: boolean;
  readonly dryRun?: true;
  readonly json?: true;
}

interface Prepared {
  readonly input: LoadedInput;
  readonly plan: Plan;
  readonly notes: readonly string[];
}

const prepare = async (
  context: CliContext,
  experiment: string | undefined,
  options: RehearseOptions,
): Promise<Prepared> => {
  const { config, experiment: withExperiment, onInconclusive } = options;
  const overrides: Overrides = { ...options, experiment, withExperiment };
  const { input, problems: loadProblems } = await loadInput({
    configPath: config,
    overrides,
    cwd: context.cwd,
    packageRoot: context.packageRoot,
    freshSeed: randomInt(2 ** 31),
    readCloudWatch: (settings) => readCloudWatchBudgets(context, settings),
  });
  const scenario = scenarioNamed(input.settings.scenarioName);
  const { plan, notes, problems: planProblems } = planRun(input, scenario, planCircumstances(context));
  const problems: Problem[] = [
    ...loadProblems,
    ...checkRules(input, scenario),
    ...planProblems,
    ...onInconclusiveProblems(onInconclusive),
  ];
  if (problems.length > 0) throw new BadInputError(problems);
  return { input, plan, notes };
};

const action =
  (context: CliContext) =>
  async (experiment: string | undefined, options: RehearseOptions): Promise<void> => {
    const { input, plan, notes } = await prepare(context, experiment, options);
    if (options.dryRun === true) {
      const colour = context.outIsTty;
      context.out(
        options.json === true
          ? JSON.stringify({ plan, budgets: input.budgets, notes })
          : renderPlan(plan, input.budgets, notes, { colour, width: context.width }),
      );
      return;
    }
    const store = openRunStore(path.join(input.settings.reportsFolder, plan.runId));
    store.writePlan(plan);
    store.writeBudgets(input.budgets);
    const failure = await runPlan(context, { settings: input.settings, plan, budgets: input.budgets, store });
    const evidence = store.readEvidence();
    const verdict = conclude(store, evidence);
    context.out(
      options.json === true
        ? renderVerdictJson(verdict).trimEnd()
        : renderFinal(verdict, { colour: context.outIsTty, width: context.width }, evidence.events),
    );
    context.err(`Report: ${path.join(store.folder, 'report.html')}`);
    context.setExitCode(exitCodeOf(verdict, options.onInconclusive));
    if (failure === null) return;
    const { text, exitCode } = presentError(failure);
    context.err(text);
    context.setExitCode(worstExitCode([exitCode, exitCodeOf(verdict, options.onInconclusive)]));
  };

/** `peakproof rehearse`: load, faults, recovery, books, verdict. Progress goes to standard error, the result to standard output. */
export const rehearseCommand = (context: CliContext): Command =>
  new Command('rehearse')
    .description('rehearse the peak: load, injected failures, one verdict')
    .argument('[experiment]', 'experiment by name (chaos/) or path; default: database-failover on the embedded shop')
    .option('--config <file>', 'configuration; default: k6.config.ts of this folder, if there is one')
    .option('--scenario <name>', 'what shoppers do: black-friday (default) or smoke, one minute with few users')
    .option('--users <n>', 'virtual users at the peak (closed model)')
    .option('--sessions-per-second <n>', 'sessions that arrive a second at the peak, instead of --users (open model)')
    .option('--curve <shape>', `shape of the load: ${curveShapes.join(', ')}`)
    .option('--duration <time>', 'whole run, e.g. 6m; the steady phase shrinks or grows')
    .option('--seed <n>', 'the same seed gives the same shoppers')
    .option('--budgets <file|cloudwatch>', 'where the budgets come from')
    .option('--shop <name>', '"reference": the embedded shop, whatever the configuration says')
    .option('--profile <name>', 'profile of the embedded shop: modern or legacy')
    .option('--defect <name...>', 'defects to plant in the embedded shop')
    .option('--workers <n>', 'k6 processes; default: as many as the descriptors of one ask for')
    .option('--out <folder>', 'where the folder of the run goes; default: reports')
    .option('--on-inconclusive <fail|warn>', 'exit code of an inconclusive verdict: 2 or 0', 'fail')
    .option('--no-experiment', 'load without faults')
    .option('--dry-run', 'print the plan and what it can decide, then stop')
    .option('--json', 'print verdict.json (with --dry-run: the plan) on standard output and nothing else there')
    .addHelpText(
      'after',
      '\nExamples:\n  $ peakproof rehearse\n  $ peakproof rehearse slow-payments --users 500 --duration 6m\n  $ peakproof rehearse --scenario smoke\n  $ peakproof rehearse --sessions-per-second 40 --curve spike\n  $ peakproof rehearse --profile legacy --json | jq .findings',
    )
    .action(action(context));

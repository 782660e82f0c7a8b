import { randomInt } from 'node:crypto';
import { loadInput } from '../config/load.ts';
import type { Overrides } from '../config/normalise.ts';
import { checkRules } from '../config/rules.ts';
import { scenarioNamed, scenarioNames, type ScenarioFacts } from '../config/scenarios.ts';
import type { LoadedInput, Settings } from '../config/settings.ts';
import { BadInputError, type Problem } from '../core/errors.ts';
import type { Plan } from '../core/wire/plan.ts';
import { budgetSourceText } from '../report/index.ts';
import { planRun } from '../run/plan.ts';
import { readCloudWatchBudgets } from './cloudwatch-budgets.ts';
import type { CliContext } from './context.ts';
import { planCircumstances } from './machine.ts';

export interface PreparedRun {
  readonly input: LoadedInput;
  readonly scenario: ScenarioFacts;
  readonly plan: Plan;
  readonly notes: readonly string[];
}

/** What the command line of a run says, as it was typed. */
export type CommandLine = Overrides & {
  readonly config?: string | undefined;
  /** Stands in for budgets in CloudWatch that cannot be read. */
  readonly budgetsSnapshot?: string | undefined;
};

/** Options of every command that drives runs. */
export type DrivingOptions = Pick<
  CommandLine,
  'config' | 'scenario' | 'thinkTime' | 'seed' | 'budgets' | 'shop' | 'defect' | 'workers' | 'out'
>;

/** … of those that drive a load that the command line names. */
export type RunOptions = DrivingOptions &
  Pick<CommandLine, 'profile' | 'users' | 'sessionsPerSecond' | 'curve' | 'duration'>;

const usualPauses = scenarioNames.map((name) => `${scenarioNamed(name).defaults.thinkTimeMedianSeconds}s (${name})`);

/** The option of every command that drives a load. */
export const thinkTimeOption = [
  '--think-time <time>',
  `median pause of a shopper between two steps; default: ${usualPauses.join(', ')}`,
] as const;

const snapshotProblems = (received: string | undefined, from: Settings['budgets']['from']): Problem[] =>
  received === undefined || from === 'cloudwatch'
    ? []
    : [
        {
          file: 'command line',
          path: '--budgets-snapshot',
          message: 'is for budgets that are kept in CloudWatch',
          received,
          allowed: '--budgets cloudwatch, or --budgets <file> alone',
        },
      ];

/**
 * From the command line to the plan of a run.
 * @param moreProblems found in options that only the command knows, to be told with the others
 * @param releaseIn what the run releases, and the earlier attempts at it in a folder of reports
 * @throws BadInputError with every problem at once.
 */
export const prepareRun = async (
  context: CliContext,
  { config, budgetsSnapshot, ...overrides }: CommandLine,
  moreProblems: (input: LoadedInput) => readonly Problem[] = () => [],
  releaseIn: (reportsFolder: string) => Plan['release'] = () => undefined,
): Promise<PreparedRun> => {
  const { input, problems: loadProblems } = await loadInput({
    configPath: config,
    overrides,
    cwd: context.cwd,
    packageRoot: context.packageRoot,
    freshSeed: randomInt(2 ** 31),
    readCloudWatch: (settings) => readCloudWatchBudgets(context, settings, budgetsSnapshot),
  });
  const scenario = scenarioNamed(input.settings.scenarioName);
  const { settings, budgets } = input;
  const circumstances = { ...planCircumstances(context), release: releaseIn(settings.reportsFolder) };
  const { plan, notes, problems: planProblems } = planRun(input, scenario, circumstances);
  const problems = [
    ...loadProblems,
    ...checkRules(input, scenario),
    ...planProblems,
    ...snapshotProblems(budgetsSnapshot, settings.budgets.from),
    ...moreProblems(input),
  ];
  if (problems.length > 0) throw new BadInputError(problems);
  if (budgets.source.kind === 'snapshot') context.err(`Budgets: ${budgetSourceText(budgets.source)}`);
  return { input, scenario, plan, notes };
};

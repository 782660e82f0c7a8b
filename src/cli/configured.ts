import type { Blast } from '../config/blast-rules.ts';
import { loadInput } from '../config/load.ts';
import type { Overrides } from '../config/normalise.ts';
import type { LoadedInput, Settings } from '../config/settings.ts';
import { BadInputError } from '../core/errors.ts';
import { evidenceVersion } from '../core/wire/plan.ts';
import type { BudgetsFile } from '../core/wire/budgets.ts';
import { readCloudWatchBudgets } from './cloudwatch-budgets.ts';
import type { CliContext } from './context.ts';

/** What a configuration says, for commands that plan no run. @throws BadInputError with every problem of it. */
const configured = async (
  context: CliContext,
  config: string | undefined,
  overrides: Overrides,
  readCloudWatch: (settings: Settings) => Promise<BudgetsFile>,
): Promise<LoadedInput> => {
  const { cwd, packageRoot } = context;
  const request = { configPath: config, overrides, cwd, packageRoot, freshSeed: 0, readCloudWatch };
  const { input, problems } = await loadInput(request);
  if (problems.length > 0) throw new BadInputError(problems);
  return input;
};

/**
 * Every budget in CloudWatch of the application that a configuration names, with the alarms that it adopts; also those for faults of
 * other experiments than its own.
 * @param scenario whose budgets, where not the configuration's own
 * @throws BadInputError with every problem of the configuration and of the alarms; NotReadyError when CloudWatch cannot be asked.
 */
export const configuredBudgets = async (
  context: CliContext,
  config: string | undefined,
  scenario?: string,
): Promise<BudgetsFile> => {
  const overrides = { budgets: 'cloudwatch', scenario };
  const { budgets, budgetsElsewhere } = await configured(context, config, overrides, (settings) =>
    readCloudWatchBudgets(context, settings),
  );
  return { ...budgets, budgets: [...budgets.budgets, ...budgetsElsewhere] };
};

/**
 * How far the configuration lets faults go, with targets under the names that their proxies have too; without a configuration, no bound.
 * @throws BadInputError with every problem of the configuration.
 */
export const configuredBlast = async (context: CliContext, config: string | undefined): Promise<Blast> => {
  // Budgets are nothing to a fault by hand.
  const noBudgets: BudgetsFile = { schemaVersion: evidenceVersion, source: { kind: 'default' }, budgets: [] };
  const { settings } = await configured(context, config, { withExperiment: false }, () => Promise.resolve(noBudgets));
  const { blast, shop } = settings;
  if (blast.targets === null || shop.kind !== 'external') return blast;
  return { ...blast, targets: blast.targets.flatMap((target) => [target, shop.targets[target] ?? target]) };
};

import { loadInput } from '../config/load.ts';
import { BadInputError } from '../core/errors.ts';
import type { BudgetsFile } from '../core/wire/budgets.ts';
import { readCloudWatchBudgets } from './cloudwatch-budgets.ts';
import type { CliContext } from './context.ts';

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
  const { input, problems } = await loadInput({
    configPath: config,
    overrides: { budgets: 'cloudwatch', ...(scenario === undefined ? {} : { scenario }) },
    cwd: context.cwd,
    packageRoot: context.packageRoot,
    freshSeed: 0,
    readCloudWatch: (settings) => readCloudWatchBudgets(context, settings),
  });
  if (problems.length > 0) throw new BadInputError(problems);
  return { ...input.budgets, budgets: [...input.budgets.budgets, ...input.budgetsElsewhere] };
};

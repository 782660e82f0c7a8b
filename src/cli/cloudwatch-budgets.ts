import { systemClock } from '../adapters/clock/system-clock.ts';
import { cloudWatchBudgetStore } from '../adapters/cloudwatch/budget-store.ts';
import type { Settings } from '../config/settings.ts';
import { InternalError } from '../core/errors.ts';
import type { BudgetsFile } from '../core/wire/budgets.ts';
import type { CliContext } from './context.ts';

/** Budgets from CloudWatch, as the settings name them. @throws NotReadyError when it cannot be reached; BadInputError for alarms that are no budgets. */
export const readCloudWatchBudgets = (
  { env }: CliContext,
  { budgets, configFile, scenarioName }: Settings,
): Promise<BudgetsFile> => {
  if (budgets.from !== 'cloudwatch') throw new InternalError('budgets are not kept in CloudWatch');
  const { app, environment, region, endpoint } = budgets;
  return cloudWatchBudgetStore({
    ...{ app, environment, endpoint, scenario: scenarioName },
    region: region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? null,
    clock: systemClock,
    where: configFile,
  }).read();
};

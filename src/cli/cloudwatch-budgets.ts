import path from 'node:path';
import { systemClock } from '../adapters/clock/system-clock.ts';
import { cloudWatchBudgetStore } from '../adapters/cloudwatch/budget-store.ts';
import type { Settings } from '../config/settings.ts';
import { InternalError } from '../core/errors.ts';
import type { BudgetsFile } from '../core/wire/budgets.ts';
import { withSnapshot } from './budgets-snapshot.ts';
import { cloudWatchAccess } from './cloudwatch-access.ts';
import type { CliContext } from './context.ts';

/**
 * Budgets from CloudWatch, as the settings name them.
 * @param snapshot file that is kept up with them, and stands in when CloudWatch cannot be asked
 * @throws NotReadyError when it cannot be asked and there is no snapshot; BadInputError for alarms that are no budgets.
 */
export const readCloudWatchBudgets = (
  context: CliContext,
  { budgets, configFile, scenarioName }: Settings,
  snapshot?: string,
): Promise<BudgetsFile> => {
  if (budgets.from !== 'cloudwatch') throw new InternalError('budgets are not kept in CloudWatch');
  const { app, environment, region, endpoint, adopt } = budgets;
  const store = cloudWatchBudgetStore({
    ...cloudWatchAccess(context, { region, endpoint }),
    ...{ app, environment, scenario: scenarioName },
    clock: systemClock,
    where: configFile,
    adopt,
  });
  if (snapshot === undefined) return store.read();
  const file = path.resolve(context.cwd, snapshot);
  return withSnapshot(() => store.read(), { file, shown: snapshot, nowMs: systemClock.nowMs() });
};

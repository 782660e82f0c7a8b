import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BudgetAlarm } from '../adapters/cloudwatch/alarm.ts';
import type { CloudWatchAccess } from '../adapters/cloudwatch/cloud-watch.ts';
import { planAlarms } from '../adapters/cloudwatch/plan-alarms.ts';
import { alarmPrefix } from '../adapters/cloudwatch/scope.ts';
import type { BudgetPlace } from '../config/budget-place.ts';
import { parseBudgetsFile } from '../config/budgets-file.ts';
import { referencePlace } from '../config/default-budgets.ts';
import { BadInputError } from '../core/errors.ts';
import { cloudWatchAccess } from './cloudwatch-access.ts';
import type { CliContext } from './context.ts';

/** Options of every `slo` command. */
export interface SloOptions extends BudgetPlace {
  readonly region?: string;
  readonly endpoint?: string;
}

/** Whose budgets: application, environment, scenario. */
export const withPlaceOptions = (command: Command): Command =>
  command
    .option('--app <name>', 'application whose budgets they are', referencePlace.app)
    .option('--environment <name>', 'environment that they hold in', referencePlace.environment)
    .option('--scenario <name>', 'scenario that is judged by them', referencePlace.scenario);

/** Where CloudWatch is. */
export const withAccessOptions = (command: Command): Command =>
  command
    .option('--region <name>', 'AWS region; without it AWS_REGION, AWS_DEFAULT_REGION or the profile')
    .option(
      '--endpoint <url>',
      'another server of the CloudWatch API; without it AWS_ENDPOINT_URL or the region’s own',
    );

/** @throws BadInputError for an endpoint that is no URL. */
export const accessOf = (context: CliContext, { region, endpoint }: SloOptions): CloudWatchAccess => {
  if (endpoint !== undefined && !(URL.canParse(endpoint) && /^https?:/.test(endpoint)))
    throw new BadInputError([
      {
        file: 'command line',
        path: '--endpoint',
        message: 'is not the address of a server',
        received: endpoint,
        allowed: 'an http or https URL',
      },
    ]);
  return cloudWatchAccess(context, { region: region ?? null, endpoint: endpoint ?? null });
};

/** The prefix of the alarms of the place that the options name. @throws BadInputError */
export const prefixOf = ({ app, environment, scenario }: SloOptions): string =>
  alarmPrefix({ app, environment, scenario }, 'command line');

/** The alarms that a budget file asks for. @throws BadInputError with every problem of the file. */
export const alarmsOfFile = ({ cwd }: CliContext, given: string, options: SloOptions): readonly BudgetAlarm[] => {
  prefixOf(options);
  const file = path.resolve(cwd, given);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const message = error instanceof Error ? error.message : 'cannot be read';
    throw new BadInputError([{ file, path: '(whole file)', message }]);
  }
  const { budgets, problems } = parseBudgetsFile(text, file);
  const planned = planAlarms(budgets, options, file);
  const all = [...problems, ...planned.problems];
  if (all.length > 0) throw new BadInputError(all);
  return planned.alarms;
};

import { Command, Option } from 'commander';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { compareAlarms, type AlarmChanges } from '../../adapters/cloudwatch/alarm-changes.ts';
import { cloudWatchBudgetStore } from '../../adapters/cloudwatch/budget-store.ts';
import { withCloudWatch, type CloudWatch } from '../../adapters/cloudwatch/cloud-watch.ts';
import { readAlarms } from '../../adapters/cloudwatch/read-alarms.ts';
import { renderTerraform } from '../../adapters/cloudwatch/terraform.ts';
import { deleteAlarms, putAlarms } from '../../adapters/cloudwatch/write-alarms.ts';
import { systemClock } from '../../adapters/clock/system-clock.ts';
import { formatBudgetsFile } from '../../config/budgets-file.ts';
import { BadInputError, KnownError } from '../../core/errors.ts';
import { exitCodes } from '../../core/exit-code.ts';
import type { BudgetsFile } from '../../core/wire/budgets.ts';
import { configuredBudgets } from '../configured.ts';
import type { CliContext } from '../context.ts';
import {
  accessOf,
  alarmsOfFile,
  prefixOf,
  withAccessOptions,
  withPlaceOptions,
  type SloOptions,
} from '../slo-options.ts';
import { budgetTable, changeCount, changeLines } from '../slo-text.ts';

const example = (text: string): string => `\nExample:\n  $ peakproof slo ${text}`;

const writeTo = (file: string, text: string): void => {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'cannot be written';
    throw new BadInputError([{ file: 'command line', path: '--out', message, received: file }]);
  }
};

const pulled = (context: CliContext, options: SloOptions & { config?: string }): Promise<BudgetsFile> => {
  if (options.config !== undefined) return configuredBudgets(context, options.config);
  const { app, environment, scenario } = options;
  const scope = { app, environment, scenario, where: 'command line' };
  return cloudWatchBudgetStore({ ...accessOf(context, options), ...scope, clock: systemClock }).read();
};

const pull = (context: CliContext): Command =>
  withAccessOptions(withPlaceOptions(new Command('pull')))
    .description('read the budgets kept in CloudWatch')
    .addOption(
      new Option(
        '--config <file>',
        'those of this configuration instead, with the alarms that it adopts as budgets',
      ).conflicts(['region', 'endpoint']),
    )
    .option('--out <file>', 'write them to a budget file, for --budgets <file>')
    .option('--json', 'print them as a budget file')
    .addHelpText('after', example('pull --app shop --environment staging --out budgets.json'))
    .action(async (options: SloOptions & { config?: string; out?: string; json?: true }) => {
      const { budgets, source } = await pulled(context, options);
      if (options.out !== undefined && source.kind === 'cloudwatch') {
        const { region, prefix, readAt } = source;
        writeTo(path.resolve(context.cwd, options.out), formatBudgetsFile(budgets, { region, prefix, readAt }));
      }
      if (options.json === true) context.out(formatBudgetsFile(budgets).trimEnd());
      else if (budgets.length > 0) context.out(budgetTable(budgets));
      const from = source.kind === 'cloudwatch' ? `${source.prefix} in ${source.region}` : '';
      context.err(
        budgets.length === 0
          ? `No alarm begins with ${from}. A run with these budgets is inconclusive: nothing would be judged.`
          : `${budgets.length} budgets from ${from}${options.out === undefined ? '' : `, written to ${options.out}`}`,
      );
    });

const diff = (context: CliContext): Command =>
  withAccessOptions(withPlaceOptions(new Command('diff')))
    .description('compare a budget file with the budgets kept in CloudWatch')
    .argument('<file>', 'budget file')
    .option('--json', 'print the differences as JSON')
    .option('--exit-code', 'exit with 1 where there are differences')
    .addHelpText('after', example('diff budgets.json --app shop --environment staging --exit-code'))
    .action(async (file: string, options: SloOptions & { json?: true; exitCode?: true }) => {
      const wanted = alarmsOfFile(context, file, options);
      const changes = await withCloudWatch(accessOf(context, options), async (cloudWatch) =>
        compareAlarms(wanted, await readAlarms(cloudWatch, prefixOf(options))),
      );
      if (options.json === true) {
        const { added, changed, removed, foreign, unchanged } = changes;
        const names = {
          added: added.map(({ AlarmName }) => AlarmName),
          changed: changed.map(({ alarm, differences }) => ({ alarm: alarm.AlarmName, differences })),
        };
        context.out(JSON.stringify({ ...names, removed, foreign, unchanged }, null, 2));
      } else {
        for (const line of changeLines(changes)) context.out(line);
        context.err(changeCount(changes));
      }
      if (options.exitCode === true && isWork(changes, true)) context.setExitCode(exitCodes.fail);
    });

const isWork = ({ added, changed, removed }: AlarmChanges, prune: boolean): boolean =>
  added.length + changed.length > 0 || (prune && removed.length > 0);

const confirmed = async (context: CliContext): Promise<boolean> => {
  if (!context.isTty || !process.stdin.isTTY)
    throw new BadInputError([
      {
        file: 'command line',
        path: '--yes',
        message: 'there is no terminal to ask on; the plan is above',
        allowed: '--yes, to push without being asked',
      },
    ]);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question('Push this? Only "yes" does. ', { signal: context.signal });
    return answer.trim() === 'yes';
  } catch (error) {
    if (context.signal.aborted) return false;
    throw error;
  } finally {
    terminal.close();
  }
};

const apply = async (
  context: CliContext,
  cloudWatch: CloudWatch,
  { added, changed }: AlarmChanges,
  removed: readonly string[],
): Promise<void> => {
  const alarms = [...added, ...changed.map(({ alarm }) => alarm)];
  const { signal } = context;
  const written = await putAlarms(cloudWatch, alarms, {
    signal,
    onWritten: (count) => {
      if (count % 25 === 0) context.err(`${count} of ${alarms.length} written`);
    },
  });
  if (signal.aborted)
    throw new KnownError(
      `interrupted: ${written} of ${alarms.length} budgets written, none removed`,
      signal.reason === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted,
      'Run the same command again to write the rest.',
    );
  await deleteAlarms(cloudWatch, removed);
  context.err(`${written} written, ${removed.length} removed`);
};

const push = (context: CliContext): Command =>
  withAccessOptions(withPlaceOptions(new Command('push')))
    .description('make the budgets kept in CloudWatch those of a file; the plan is shown first')
    .argument('<file>', 'budget file')
    .option('--yes', 'do not ask')
    .option('--prune', 'also remove what is only in CloudWatch')
    .addHelpText('after', example('push budgets.json --app shop --environment staging'))
    .action(async (file: string, options: SloOptions & { yes?: true; prune?: true }) => {
      const wanted = alarmsOfFile(context, file, options);
      const access = { ...accessOf(context, options), manner: 'waiting' as const };
      await withCloudWatch(access, async (cloudWatch) => {
        const changes = compareAlarms(wanted, await readAlarms(cloudWatch, prefixOf(options)));
        const prune = options.prune === true;
        const kept = prune ? 0 : changes.removed.length;
        for (const line of changeLines({ ...changes, removed: prune ? changes.removed : [] })) context.err(line);
        context.err(`${changeCount(changes)}${kept > 0 ? `; the ${kept} only in CloudWatch stay (--prune)` : ''}`);
        if (!isWork(changes, prune)) context.err('Nothing to do.');
        else if (options.yes === true || (await confirmed(context)))
          await apply(context, cloudWatch, changes, prune ? changes.removed : []);
        else context.err('Nothing was written.');
      });
    });

const exportAsTerraform = (context: CliContext): Command =>
  withPlaceOptions(new Command('export'))
    .description('print the alarms of a budget file as Terraform')
    .argument('<file>', 'budget file')
    .addHelpText('after', example('export budgets.json --app shop --environment staging > budgets.tf'))
    .action((file: string, options: SloOptions) => {
      context.out(renderTerraform(alarmsOfFile(context, file, options)).trimEnd());
    });

/** `peakproof slo`: budgets in CloudWatch. */
export const sloCommand = (context: CliContext): Command =>
  new Command('slo')
    .description('budgets in CloudWatch: read them, compare them with a file, write them, print them as Terraform')
    .addHelpText('after', example('pull --app shop --environment staging'))
    .addCommand(pull(context))
    .addCommand(diff(context))
    .addCommand(push(context))
    .addCommand(exportAsTerraform(context));

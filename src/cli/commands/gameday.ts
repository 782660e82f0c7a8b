import { Command } from 'commander';
import path from 'node:path';
import { systemClock } from '../../adapters/clock/system-clock.ts';
import { openRunStore } from '../../adapters/run-store/run-store.ts';
import { curveShapes } from '../../core/curve-shapes.ts';
import { NotReadyError } from '../../core/errors.ts';
import { worstExitCode } from '../../core/exit-code.ts';
import type { Plan } from '../../core/wire/plan.ts';
import { renderBrief, renderFinal, renderVerdictJson } from '../../report/index.ts';
import { openJournal } from '../../run/journal.ts';
import { gameDayBudgets, planGameDay } from '../../run/game-day/plan-game-day.ts';
import type { CliContext } from '../context.ts';
import { holdGameDay } from '../game-day/hold-game-day.ts';
import { type GameDayOptions, readGameDayOptions } from '../game-day/game-day-options.ts';
import { readRunbooks } from '../game-day/read-runbooks.ts';
import { exitCodeOf, onInconclusiveProblems } from '../on-inconclusive.ts';
import { presentError } from '../present-error.ts';
import { liveProblems, withLiveOptions } from '../live-page.ts';
import { prepareRun, thinkTimeOption } from '../prepare-run.ts';
import type { RehearseOptions } from './rehearse.ts';

type Options = RehearseOptions & GameDayOptions & { readonly yes?: true };

const planOf = async (context: CliContext, drill: string, options: Options) => {
  const read = readGameDayOptions(options);
  const prepared = await prepareRun(context, { ...options, experiment: drill }, () => [
    ...read.problems,
    ...onInconclusiveProblems(options.onInconclusive),
    ...liveProblems(options),
  ]);
  const plan: Plan = planGameDay(prepared.plan, read.gameDay);
  const budgets = {
    ...prepared.input.budgets,
    budgets: gameDayBudgets(prepared.input.budgets.budgets, read.gameDay.mendWithinSeconds),
  };
  return { settings: prepared.input.settings, plan, budgets, gameDay: read.gameDay };
};

const action =
  (context: CliContext) =>
  async (drill: string, options: Options): Promise<void> => {
    const { settings, plan, budgets, gameDay } = await planOf(context, drill, options);
    const runbooks = readRunbooks(context);
    const runbookName = plan.experiment?.runbook?.replace(/^.*\//, '').replace(/\.md$/, '');
    const runbook = runbooks.find(({ name }) => name === runbookName);
    const brief = renderBrief(plan, gameDay, runbook, { colour: context.isTty, width: context.width });
    if (options.dryRun === true) {
      context.out(options.json === true ? JSON.stringify({ plan, budgets }) : brief);
      return;
    }
    if (context.onKey === undefined && options.live === undefined && options.yes === undefined)
      throw new NotReadyError(
        'Nobody can lead this game day: standard input is no terminal, and no page was asked for',
        'Run it in a terminal, or with --live for buttons on a page.',
      );
    const store = openRunStore(path.join(settings.reportsFolder, plan.runId));
    store.writePlan(plan);
    store.writeBudgets(budgets);
    const journal = openJournal(systemClock, store);
    const run = { settings, plan, budgets, store, publication: null };
    const held = await holdGameDay(context, { run, gameDay, journal, runbooks, runbook, brief, options });
    const shown = { colour: context.outIsTty, width: context.width };
    context.out(
      options.json === true
        ? renderVerdictJson(held.verdict).trimEnd()
        : renderFinal(held.verdict, shown, held.evidence.events, plan),
    );
    context.err(`Report: ${path.join(store.folder, 'report.html')}`);
    const codes = [exitCodeOf(held.verdict, options.onInconclusive)];
    if (held.failure !== null) {
      const { text, exitCode } = presentError(held.failure);
      context.err(text);
      codes.push(exitCode);
    }
    context.setExitCode(worstExitCode(codes));
  };

/** `peakproof gameday`: a rehearsal with people. */
export const gameDayCommand = (context: CliContext): Command =>
  withLiveOptions(new Command('gameday'))
    .description('rehearse a drill with people: brief, live pages, runbook, journal, debrief')
    .argument('<drill>', 'drill by name (chaos/) or path')
    .option('--by <hand|plan>', 'faults go in and out when the operator says so, or at the times of the plan', 'hand')
    .option('--hold-at-most <time>', 'the plateau ends then if nobody has released it', '30m')
    .option('--acknowledge-within <time>', 'from the fault to somebody who takes it on', '5m')
    .option('--mend-within <time>', 'from the fault to a shop that has recovered', '15m')
    .option('--operator <name>', 'who leads it', 'operator')
    .option('--responder <name...>', 'who responds')
    .option('--yes', 'the load begins without waiting for the operator')
    .option('--no-debrief', 'ends with the run')
    .option('--config <file>', 'configuration; default: k6.config.ts of this folder, if there is one')
    .option('--scenario <name>', 'what shoppers do')
    .option('--users <n>', 'virtual users at the peak (closed model)')
    .option('--sessions-per-second <n>', 'sessions that arrive a second at the peak, instead of --users (open model)')
    .option('--curve <shape>', `shape of the load: ${curveShapes.join(', ')}`)
    .option('--duration <time>', 'what ramps and steady time are laid out for; the plateau is held beyond it')
    .option(...thinkTimeOption)
    .option('--seed <n>', 'the same seed gives the same shoppers')
    .option('--budgets <file|cloudwatch>', 'where the budgets come from')
    .option('--shop <name>', '"reference": the embedded shop, whatever the configuration says')
    .option('--profile <name>', 'profile of the embedded shop: modern or legacy')
    .option('--defect <name...>', 'defects to plant in the embedded shop')
    .option('--workers <n>', 'k6 processes; default: as many as the descriptors of one ask for')
    .option('--out <folder>', 'where the folder of the run goes; default: reports')
    .option('--on-inconclusive <fail|warn>', 'exit code of an inconclusive verdict: 2 or 0', 'fail')
    .option('--dry-run', 'print the brief, then stop')
    .option('--json', 'print verdict.json on standard output and nothing else there')
    .addHelpText(
      'after',
      '\nExamples:\n  $ peakproof gameday database-failover --operator Ada --responder Bo Cy --live\n  $ peakproof gameday slow-payments --by plan --mend-within 10m --live 4280 --live-host 0.0.0.0',
    )
    .action(action(context));

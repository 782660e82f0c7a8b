import { Command } from 'commander';
import path from 'node:path';
import { curveShapes } from '../../core/curve-shapes.ts';
import { worstExitCode } from '../../core/exit-code.ts';
import { renderFinal, renderPlan, renderVerdictJson } from '../../report/index.ts';
import { baselineNamed } from '../compared-runs.ts';
import { conductRun } from '../conduct-run.ts';
import type { CliContext } from '../context.ts';
import { tellGithub } from '../github.ts';
import { exitCodeOf, onInconclusiveProblems } from '../on-inconclusive.ts';
import { type LiveOptions, liveProblems, withLiveOptions, withLiveSite } from '../live-page.ts';
import { plannedCallsOf } from '../planned-calls.ts';
import { type CommandLine, prepareRun, type RunOptions, thinkTimeOption } from '../prepare-run.ts';
import { presentError } from '../present-error.ts';
import { releaseOf, releaseProblems } from '../release.ts';

export interface RehearseOptions extends LiveOptions, RunOptions, Pick<CommandLine, 'budgetsSnapshot'> {
  readonly onInconclusive: string;
  readonly experiment: boolean;
  readonly github?: true;
  readonly baseline?: string[];
  readonly gate?: true;
  readonly revision?: string;
  readonly despiteEarlierFail?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

const action =
  (context: CliContext) =>
  async (experiment: string | undefined, options: RehearseOptions): Promise<void> => {
    const { onInconclusive, experiment: withExperiment } = options;
    const { input, plan, notes } = await prepareRun(
      context,
      { ...options, experiment, withExperiment },
      () => [...releaseProblems(options), ...onInconclusiveProblems(onInconclusive), ...liveProblems(options)],
      (reportsFolder) => releaseOf(context, options, reportsFolder),
    );
    if (options.dryRun === true) {
      const colour = context.outIsTty;
      const calls = plannedCallsOf(plan, input.settings);
      context.out(
        options.json === true
          ? JSON.stringify({ plan, budgets: input.budgets, notes, calls })
          : renderPlan(plan, input.budgets, notes, { colour, width: context.width }, calls),
      );
      return;
    }
    const baseline = baselineNamed(context, options);
    const { settings, budgets } = input;
    const { verdict, evidence, failure, store, change } = await withLiveSite(context, options, (watched, site) =>
      conductRun(watched, { settings, plan, budgets }, { site, baseline }),
    );
    context.out(
      options.json === true
        ? renderVerdictJson(verdict).trimEnd()
        : renderFinal(verdict, { colour: context.outIsTty, width: context.width }, evidence.events, evidence.plan),
    );
    if (options.github === true)
      tellGithub(context, {
        store,
        verdict,
        evidence,
        change,
        say: (text) => (options.json ? context.err(text) : context.out(text)),
      });
    context.err(`Report: ${path.join(store.folder, 'report.html')}`);
    context.setExitCode(exitCodeOf(verdict, options.onInconclusive));
    if (failure === null) return;
    const { text, exitCode } = presentError(failure);
    context.err(text);
    context.setExitCode(worstExitCode([exitCode, exitCodeOf(verdict, options.onInconclusive)]));
  };

/** `peakproof rehearse`: load, faults, recovery, books, verdict. Progress goes to standard error, the result to standard output. */
export const rehearseCommand = (context: CliContext): Command =>
  withLiveOptions(new Command('rehearse'))
    .description('rehearse the peak: load, injected failures, one verdict')
    .argument('[experiment]', 'experiment by name (chaos/) or path; default: database-failover on the embedded shop')
    .option('--config <file>', 'configuration; default: k6.config.ts of this folder, if there is one')
    .option('--scenario <name>', 'what shoppers do: black-friday (default) or smoke, one minute with few users')
    .option('--users <n>', 'virtual users at the peak (closed model)')
    .option('--sessions-per-second <n>', 'sessions that arrive a second at the peak, instead of --users (open model)')
    .option('--curve <shape>', `shape of the load: ${curveShapes.join(', ')}`)
    .option('--duration <time>', 'whole run, e.g. 6m; the steady phase shrinks or grows')
    .option(...thinkTimeOption)
    .option('--seed <n>', 'the same seed gives the same shoppers')
    .option('--budgets <file|cloudwatch>', 'where the budgets come from')
    .option(
      '--budgets-snapshot <file>',
      'keep what CloudWatch says here, and judge by it when CloudWatch cannot be asked',
    )
    .option('--shop <name>', '"reference": the embedded shop, whatever the configuration says')
    .option('--profile <name>', 'profile of the embedded shop: modern or legacy')
    .option('--defect <name...>', 'defects to plant in the embedded shop')
    .option('--workers <n>', 'k6 processes; default: as many as the descriptors of one ask for')
    .option('--out <folder>', 'where the folder of the run goes; default: reports')
    .option('--on-inconclusive <fail|warn>', 'exit code of an inconclusive verdict: 2 or 0', 'fail')
    .option('--no-experiment', 'load without faults')
    .option('--gate', 'the gate profile: a plateau without faults that ends as soon as every budget is decided')
    .option('--revision <name>', 'what a gate releases: attempts at it are recorded; default: GITHUB_SHA')
    .option('--despite-earlier-fail <reason>', 'let a gate pass though the same revision failed before')
    .option('--github', 'in a GitHub workflow: annotations, job summary, outputs, and comment.md for a pull request')
    .option('--baseline <runs...>', 'runs or baseline files to show the change from, in the report')
    .option('--dry-run', 'print the plan and what it can decide, then stop')
    .option('--json', 'print verdict.json (with --dry-run: the plan) on standard output and nothing else there')
    .addHelpText(
      'after',
      '\nExamples:\n  $ peakproof rehearse\n  $ peakproof rehearse slow-payments --users 1000 --duration 6m\n  $ peakproof rehearse --gate --revision $(git rev-parse HEAD)\n  $ peakproof rehearse --scenario smoke\n  $ peakproof rehearse --sessions-per-second 40 --curve spike\n  $ peakproof rehearse --profile legacy --json | jq .findings\n  $ peakproof rehearse --live',
    )
    .action(action(context));

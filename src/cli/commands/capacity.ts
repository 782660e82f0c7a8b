import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readResources } from '../../adapters/run-store/read-resources.ts';
import { openRunStore } from '../../adapters/run-store/run-store.ts';
import { mostUsers, sessionsPerSecondRange } from '../../config/load-range.ts';
import { OptionReader } from '../../config/option-reader.ts';
import type { LoadedInput, PeakLoad } from '../../config/settings.ts';
import { curveShapes } from '../../core/curve-shapes.ts';
import type { Budget } from '../../core/wire/budgets.ts';
import type { CapacityFile } from '../../core/wire/capacity.ts';
import { loadReportAssets, renderCapacity, renderCapacityHtml, renderProbeLine } from '../../report/index.ts';
import { findCapacity, type ProbedRun } from '../../run/find-capacity.ts';
import { planRun } from '../../run/plan.ts';
import { conductRun } from '../conduct-run.ts';
import type { CliContext } from '../context.ts';
import { type LiveOptions, liveProblems, type LiveSite, withLiveOptions, withLiveSite } from '../live-page.ts';
import { tellMode } from '../tell-mode.ts';
import { planCircumstances } from '../machine.ts';
import {
  type CommandLine,
  type DrivingOptions,
  prepareRun,
  type PreparedRun,
  thinkTimeOption,
} from '../prepare-run.ts';

interface CapacityOptions extends LiveOptions, DrivingOptions, Pick<CommandLine, 'profile'> {
  readonly open?: true;
  readonly from?: string;
  readonly most?: string;
  readonly resolution: string;
  readonly atLeast?: string;
  readonly plateau?: string;
  readonly curve: string;
  readonly dryRun?: true;
  readonly json?: true;
}

/** What the search is asked, read from the options. */
interface Asked {
  readonly unit: CapacityFile['unit'];
  readonly from: number;
  readonly most: number;
  readonly resolution: number;
  readonly atLeast: number | null;
  readonly plateauSeconds: number;
}

/** Steady phase of a probe: with a thousand users at the default pace, enough checkouts to decide an error share of 1 %. */
const defaultPlateauSeconds = 240;
const leastPlateauSeconds = 120;
const defaults = { users: 500, sessionsPerSecond: 5 };

const readAsked = (options: CapacityOptions, reader: OptionReader): Asked => {
  const isOpen = options.open === true;
  const { least, most } = isOpen ? sessionsPerSecondRange : { least: 1, most: mostUsers };
  const level = (option: string, text: string | undefined) =>
    isOpen ? reader.decimal(option, text, least, most) : reader.wholeNumber(option, text, least, most);
  const from = level('--from', options.from) ?? (isOpen ? defaults.sessionsPerSecond : defaults.users);
  const highest = level('--most', options.most) ?? most;
  if (highest < from) reader.refuse('--most', 'is below --from', String(highest), `${from} or more`);
  const percent = reader.decimal('--resolution', options.resolution.replace(/ ?%$/, ''), 1, 100) ?? 10;
  const plateauSeconds = reader.duration('--plateau', options.plateau) ?? defaultPlateauSeconds;
  if (plateauSeconds < leastPlateauSeconds)
    reader.refuse('--plateau', 'too short for a budget to be decided', options.plateau ?? '', '2m or longer');
  return {
    unit: isOpen ? 'sessionsPerSecond' : 'virtualUsers',
    from,
    most: highest,
    resolution: percent / 100,
    atLeast: level('--at-least', options.atLeast) ?? null,
    plateauSeconds,
  };
};

const peakAt = (unit: CapacityFile['unit'], level: number): PeakLoad =>
  unit === 'virtualUsers' ? { model: 'closed', users: level } : { model: 'open', sessionsPerSecond: level };

const p95Limits = (budgets: readonly Budget[]): Record<string, number> =>
  Object.fromEntries(
    budgets.flatMap(({ indicator, phase, step, limit }) =>
      indicator === 'latencyP95' && phase === 'steady' && step !== null ? [[step, limit]] : [],
    ),
  );

/** The input of one probe: the load, and the plateau, for longer where the level was undecided. */
const inputAt = (input: LoadedInput, asked: Asked, level: number, isLonger: boolean): LoadedInput => ({
  ...input,
  settings: {
    ...input.settings,
    peak: peakAt(asked.unit, level),
    durationSeconds: null,
    plateauSeconds: asked.plateauSeconds * (isLonger ? 2 : 1),
  },
});

const probeWith =
  (context: CliContext, { input, scenario, plan }: PreparedRun, asked: Asked, site: LiveSite | null) =>
  async (level: number, number: number, isLonger: boolean): Promise<ProbedRun> => {
    const probeInput = inputAt(input, asked, level, isLonger);
    const { plan: probePlan } = planRun(probeInput, scenario, {
      ...planCircumstances(context),
      runId: `${plan.runId}-probe-${number}`,
    });
    context.err(`\nProbe ${number}: ${level} ${asked.unit === 'virtualUsers' ? 'virtual users' : 'sessions a second'}`);
    const run = await conductRun(
      context,
      { settings: probeInput.settings, plan: probePlan, budgets: input.budgets },
      { site },
    );
    return { plan: probePlan, verdict: run.verdict, failure: run.failure, resources: readResources(run.store.folder) };
  };

const action =
  (context: CliContext) =>
  async (options: CapacityOptions): Promise<void> => {
    const reader = new OptionReader();
    const asked = readAsked(options, reader);
    const { from, most, resolution, unit, atLeast } = asked;
    const { users, sessionsPerSecond } =
      unit === 'virtualUsers'
        ? { users: String(from), sessionsPerSecond: undefined }
        : { users: undefined, sessionsPerSecond: String(from) };
    const prepared = await prepareRun(context, { ...options, users, sessionsPerSecond, withExperiment: false }, () => [
      ...reader.problems,
      ...liveProblems(options),
    ]);
    const { plan, input, notes } = prepared;
    if (options.dryRun === true) {
      const setting = { unit, from, most, resolution, atLeast, plateauSeconds: asked.plateauSeconds };
      context.out(options.json === true ? JSON.stringify({ setting, plan, notes }) : JSON.stringify(setting, null, 2));
      return;
    }
    const store = openRunStore(path.join(input.settings.reportsFolder, plan.runId));
    const { pageStyle } = loadReportAssets((file) => readFileSync(file, 'utf8'));
    await withLiveSite(context, options, async (watched, site) => {
      const file = await findCapacity({
        id: plan.runId,
        startedAt: plan.createdAt,
        unit,
        setting: { from, most, resolution, quantum: unit === 'virtualUsers' ? 1 : 0.1 },
        atLeast,
        limitsMs: p95Limits(input.budgets.budgets),
        probe: probeWith(watched, prepared, asked, site),
        write: (known) => {
          store.writeText('capacity.json', `${JSON.stringify(known, null, 2)}\n`);
          store.writeText('capacity.html', renderCapacityHtml(known, pageStyle));
        },
        onProbed: (probe, known) => context.err(`${renderProbeLine(probe, unit)}\nSo far: ${known.sentence}`),
        signal: watched.signal,
      });
      tellMode(watched, {
        file,
        json: options.json === true,
        text: (look) => renderCapacity(file, look),
        page: path.join(store.folder, 'capacity.html'),
      });
    });
  };

/** `peakproof capacity`: the most load that keeps every budget, by a run at each load that the search asks for. */
export const capacityCommand = (context: CliContext): Command =>
  withLiveOptions(new Command('capacity'))
    .description('find the knee: the most virtual users, or sessions a second, that keep every budget')
    .option('--config <file>', 'configuration; default: k6.config.ts of this folder, if there is one')
    .option('--scenario <name>', 'what shoppers do; default: black-friday')
    .option('--open', 'search in sessions that arrive a second, instead of virtual users')
    .option(
      '--from <n>',
      `the first load that is probed; default: ${defaults.users}, with --open ${defaults.sessionsPerSecond}`,
    )
    .option('--most <n>', `no load above is probed; default: ${mostUsers}`)
    .option('--resolution <percent>', 'how narrow the interval is to be, of its lower end', '10%')
    .option('--at-least <n>', 'pass when so much is held, fail when it breaks a budget')
    .option('--plateau <time>', `steady phase of each probe, 2m or longer; default: ${defaultPlateauSeconds}s`)
    .option('--curve <shape>', `shape of each probe's load: ${curveShapes.join(', ')}`, 'ramp')
    .option(...thinkTimeOption)
    .option('--seed <n>', 'the same seed gives the same shoppers')
    .option('--budgets <file|cloudwatch>', 'where the budgets come from')
    .option('--shop <name>', '"reference": the embedded shop, whatever the configuration says')
    .option('--profile <name>', 'profile of the embedded shop: modern or legacy')
    .option('--defect <name...>', 'defects to plant in the embedded shop')
    .option('--workers <n>', 'k6 processes; default: as many as the descriptors of one ask for')
    .option('--out <folder>', 'where the folders go; default: reports')
    .option('--dry-run', 'print what would be searched, and the plan of the first probe with --json, then stop')
    .option('--json', 'print capacity.json on standard output and nothing else there')
    .addHelpText(
      'after',
      '\nA probe takes about six minutes, a search six to ten probes. Each is an ordinary run, beside the folder of the search.\n\nExamples:\n  $ peakproof capacity\n  $ peakproof capacity --profile legacy --from 600 --most 2000\n  $ peakproof capacity --at-least 15000 --from 4000 --json | jq .knee\n  $ peakproof capacity --open --from 10',
    )
    .action(action(context));

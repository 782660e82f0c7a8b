import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readResources } from '../../adapters/run-store/read-resources.ts';
import { openRunStore } from '../../adapters/run-store/run-store.ts';
import { appendDriftPoints, readSoak, thinRun } from '../../adapters/run-store/soak-files.ts';
import { OptionReader } from '../../config/option-reader.ts';
import { curveShapes } from '../../core/curve-shapes.ts';
import { distilLeg } from '../../core/drift/distil-leg.ts';
import { BadInputError } from '../../core/errors.ts';
import { judge } from '../../core/judge.ts';
import { evidenceVersion } from '../../core/wire/plan.ts';
import type { DriftPoint, SoakFile } from '../../core/wire/soak.ts';
import type { ShopEnvironment } from '../../ports.ts';
import { loadReportAssets, renderLegLine, renderSoak, renderSoakHtml } from '../../report/index.ts';
import { planRun } from '../../run/plan.ts';
import { soak, type LegRun } from '../../run/soak.ts';
import { conductRun } from '../conduct-run.ts';
import type { CliContext } from '../context.ts';
import { type LiveOptions, liveProblems, type LiveSite, withLiveOptions, withLiveSite } from '../live-page.ts';
import { tellMode } from '../tell-mode.ts';
import { engineBinaries } from '../engine-binaries.ts';
import { planCircumstances } from '../machine.ts';
import { prepareRun, type PreparedRun, type RunOptions, thinkTimeOption } from '../prepare-run.ts';
import { runFolder } from '../run-folder.ts';
import { startShop } from '../run-plan.ts';

/** What is kept with a soak, for whoever goes on with it. */
interface SoakOptions extends RunOptions {
  readonly leg?: string;
  readonly resume?: string;
  readonly json?: true;
}

const hourSeconds = 3_600;
const defaultDurationSeconds = 8 * hourSeconds;
/** Ramps, and a steady phase that decides its budgets: 8 batches of 15 s (DESIGN §6). */
const leastLegSeconds = 180;
/** Two legs, and points enough for a trend. */
const leastDurationSeconds = 600;
/** A short soak is cut into this many legs. */
const usualLegs = 4;
/** A figure is one value in so many parts of the soak; no part shorter than two readings of resources. */
const buckets = 120;
const leastBucketSeconds = 10;

const readSetting = (options: SoakOptions, reader: OptionReader): Omit<SoakFile['setting'], 'options' | 'seed'> => {
  const durationSeconds = reader.duration('--duration', options.duration) ?? defaultDurationSeconds;
  if (durationSeconds < leastDurationSeconds)
    reader.refuse('--duration', 'too short to see a drift', options.duration ?? '', '10m or longer');
  const usual = Math.max(leastLegSeconds, Math.min(hourSeconds, durationSeconds / usualLegs));
  const legSeconds = reader.duration('--leg', options.leg) ?? usual;
  if (legSeconds < leastLegSeconds)
    reader.refuse('--leg', 'too short for a budget to be decided', options.leg ?? '', '3m or longer');
  return {
    legs: Math.max(1, Math.round(durationSeconds / legSeconds)),
    legSeconds,
    bucketSeconds: Math.max(leastBucketSeconds, Math.round(durationSeconds / buckets)),
  };
};

type AskedOptions = SoakOptions & LiveOptions;

/** A soak to begin, or one that was broken off. */
interface Begun {
  readonly prepared: PreparedRun;
  readonly file: SoakFile;
  readonly points: readonly DriftPoint[];
  readonly life: number;
}

const prepare = (
  context: CliContext,
  experiment: string | undefined,
  options: SoakOptions,
  reader: OptionReader,
  live: LiveOptions,
) => {
  const { legSeconds } = readSetting(options, reader);
  return prepareRun(
    context,
    { ...options, experiment, withExperiment: experiment !== undefined, duration: `${legSeconds}s` },
    () => [...reader.problems, ...liveProblems(live)],
  );
};

const begin = async (
  context: CliContext,
  experiment: string | undefined,
  { live, liveHost, ...options }: AskedOptions,
): Promise<Begun> => {
  const reader = new OptionReader();
  const prepared = await prepare(context, experiment, options, reader, {
    ...(live === undefined ? {} : { live }),
    liveHost,
  });
  const { plan, input } = prepared;
  const file: SoakFile = {
    schemaVersion: evidenceVersion,
    id: plan.runId,
    startedAt: plan.createdAt,
    finished: false,
    stoppedBecause: null,
    verdict: 'inconclusive',
    exitCode: 2,
    sentence: 'The soak has begun.',
    setting: {
      ...readSetting(options, new OptionReader()),
      seed: input.settings.seed,
      options: { ...options, ...(experiment === undefined ? {} : { experiment }) },
    },
    legs: [],
    drifts: [],
  };
  return { prepared, file, points: [], life: 1 };
};

const resume = async (context: CliContext, folder: string, live: LiveOptions): Promise<Begun> => {
  const { file, points } = readSoak(folder);
  if (file.finished)
    throw new BadInputError([
      {
        file: 'command line',
        path: '--resume',
        message: 'this soak is over',
        received: file.id,
        allowed: 'one that was broken off',
      },
    ]);
  const { experiment, ...options } = file.setting.options as SoakOptions & { experiment?: string };
  const prepared = await prepare(context, experiment, options, new OptionReader(), live);
  const lastLife = Math.max(1, ...file.legs.map(({ life }) => life));
  const isNew = prepared.input.settings.shop.kind === 'reference' && file.legs.length > 0;
  return { prepared, file, points, life: isNew ? lastLife + 1 : lastLife };
};

const legWith =
  (context: CliContext, { prepared, file, life }: Begun, environment: ShopEnvironment, site: LiveSite | null) =>
  async (number: number): Promise<LegRun> => {
    const { input, scenario } = prepared;
    const settings = { ...input.settings, seed: file.setting.seed + number - 1 };
    const runId = `${file.id}-leg-${number}`;
    const { plan } = planRun({ ...input, settings }, scenario, { ...planCircumstances(context), runId });
    context.err(`\nLeg ${number} of ${file.setting.legs}`);
    const run = await conductRun(context, { settings, plan, budgets: input.budgets, environment }, { site });
    const { verdict, evidence, failure } = run;
    const { folder } = run.store;
    if (verdict.startedAt === null) return { verdict, failure, startedAtSeconds: null, points: [] };
    const startedAtSeconds = (Date.parse(verdict.startedAt) - Date.parse(file.startedAt)) / 1_000;
    const points = distilLeg(judge(evidence), readResources(folder), {
      leg: number,
      life,
      startedAtSeconds,
      bucketSeconds: file.setting.bucketSeconds,
    });
    return { verdict, failure, startedAtSeconds, points };
  };

const action =
  (context: CliContext) =>
  async (experiment: string | undefined, options: AskedOptions): Promise<void> => {
    const begun =
      options.resume === undefined
        ? await begin(context, experiment, options)
        : await resume(context, runFolder(context, options.resume), options);
    const { settings } = begun.prepared.input;
    const folderOf = (id: string): string => path.join(settings.reportsFolder, id);
    const store = openRunStore(folderOf(begun.file.id));
    const { pageStyle } = loadReportAssets((name) => readFileSync(name, 'utf8'));
    const write = (file: SoakFile, points: readonly DriftPoint[]): void => {
      store.writeText('soak.json', `${JSON.stringify(file, null, 2)}\n`);
      store.writeText('soak.html', renderSoakHtml(file, points, pageStyle));
    };
    write(begun.file, begun.points);
    await withLiveSite(context, options, async (watched, site) => {
      const environment = await startShop(watched, settings.shop, store.folder, await engineBinaries(watched));
      let file: SoakFile;
      try {
        file = await soak({
          begun: begun.file,
          pointsSoFar: begun.points,
          life: begun.life,
          leg: legWith(watched, begun, environment, site),
          append: (points) => appendDriftPoints(store.folder, points),
          write,
          thin: (runId) => thinRun(folderOf(runId)),
          onLeg: (leg, known) => context.err(renderLegLine(leg, known)),
          signal: watched.signal,
        });
      } finally {
        await environment.stop();
      }
      tellMode(watched, {
        file,
        json: options.json === true,
        text: (look) => renderSoak(file, look),
        page: path.join(store.folder, 'soak.html'),
      });
      if (!file.finished) context.err(`Go on with: npx peakproof soak --resume ${store.folder}`);
    });
  };

/** `peakproof soak`: the load held for hours, leg after leg on a shop that stays up, and what drifts meanwhile. */
export const soakCommand = (context: CliContext): Command =>
  withLiveOptions(new Command('soak'))
    .description('hold the load for hours and find what drifts: latency, errors, memory, connections')
    .argument('[experiment]', 'small faults in every leg: an experiment by name (chaos/) or path; default: none')
    .option('--config <file>', 'configuration; default: k6.config.ts of this folder, if there is one')
    .option('--scenario <name>', 'what shoppers do; default: black-friday')
    .option('--users <n>', 'virtual users (closed model)')
    .option('--sessions-per-second <n>', 'sessions that arrive a second, instead of --users (open model)')
    .option('--curve <shape>', `shape of each leg's load: ${curveShapes.join(', ')}`, 'constant')
    .option('--duration <time>', 'load in all, 10m or longer; default: 8h')
    .option('--leg <time>', 'length of a leg, 3m or longer; default: 1h, a quarter of a short soak')
    .option(...thinkTimeOption)
    .option('--seed <n>', 'the same seed gives the same shoppers')
    .option('--budgets <file|cloudwatch>', 'where the budgets come from')
    .option('--shop <name>', '"reference": the embedded shop, whatever the configuration says')
    .option('--profile <name>', 'profile of the embedded shop: modern or legacy')
    .option('--defect <name...>', 'defects to plant in the embedded shop')
    .option('--workers <n>', 'k6 processes; default: as many as the descriptors of one ask for')
    .option('--out <folder>', 'where the folders go; default: reports')
    .option('--resume <soak>', 'go on with a soak that was broken off: its folder, or its id below reports/')
    .option('--json', 'print soak.json on standard output and nothing else there')
    .addHelpText(
      'after',
      '\nExamples:\n  $ peakproof soak --users 2000 --duration 8h\n  $ peakproof soak slow-payments --users 2000 --duration 24h\n  $ peakproof soak --users 300 --duration 20m --defect slow-leak\n  $ peakproof soak --resume reports/2026-11-27-083000-4f2a',
    )
    .action(action(context));

import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readPage } from '../../adapters/http-probe/read-page.ts';
import { runHook } from '../../adapters/processes/run-hook.ts';
import { openRunStore } from '../../adapters/run-store/run-store.ts';
import { OptionReader } from '../../config/option-reader.ts';
import type { Settings } from '../../config/settings.ts';
import { compareAnswers } from '../../core/cutover/compare-answers.ts';
import type { Problem } from '../../core/errors.ts';
import { defectNames, referenceReads, shopProfiles } from '../../core/reference-shop.ts';
import type { CutoverFile, ReadDifference } from '../../core/wire/cutover.ts';
import type { ShopEnvironment } from '../../ports.ts';
import {
  loadReportAssets,
  renderCutover,
  renderCutoverHtml,
  renderDifferences,
  renderStageLine,
} from '../../report/index.ts';
import { cutover, type SideRequest, type SideRun } from '../../run/cutover.ts';
import { planRun } from '../../run/plan.ts';
import { conductRun } from '../conduct-run.ts';
import type { CliContext } from '../context.ts';
import { type LiveOptions, liveProblems, type LiveSite, withLiveOptions, withLiveSite } from '../live-page.ts';
import { tellMode } from '../tell-mode.ts';
import { engineBinaries } from '../engine-binaries.ts';
import { planCircumstances } from '../machine.ts';
import {
  type CommandLine,
  type DrivingOptions,
  prepareRun,
  type PreparedRun,
  thinkTimeOption,
} from '../prepare-run.ts';
import { startShop } from '../run-plan.ts';

interface CutoverOptions extends LiveOptions, DrivingOptions, Pick<CommandLine, 'users'> {
  readonly stages: string;
  readonly stageDuration?: string;
  readonly curve: string;
  readonly from?: string;
  readonly to: string;
  readonly allowDifferences?: true;
  readonly onStage?: string;
  readonly onBackOut?: string;
  readonly json?: true;
}

const leastStageSeconds = 180;
const defaultStageSeconds = 300;

const readShares = (text: string, reader: OptionReader): number[] => {
  const percents = text.split(',').map((part) => reader.decimal('--stages', part.replace(/ ?%$/, '').trim(), 0.1, 100));
  const shares = percents.flatMap((percent) => (percent === undefined ? [] : [percent / 100]));
  if (shares.some((share, index) => index > 0 && share <= (shares[index - 1] ?? 0)))
    reader.refuse('--stages', 'shares must rise', text, '10,50,100');
  return shares;
};

const readStageSeconds = (options: CutoverOptions, reader: OptionReader): number => {
  const seconds = reader.duration('--stage-duration', options.stageDuration) ?? defaultStageSeconds;
  if (seconds < leastStageSeconds)
    reader.refuse(
      '--stage-duration',
      'too short for a budget to be decided',
      options.stageDuration ?? '',
      '3m or longer',
    );
  return seconds;
};

/** Settings of the old system: a profile of the embedded shop, or the configuration. */
const oldSettings = (settings: Settings, { from }: CutoverOptions): Settings =>
  settings.shop.kind === 'reference' && from === undefined
    ? { ...settings, shop: { ...settings.shop, profile: 'legacy' } }
    : settings;

/** Settings of the new system: the other profile of the embedded shop, or the configuration's `cutover.next`. */
const nextSettings = (settings: Settings, options: CutoverOptions, reader: OptionReader): Settings => {
  const { shop, cutover: config, configFile } = settings;
  if (shop.kind === 'reference') {
    const profile = reader.oneOf('--to', options.to, shopProfiles) ?? 'modern';
    const defects = (options.defect ?? []).flatMap((name) => reader.oneOf('--defect', name, defectNames) ?? []);
    return { ...settings, shop: { kind: 'reference', profile, defects } };
  }
  if (config === null) return settings;
  const { baseUrl, auditor, shop: adapter } = config.next;
  return {
    ...settings,
    shop: { ...shop, baseUrl, auditor: auditor ?? null, toxiproxyUrl: null, targets: {}, resources: null },
    adapterFile: adapter === undefined ? settings.adapterFile : path.resolve(path.dirname(configFile), adapter),
  };
};

const cutoverProblems = ({ shop, cutover: config, configFile, peak }: Settings): Problem[] => [
  ...(shop.kind === 'external' && config === null
    ? [{ file: configFile, path: 'cutover', message: 'is missing: the new system, cutover: { next: { baseUrl } }' }]
    : []),
  ...(peak.model === 'open'
    ? [{ file: configFile, path: 'load.sessionsPerSecond', message: 'a cutover splits virtual users: give --users' }]
    : []),
];

/** Both systems, up from the first read to the last stage. */
interface Systems {
  readonly old: { readonly settings: Settings; readonly environment: ShopEnvironment };
  readonly next: { readonly settings: Settings; readonly environment: ShopEnvironment };
}

const driveWith =
  (context: CliContext, { input, scenario, plan }: PreparedRun, systems: Systems, site: LiveSite | null) =>
  async ({ system, virtualUsers, firstSlot, label }: SideRequest): Promise<SideRun> => {
    const { settings: own, environment } = systems[system];
    const settings = { ...own, peak: { model: 'closed', users: virtualUsers } as const };
    const runId = `${plan.runId}-${label}-${system}`;
    const { plan: planned } = planRun({ ...input, settings }, scenario, { ...planCircumstances(context), runId });
    const sidePlan = planned.load.model === 'closed' ? { ...planned, load: { ...planned.load, firstSlot } } : planned;
    const told = { ...context, err: (text: string) => context.err(`[${system}] ${text}`) };
    const run = { settings, plan: sidePlan, budgets: input.budgets, environment, label: system };
    // One page: it shows the new system, on which the stage depends.
    return conductRun(told, run, { site: system === 'next' ? site : null });
  };

const compareWith =
  ({ old, next }: Systems, reads: readonly string[], ignore: readonly RegExp[]) =>
  async (): Promise<CutoverFile['reads']> => {
    if (reads.length === 0) return null;
    const differences: ReadDifference[] = [];
    for (const read of reads) {
      const [before, after] = await Promise.all(
        [old, next].map(({ environment }) => readPage(environment.baseUrl.replace(/\/$/, '') + read)),
      );
      if (before === undefined || after === undefined) continue;
      const what = compareAnswers(before, after, ignore);
      if (what !== null) differences.push({ path: read, what });
    }
    return { asked: reads.length, differences };
  };

const hookWith =
  (context: CliContext, command: string | undefined, id: string) =>
  async (env: Readonly<Record<string, string>>): Promise<void> => {
    if (command === undefined) return;
    context.err(`Hook: ${command}`);
    await runHook(command, { ...context.env, PEAKPROOF_CUTOVER: id, ...env });
  };

const action =
  (context: CliContext) =>
  async (options: CutoverOptions): Promise<void> => {
    const reader = new OptionReader();
    const shares = readShares(options.stages, reader);
    const stageSeconds = readStageSeconds(options, reader);
    // `--from` asks for the embedded shop; the defects are those of the new system.
    const withExperiment = false;
    const overrides = { ...options, defect: [], profile: options.from, withExperiment, duration: `${stageSeconds}s` };
    const prepared = await prepareRun(context, overrides, ({ settings }) => {
      nextSettings(settings, options, reader);
      return [...reader.problems, ...liveProblems(options), ...cutoverProblems(settings)];
    });
    const { settings } = prepared.input;
    const next = nextSettings(settings, options, new OptionReader());
    const asked = { old: oldSettings(settings, options), next, shares, stageSeconds };
    await withLiveSite(context, options, (watched, site) => conduct(watched, options, prepared, asked, site));
  };

const nameOf = ({ shop }: Settings): string => (shop.kind === 'reference' ? shop.profile : new URL(shop.baseUrl).host);

const conduct = async (
  context: CliContext,
  options: CutoverOptions,
  prepared: PreparedRun,
  asked: { readonly old: Settings; readonly next: Settings; readonly shares: number[]; readonly stageSeconds: number },
  site: LiveSite | null,
): Promise<void> => {
  const { settings } = prepared.input;
  const { plan } = prepared;
  const { cutover: config, peak, shop } = settings;
  const store = openRunStore(path.join(settings.reportsFolder, plan.runId));
  const { pageStyle } = loadReportAssets((name) => readFileSync(name, 'utf8'));
  const binaries = await engineBinaries(context);
  const environments: ShopEnvironment[] = [];
  const start = async (given: Settings, name: string) => {
    const environment = await startShop(context, given.shop, path.join(store.folder, name), binaries);
    environments.push(environment);
    return { settings: given, environment };
  };
  let file: CutoverFile;
  try {
    const systems = { old: await start(asked.old, 'old'), next: await start(asked.next, 'next') };
    const reads = config?.reads ?? (shop.kind === 'reference' ? referenceReads : []);
    const onStage = hookWith(context, options.onStage ?? config?.onStage, plan.runId);
    const onBackOut = hookWith(context, options.onBackOut ?? config?.onBackOut, plan.runId);
    file = await cutover({
      id: plan.runId,
      startedAt: plan.createdAt,
      setting: {
        virtualUsers: peak.model === 'closed' ? peak.users : 1,
        shares: asked.shares,
        stageSeconds: asked.stageSeconds,
        old: nameOf(asked.old),
        next: nameOf(asked.next),
      },
      compareReads: compareWith(
        systems,
        reads,
        (config?.ignore ?? []).map((text) => new RegExp(text, 'g')),
      ),
      allowsDifferences: options.allowDifferences === true,
      drive: driveWith(context, prepared, systems, site),
      onStage: (share) =>
        onStage({ PEAKPROOF_STAGE_SHARE: String(share), PEAKPROOF_STAGE_PERCENT: String(Math.round(share * 100)) }),
      onBackOut: (because) =>
        onBackOut({ PEAKPROOF_STAGE_SHARE: '0', PEAKPROOF_STAGE_PERCENT: '0', PEAKPROOF_BACK_OUT_BECAUSE: because }),
      write: (known) => {
        store.writeText('cutover.json', `${JSON.stringify(known, null, 2)}\n`);
        store.writeText('cutover.html', renderCutoverHtml(known, pageStyle));
      },
      say: (text) => context.err(`\n${text}`),
      onReads: (differences) => renderDifferences(differences).forEach((line) => context.err(line)),
      onJudged: (stage) => context.err(renderStageLine(stage)),
      signal: context.signal,
    });
  } finally {
    for (const environment of environments) await environment.stop();
  }
  tellMode(context, {
    file,
    json: options.json === true,
    text: (look) => renderCutover(file, look),
    page: path.join(store.folder, 'cutover.html'),
  });
};

/** `peakproof cutover`: the old and the new system side by side, a growing share of the shoppers at the new one. */
export const cutoverCommand = (context: CliContext): Command =>
  withLiveOptions(new Command('cutover'))
    .description(
      'rehearse a cutover: old and new side by side at 10, 50, 100 % of the sessions, back out when a stage fails',
    )
    .option('--config <file>', 'configuration of the old system; `cutover` in it names the new one')
    .option('--scenario <name>', 'what shoppers do; default: black-friday')
    .option('--users <n>', 'virtual users of both systems together')
    .option('--stages <percents>', 'shares of the sessions at the new system', '10,50,100')
    .option('--stage-duration <time>', 'load of a stage, 3m or longer; default: 5m')
    .option('--curve <shape>', "shape of each stage's load", 'constant')
    .option('--from <profile>', 'the old system, of the embedded shop; default there: legacy')
    .option('--to <profile>', 'the new system, of the embedded shop', 'modern')
    .option('--defect <name...>', 'defects to plant in the new system')
    .option(...thinkTimeOption)
    .option('--seed <n>', 'the same seed gives the same shoppers')
    .option('--budgets <file|cloudwatch>', 'where the budgets of the new system come from')
    .option('--shop <name>', '"reference": the embedded shop, whatever the configuration says')
    .option('--workers <n>', 'k6 processes of each system')
    .option('--out <folder>', 'where the folders go; default: reports')
    .option('--allow-differences', 'move sessions although the systems answer reads differently')
    .option('--on-stage <command>', 'moves a real router: PEAKPROOF_STAGE_PERCENT says how far')
    .option('--on-back-out <command>', 'takes every session back')
    .option('--json', 'print cutover.json on standard output and nothing else there')
    .addHelpText(
      'after',
      "\nExamples:\n  $ peakproof cutover --users 1000\n  $ peakproof cutover --users 1000 --defect latency-cliff\n  $ peakproof cutover --config k6.config.ts --on-stage './route.sh $PEAKPROOF_STAGE_PERCENT' --on-back-out './route.sh 0'",
    )
    .action(action(context));

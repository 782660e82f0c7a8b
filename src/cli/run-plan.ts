import path from 'node:path';
import { probeEndpoint } from '../adapters/autocannon/probe-endpoint.ts';
import { systemClock } from '../adapters/clock/system-clock.ts';
import { askShop } from '../adapters/http-probe/ask-shop.ts';
import { k6LoadGenerator, liveTail } from '../adapters/k6/index.ts';
import { openRunStore } from '../adapters/run-store/run-store.ts';
import { leaseFileAt } from '../adapters/lease/lease-file.ts';
import { processorTimes, systemProcesses } from '../adapters/processes/index.ts';
import { httpAuditor, httpResources } from '../adapters/shop/index.ts';
import { proxyWay } from '../adapters/toxiproxy/index.ts';
import type { Settings } from '../config/settings.ts';
import { cheapEndpoint } from '../core/reference-shop.ts';
import type { BudgetsFile } from '../core/wire/budgets.ts';
import type { Plan } from '../core/wire/plan.ts';
import type { FaultInjector, RunStore, ShopAuditor, ShopEnvironment } from '../ports.ts';
import { type FollowedRun, followRun } from '../report/index.ts';
import { watchJanitor } from '../run/guard/watch-janitor.ts';
import { watchStopCondition } from '../run/guard/watch-stop-condition.ts';
import { keepFaults } from '../run/heal.ts';
import { interruptedBy } from '../run/interrupted-by.ts';
import { openJournal, type Journal } from '../run/journal.ts';
import { holdLease, type HeldLease } from '../run/lease.ts';
import { measureFloor, type ProxiedEndpoint } from '../run/measure-floor.ts';
import { preflight } from '../run/preflight.ts';
import type { FaultRunner } from '../run/rehearsal-parts.ts';
import type { Watcher } from '../run/watcher.ts';
import { rehearse } from '../run/rehearse.ts';
import { watchRecovery } from '../run/watch-recovery.ts';
import { tryJourney } from '../run/try-journey.ts';
import { watchRun } from '../run/watch-run.ts';
import { watchLooks } from '../run/watch-looks.ts';
import { watchMachine } from '../run/watch-machine.ts';
import { watchResources } from '../run/watch-resources.ts';
import type { AlarmsToWatch } from '../run/watch-alarms.ts';
import { openAlarms } from './cloudwatch-alarms.ts';
import type { Publication } from './cloudwatch-publication.ts';
import { auditorOf, restOf } from './auditor.ts';
import { armJanitor } from './arm-janitor.ts';
import type { CliContext } from './context.ts';
import { engineBinaries, type EngineBinaries } from './engine-binaries.ts';
import { faultInjectorAt } from './fault-injector.ts';
import { labelled } from './labelled.ts';
import { type LiveFooter, type LiveScreen, openLiveView } from './live-view.ts';
import { externalShop, startEmbeddedShop } from './shop-environment.ts';

export interface PlannedRun {
  readonly settings: Settings;
  readonly plan: Plan;
  readonly budgets: BudgetsFile;
  readonly store: RunStore;
  /** Shows the run beside the terminal. */
  readonly page?: LiveScreen & { readonly run: FollowedRun };
  /** Who has a hand in it, on a game day. */
  readonly people?: {
    /** Of the whole day: it began before the run. */
    readonly journal: Journal;
    readonly runFaults?: FaultRunner;
    readonly release: Watcher;
    readonly footer: LiveFooter;
  };
  /** Null where nothing is published. */
  readonly publication: Publication | null;
  /** A shop that is up already, and stays; without it the run has its own, from its beginning to its end. */
  readonly environment?: ShopEnvironment;
  /** Where several runs share one terminal: lines with this before them, nothing that redraws itself. */
  readonly label?: string;
}

/** The shop of the settings: started, or known by the configuration. @param folder for the data and the log of one that is started. */
export const startShop = (
  context: CliContext,
  shop: Settings['shop'],
  folder: string,
  binaries: EngineBinaries,
): Promise<ShopEnvironment> => {
  if (shop.kind === 'external') return Promise.resolve(externalShop(shop));
  const { profile, defects } = shop;
  context.err(`Starting the reference shop (${profile}) behind Toxiproxy`);
  return startEmbeddedShop(context, { binaries, profile, defects, folder });
};

/**
 * Drives one run with the real parts, and leaves nothing running.
 *
 * 0. The operators' alarms can be seen. 1. Engine. 2. Shop. 3. Preflight, and the floor before any load. 4. Lease and janitor, before a fault can exist. 5. The rehearsal itself.
 * 6. End the shop, give the lease back.
 *
 * @throws NotReadyError before there is evidence worth judging.
 * @returns what went wrong while the run was under way, null if nothing did: the evidence is there and can be judged all the same.
 */
export const runPlan = async (context: CliContext, run: PlannedRun): Promise<Error | null> => {
  const { settings } = run;
  const watched = await openAlarms(context, settings.cloudWatch);
  try {
    return await runWatched(context, run, watched?.alarms ?? null);
  } finally {
    watched?.close();
  }
};

const runWatched = async (
  context: CliContext,
  run: PlannedRun,
  alarms: AlarmsToWatch | null,
): Promise<Error | null> => {
  const { settings, plan, budgets, store } = run;
  const auditor = auditorOf(context.env, settings);
  const binaries = await engineBinaries(context);
  const journal = run.people?.journal ?? openJournal(systemClock, store);
  const environment = run.environment ?? (await startShop(context, settings.shop, store.folder, binaries));
  let lease: HeldLease | null = null;
  try {
    if (interrupted(context, journal)) return null;
    const injector = faultInjectorAt(environment);
    const { frontPageUrl } = environment;
    await preflight({ plan, injector, frontPageUrl, askShop: () => askShop(frontPageUrl) });
    await measureFloorOf(context, run, environment, journal);
    if (interrupted(context, journal)) return null;
    const leaseFile = leaseFileAt(path.join(store.folder, 'lease.json'));
    lease = holdLease({
      file: leaseFile,
      runId: plan.runId,
      toxiproxyUrl: environment.toxiproxyUrl,
      servicesUrl: environment.servicesUrl,
      toxiproxyOwned: settings.shop.kind === 'reference',
      offsetSeconds: () => journal.offsetSeconds(),
      clock: systemClock,
      processes: systemProcesses(process),
    });
    lease.addProcesses(environment.pids, 'shop');
    const janitor = await armJanitor(context, leaseFile.path, store.folder);
    if (interrupted(context, journal)) return null;
    return await driveWith(context, run, {
      auditor,
      environment,
      injector,
      lease,
      janitorGone: janitor.gone,
      journal,
      k6Path: binaries.k6,
      budgets,
      alarms,
    });
  } finally {
    if (run.environment === undefined) await environment.stop();
    lease?.release();
  }
};

/** Few and short: enough for a p95, and soon forgotten by the shop. */
const floorProbe = { connections: 4, durationSeconds: 2, timeoutSeconds: 5 };

/** The cheap endpoint of the reference shop, behind its proxy and not; other shops' targets are not known to speak HTTP. */
const proxiedEndpoint = async (
  { settings }: PlannedRun,
  { toxiproxyUrl, targets }: ShopEnvironment,
): Promise<ProxiedEndpoint | null> => {
  const { target, path: pathOfEndpoint } = cheapEndpoint;
  const proxy = targets[target];
  if (settings.shop.kind !== 'reference' || toxiproxyUrl === '' || proxy === undefined) return null;
  const way = await proxyWay(toxiproxyUrl, proxy);
  if (way === null) return null;
  const urlAt = (place: string): string => `http://${place}${pathOfEndpoint}`;
  return { target, directUrl: urlAt(way.upstream), throughUrl: urlAt(way.listen) };
};

const measureFloorOf = (
  context: CliContext,
  run: PlannedRun,
  environment: ShopEnvironment,
  journal: Journal,
): Promise<void> => {
  context.err('Measuring the floor: the front page over a few connections, and what Toxiproxy adds');
  return measureFloor({
    journal,
    frontPageUrl: environment.frontPageUrl,
    proxied: () => proxiedEndpoint(run, environment),
    ask: (url) => probeEndpoint({ url, ...floorProbe }, context.signal),
    signal: context.signal,
  });
};

/** Ctrl-C before the load: the run is written down as aborted, and nothing more is started. */
const interrupted = ({ signal }: CliContext, journal: Journal): boolean => {
  if (signal.aborted) journal.say({ type: 'aborted', by: interruptedBy(signal) });
  return signal.aborted;
};

interface DriveParts {
  readonly environment: ShopEnvironment;
  /** Of a user's own shop; null: the environment names the audit, if there is one. */
  readonly auditor: ShopAuditor | null;
  readonly injector: FaultInjector;
  readonly lease: HeldLease;
  /** Aborted when the janitor has ended. */
  readonly janitorGone: AbortSignal;
  readonly journal: Journal;
  readonly k6Path: string;
  readonly budgets: BudgetsFile;
  readonly alarms: AlarmsToWatch | null;
}

const driveWith = async (
  context: CliContext,
  { settings, plan, store, publication, label, page, people }: PlannedRun,
  { environment, auditor, injector, lease, janitorGone, journal, k6Path, budgets, alarms }: DriveParts,
): Promise<Error | null> => {
  const scenariosFolder = path.join(context.packageRoot, 'scenarios');
  const adapterFile = settings.adapterFile ?? path.join(scenariosFolder, 'shops', 'reference.ts');
  const { baseUrl } = environment;
  const generator = k6LoadGenerator({ k6Path, env: context.env, scenariosFolder });
  const onLoadStarted = (pids: readonly number[]): void => lease.addProcesses(pids, 'load');
  const shared = { plan, generator, clock: systemClock, baseUrl, adapterFile, signal: context.signal, onLoadStarted };

  context.err('A few shoppers try the journey');
  const tryStore = openRunStore(path.join(store.folder, 'preflight'));
  await tryJourney({ ...shared, store: tryStore, tail: liveTail(tryStore.folder, 1) });
  if (interrupted(context, journal)) return null;

  const view = openLiveView({
    run: page?.run ?? followRun(plan, budgets.budgets, { isDrawn: false }),
    screens: page === undefined ? [] : [page],
    ...(people === undefined ? {} : { footer: people.footer }),
    stream: label === undefined ? process.stderr : labelled(process.stderr, label),
    isTty: context.isTty && label === undefined,
    colour: context.isTty && context.env['NO_COLOR'] === undefined,
    width: context.width,
  });
  const { resources } = environment;
  const watch =
    resources === null
      ? null
      : watchResources({ resources: httpResources(resources), store, journal, clock: systemClock });
  // A shop that others started may be anywhere; ours has to get by with what other programs here leave.
  const machine =
    settings.shop.kind === 'reference'
      ? watchMachine({ times: processorTimes(process), store, journal, clock: systemClock })
      : null;
  const tail = liveTail(store.folder, plan.load.workers);
  try {
    await rehearse({
      ...shared,
      store,
      journal,
      auditor: auditor ?? (environment.auditUrl === null ? null : httpAuditor(environment.auditUrl)),
      ...(settings.shop.kind === 'external' ? restOf(settings.shop.auditor) : {}),
      faults: keepFaults({ runId: plan.runId, injector, lease, journal, clock: systemClock }),
      watch: watchRun(plan, budgets),
      watchers: [
        watchJanitor(janitorGone),
        ...settings.stopWhen.map((condition) => watchStopCondition(condition, plan)),
        ...watchLooks({ plan, budgets, journal, onStage: (text) => view.stage(text) }),
        // With people, the plateau holds until it is released.
        people === undefined ? watchRecovery({ plan, budgets, events: () => journal.events }) : people.release,
      ],
      ...(people?.runFaults === undefined ? {} : { runFaults: people.runFaults }),
      alarms,
      tail,
      onTick: (tick) => {
        view.tick(tick);
        publication?.take(tick.lines, tick.offsetSeconds);
      },
      onStage: (text) => view.stage(text),
    });
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    view.close();
    await watch?.stop();
    await machine?.stop();
  }
};

import path from 'node:path';
import { probeEndpoint } from '../adapters/autocannon/probe-endpoint.ts';
import { systemClock } from '../adapters/clock/system-clock.ts';
import { askShop } from '../adapters/http-probe/ask-shop.ts';
import { k6LoadGenerator, liveTail } from '../adapters/k6/index.ts';
import { openRunStore } from '../adapters/run-store/run-store.ts';
import { leaseFileAt } from '../adapters/lease/lease-file.ts';
import { spawnJanitor, systemProcesses } from '../adapters/processes/index.ts';
import { httpAuditor } from '../adapters/shop/index.ts';
import { proxyWay, toxiproxyInjector } from '../adapters/toxiproxy/index.ts';
import type { Settings } from '../config/settings.ts';
import { InternalError } from '../core/errors.ts';
import { cheapEndpoint } from '../core/reference-shop.ts';
import type { BudgetsFile } from '../core/wire/budgets.ts';
import type { Plan } from '../core/wire/plan.ts';
import type { RunStore, ShopEnvironment } from '../ports.ts';
import { keepFaults } from '../run/heal.ts';
import { openJournal, type Journal } from '../run/journal.ts';
import { holdLease, type HeldLease } from '../run/lease.ts';
import { measureFloor, type ProxiedEndpoint } from '../run/measure-floor.ts';
import { preflight } from '../run/preflight.ts';
import { rehearse } from '../run/rehearse.ts';
import { tryJourney } from '../run/try-journey.ts';
import type { CliContext } from './context.ts';
import { engineBinaries, type EngineBinaries } from './engine-binaries.ts';
import { openLiveView } from './live-view.ts';
import { externalShop, startEmbeddedShop } from './shop-environment.ts';

export interface PlannedRun {
  readonly settings: Settings;
  readonly plan: Plan;
  readonly budgets: BudgetsFile;
  readonly store: RunStore;
}

const startShop = (
  context: CliContext,
  { settings, store }: PlannedRun,
  binaries: EngineBinaries,
): Promise<ShopEnvironment> => {
  const { shop } = settings;
  if (shop.kind === 'external') return Promise.resolve(externalShop(shop));
  const { profile, defects } = shop;
  context.err(`Starting the reference shop (${profile}) behind Toxiproxy`);
  return startEmbeddedShop(context, { binaries, profile, defects, folder: store.folder });
};

/**
 * Drives one run with the real parts, and leaves nothing running.
 *
 * 1. Engine. 2. Shop. 3. Preflight, and the floor before any load. 4. Lease and janitor, before a fault can exist. 5. The rehearsal itself.
 * 6. End the shop, give the lease back.
 *
 * @throws NotReadyError before there is evidence worth judging.
 * @returns what went wrong while the run was under way, null if nothing did: the evidence is there and can be judged all the same.
 */
export const runPlan = async (context: CliContext, run: PlannedRun): Promise<Error | null> => {
  const { settings, plan, budgets, store } = run;
  const binaries = await engineBinaries(context);
  const journal = openJournal(systemClock, store);
  const environment = await startShop(context, run, binaries);
  let lease: HeldLease | null = null;
  try {
    if (interrupted(context, journal)) return null;
    const injector = environment.toxiproxyUrl === '' ? null : toxiproxyInjector({ url: environment.toxiproxyUrl });
    const { baseUrl } = environment;
    await preflight({ plan, injector, baseUrl, askShop: () => askShop(baseUrl) });
    await measureFloorOf(context, run, environment, journal);
    if (interrupted(context, journal)) return null;
    const leaseFile = leaseFileAt(path.join(store.folder, 'lease.json'));
    lease = holdLease({
      file: leaseFile,
      runId: plan.runId,
      toxiproxyUrl: environment.toxiproxyUrl,
      toxiproxyOwned: settings.shop.kind === 'reference',
      offsetSeconds: () => journal.offsetSeconds(),
      clock: systemClock,
      processes: systemProcesses(process),
    });
    lease.addProcesses(environment.pids, 'shop');
    await spawnJanitor({
      nodePath: process.execPath,
      entry: path.join(context.packageRoot, 'bin', 'peakproof.mjs'),
      leaseFile: leaseFile.path,
      logFile: path.join(store.folder, 'janitor.log'),
      env: context.env,
    });
    if (interrupted(context, journal)) return null;
    return await driveWith(context, run, { environment, injector, lease, journal, k6Path: binaries.k6, budgets });
  } finally {
    await environment.stop();
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
    frontPageUrl: environment.baseUrl,
    proxied: () => proxiedEndpoint(run, environment),
    ask: (url) => probeEndpoint({ url, ...floorProbe }, context.signal),
    signal: context.signal,
  });
};

/** Ctrl-C before the load: the run is written down as aborted, and nothing more is started. */
const interrupted = ({ signal }: CliContext, journal: Journal): boolean => {
  if (signal.aborted) journal.say({ type: 'aborted', by: signal.reason === 'SIGTERM' ? 'SIGTERM' : 'SIGINT' });
  return signal.aborted;
};

interface DriveParts {
  readonly environment: ShopEnvironment;
  readonly injector: ReturnType<typeof toxiproxyInjector> | null;
  readonly lease: HeldLease;
  readonly journal: Journal;
  readonly k6Path: string;
  readonly budgets: BudgetsFile;
}

const noFaults = {
  apply: () => Promise.reject(new InternalError('a fault was planned without a Toxiproxy')),
  heal: () => Promise.resolve(),
  healAll: () => Promise.resolve(),
};

const driveWith = async (
  context: CliContext,
  { settings, plan, store }: PlannedRun,
  { environment, injector, lease, journal, k6Path, budgets }: DriveParts,
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
    plan,
    budgets: budgets.budgets,
    stream: process.stderr,
    isTty: context.isTty,
    colour: context.isTty && context.env['NO_COLOR'] === undefined,
    width: context.width,
  });
  const tail = liveTail(store.folder, plan.load.workers);
  try {
    await rehearse({
      ...shared,
      store,
      journal,
      auditor: environment.auditUrl === null ? null : httpAuditor(environment.auditUrl),
      faults:
        injector === null ? noFaults : keepFaults({ runId: plan.runId, injector, lease, journal, clock: systemClock }),
      stopWhen: settings.stopWhen,
      tail,
      onTick: (tick) => view.tick(tick),
      onStage: (text) => view.stage(text),
    });
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    view.close();
  }
};

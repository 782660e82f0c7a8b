import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { ShopArguments } from '../arguments.ts';
import { startAuditServer } from '../audit/server.ts';
import { createPool } from '../database/pool.ts';
import type { ServiceSettings } from '../process/settings.ts';
import { redisStore } from '../control/redis-store.ts';
import { startControlServer } from '../control/server.ts';
import type { Service } from '../control/service.ts';
import { singleService } from '../control/single-service.ts';
import { endChild, startService } from './child.ts';
import { freePorts, isPortTaken } from './free-port.ts';
import { standbyAddress, startPostgres } from './postgres.ts';
import { prepareDatabase } from './prepare-database.ts';
import { shopTargets, type shopUpstreams } from '../../src/core/reference-shop.ts';
import { createProxies, type TargetName } from './proxies.ts';
import { startReaper } from './reaper.ts';
import { startRedis } from './redis.ts';
import { startWeb } from './web-processes.ts';

export interface RunningShop {
  readonly baseUrl: string;
  readonly auditUrl: string;
  /** Past every proxy. */
  readonly databaseUrl: string;
  readonly resourcesUrl: string;
  readonly targets: Readonly<Record<string, string>>;
  readonly upstreams: Readonly<Record<(typeof shopUpstreams)[number], string>>;
  /** Control of the services (docs/contracts.md). */
  readonly servicesUrl: string;
  readonly pids: readonly number[];
}

const atHost = (host: string, port: number): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);

const local = (port: number): string => `http://127.0.0.1:${port}`;

/** Ports that the dependencies listen on, that the shop reaches them by, and of the shop itself. */
const choosePorts = async (args: ShopArguments) => {
  if (args.port !== 0 && (await isPortTaken(args.port)))
    throw new Error(`port ${args.port} is taken: choose another with --port, or leave it out for any free one`);
  const free = await freePorts(2 * shopTargets.length + 4);
  const take = () => free.pop() ?? 0;
  const named = () => Object.fromEntries(shopTargets.map((name) => [name, take()])) as Record<TargetName, number>;
  return {
    own: named(),
    proxied: named(),
    audit: take(),
    control: take(),
    refusing: take(),
    web: args.port === 0 ? take() : args.port,
  };
};

/**
 * Starts the whole shop.
 * 1. PostgreSQL, Redis, payments and recommendations, side by side; the database is filled.
 * 2. A proxy before each dependency, when there is a Toxiproxy.
 * 3. Inventory and worker, which fills the cache.
 * 4. The web processes, the audit, and the control of the services.
 * What is started is put on `onStop` at once, to be undone in reverse order, also when a later step fails.
 */
export const startShop = async (
  args: ShopArguments,
  onStop: (undo: () => Promise<void> | void) => void,
): Promise<RunningShop> => {
  const ports = await choosePorts(args);
  mkdirSync(args.dataFolder, { recursive: true });
  const pids: number[] = [];
  const started = (child: ChildProcess) => {
    if (child.pid !== undefined) pids.push(child.pid);
    onStop(() => endChild(child, 'SIGTERM', 5_000));
  };
  const survives = (signal: 'INT' | 'TERM') => (child: ChildProcess) => {
    started(child);
    if (child.pid === undefined) return;
    const reaper = startReaper([child.pid], signal);
    child.once('exit', () => reaper.dismiss());
  };

  const direct: Omit<ServiceSettings, 'port'> = {
    profile: args.profile,
    defects: args.defects,
    databaseUrl: '',
    cachePort: ports.own.cache,
    paymentsUrl: local(ports.own.payments),
    recommendationsUrl: local(ports.own.recommendations),
    inventoryUrl: local(ports.own.inventory),
    cookieSecret: randomBytes(24).toString('base64url'),
  };
  const service = (name: TargetName | 'worker', settings: ServiceSettings, spared: readonly string[] = []) =>
    singleService({
      name,
      spared,
      launch: () => startService(name, new URL(`../${name}/service.ts`, import.meta.url), settings, started),
    });

  // 1
  const database = async () => {
    const postgres = await startPostgres(args.dataFolder, ports.own.database, survives('INT'));
    onStop(postgres.stop);
    const url = (port: number) => `postgres://${postgres.user}:${postgres.password}@127.0.0.1:${port}/postgres`;
    await prepareDatabase(url(ports.own.database), args.defects);
    return url;
  };
  const [databaseUrl, redis, payments, recommendations] = await Promise.all([
    database(),
    startRedis(args.redis, ports.own.cache, survives('TERM')),
    // Its books are in its memory, and are the audit's: it is nobody of ours, and does not die.
    service('payments', { ...direct, port: ports.own.payments, refusingPort: ports.refusing }, ['kill']),
    service('recommendations', { ...direct, port: ports.own.recommendations }),
  ]);

  // 2
  const proxies = args.toxiproxyUrl === null ? null : await createProxies(args.toxiproxyUrl, ports.own, ports.proxied);
  if (proxies !== null) onStop(proxies.remove);
  const reach = proxies?.ports ?? ports.own;
  const settings = {
    ...direct,
    databaseUrl: databaseUrl(reach.database),
    cachePort: reach.cache,
    paymentsUrl: local(reach.payments),
    recommendationsUrl: local(reach.recommendations),
    inventoryUrl: local(reach.inventory),
  };

  // 3
  const [inventory, worker] = await Promise.all([
    service('inventory', { ...settings, port: ports.own.inventory }),
    service('worker', { ...settings, port: 0 }),
  ]);

  // 4
  const web = await startWeb({ ...settings, port: ports.web }, args.profile === 'modern' ? 2 : 1);
  onStop(web.stop);
  const books = createPool('audit', databaseUrl(ports.own.database), {
    connections: 2,
    connectMs: 10_000,
    statementMs: 60_000,
  });
  onStop(() => books.end());
  const audit = await startAuditServer(ports.audit, books, args.profile, local(ports.own.payments), web.resources);
  onStop(audit.close);
  const cache: Service = {
    name: 'cache',
    processes: () =>
      redis.pid === undefined || redis.exitCode !== null
        ? []
        : [{ pid: redis.pid, kill: (signal) => redis.kill(signal) }],
    start: () => Promise.resolve(),
    store: redisStore(ports.own.cache),
    spared: ['kill'],
  };
  const control = await startControlServer(ports.control, [web, worker, inventory, recommendations, payments, cache]);
  onStop(control.close);
  return {
    baseUrl: local(ports.web),
    auditUrl: audit.url,
    databaseUrl: databaseUrl(ports.own.database),
    resourcesUrl: audit.resourcesUrl,
    targets: proxies?.targets ?? {},
    upstreams: {
      'database-standby': atHost(standbyAddress, ports.own.database),
      'payments-refusing': `127.0.0.1:${ports.refusing}`,
    },
    servicesUrl: control.url,
    pids: [...pids, ...web.processes().map(({ pid }) => pid)],
  };
};

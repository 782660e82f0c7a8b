import { Command } from 'commander';
import path from 'node:path';
import { appendEventTo } from '../../adapters/run-store/run-store.ts';
import { BadInputError, CleanupFailedError, KnownError } from '../../core/errors.ts';
import { isServiceKind, loadPlace } from '../../core/fault-family.ts';
import { isLoopback } from '../../core/loopback.ts';
import { evidenceVersion } from '../../core/wire/plan.ts';
import { healByHand, ownFaults, type HandHealed } from '../../run/heal-left.ts';
import { configuredBlast } from '../configured.ts';
import type { CliContext } from '../context.ts';
import { faultFromOptions } from '../fault-from-options.ts';
import { faultInjectorAt } from '../fault-injector.ts';
import { injectByHand } from '../inject-by-hand.ts';
import { findLeases, type FoundLease } from '../leases.ts';

interface ChaosOptions {
  readonly toxiproxy: string;
  readonly services?: string;
  readonly reports: string;
  readonly run?: string;
  readonly json?: true;
}

/** Where a Toxiproxy listens if nobody tells it otherwise. */
const toxiproxyByDefault = 'http://127.0.0.1:8474';

const checkUrls = ({ toxiproxy, services }: ChaosOptions): void => {
  const urls: [string, string | undefined][] = [
    ['--toxiproxy', toxiproxy],
    ['--services', services],
  ];
  const problems = urls.flatMap(([option, url]) =>
    url === undefined || URL.canParse(url)
      ? []
      : [{ file: 'command line', path: option, message: 'not a URL', received: url, allowed: toxiproxyByDefault }],
  );
  if (problems.length > 0) throw new BadInputError(problems);
};

const lookAround = async (context: CliContext, options: ChaosOptions) => {
  checkUrls(options);
  const { toxiproxy, services, reports } = options;
  const injector = faultInjectorAt({ toxiproxyUrl: toxiproxy, servicesUrl: services });
  const leases = findLeases(path.resolve(context.cwd, reports), toxiproxy);
  const left = await injector.left();
  const own = ownFaults(
    left,
    leases.map(({ lease }) => lease),
  );
  return { injector, leases, left, own };
};

const list = async (context: CliContext, options: ChaosOptions): Promise<void> => {
  const { injector, leases, left, own } = await lookAround(context, options);
  // Nobody has a load here that could surge.
  const proxies = Object.fromEntries(Object.entries(await injector.proxies()).filter(([name]) => name !== loadPlace));
  const faults = left.map(({ proxy, name, runId }) => {
    const downBy = own.find(({ fault }) => name === 'down' && fault.kind === 'down' && fault.proxy === proxy);
    return { proxy, name, runId: runId ?? downBy?.runId ?? null };
  });
  if (options.json === true) {
    context.out(JSON.stringify({ toxiproxy: options.toxiproxy, proxies, faults }));
    return;
  }
  const names = Object.keys(proxies);
  context.out(`Toxiproxy ${options.toxiproxy}: ${names.length} proxies, ${faults.length} faults in place`);
  const width = Math.max(0, ...names.map((name) => name.length));
  for (const [name, upstream] of Object.entries(proxies)) {
    context.out(`  ${name.padEnd(width)}  → ${upstream}`);
    for (const fault of faults.filter(({ proxy }) => proxy === name))
      context.out(`  ${' '.repeat(width)}    ${fault.name}  (${ownerOf(fault.runId, leases)})`);
  }
};

const ownerOf = (runId: string | null, leases: readonly FoundLease[]): string => {
  if (runId === null) return 'not ours, as far as the leases here say';
  const held = leases.find(({ lease }) => lease.runId === runId);
  const isLive = held !== undefined && held.heartbeatAgeSeconds <= held.lease.leaseSeconds;
  return `run ${runId}${isLive ? ', which is under way' : ''}`;
};

const noteInRun = (leases: readonly FoundLease[], { runId, fault }: HandHealed): void => {
  const held = leases.find(({ lease }) => lease.runId === runId);
  if (held === undefined) return;
  const nowMs = Date.now();
  appendEventTo(held.folder, {
    v: evidenceVersion,
    at: new Date(nowMs).toISOString(),
    offsetSeconds: held.lease.t0Ms === null ? null : (nowMs - held.lease.t0Ms) / 1_000,
    type: 'fault',
    fault: fault.name,
    state: 'healed',
    by: 'hand',
  });
};

const heal = async (context: CliContext, options: ChaosOptions): Promise<void> => {
  const { injector, leases, own } = await lookAround(context, options);
  const wanted = own.filter(({ runId }) => options.run === undefined || runId === options.run);
  const results = await healByHand(injector, wanted);
  const failed = results.filter(({ failure }) => failure !== null);
  for (const result of results.filter(({ failure }) => failure === null)) {
    noteInRun(leases, result);
    context.out(`healed: ${result.fault.name} on ${result.fault.proxy} (run ${result.runId})`);
  }
  if (results.length === 0) context.out('No fault of ours is in place.');
  if (failed.length === 0) return;
  const words = failed.map(({ failure }) => (failure instanceof Error ? failure.message : String(failure)));
  const hints = failed.map(({ failure }) => (failure instanceof KnownError ? failure.hint : undefined));
  throw new CleanupFailedError(words.join('\n'), hints.join('\n').trim());
};

interface InjectOptions extends ChaosOptions {
  readonly config?: string;
  readonly attribute: string[];
  readonly toxicity?: string;
  readonly for: string;
  readonly upstream: string[];
  readonly allowHost: string[];
}

/** `standby=127.0.0.2:5432` → name and address. */
const upstreamsOf = (typed: readonly string[]): Record<string, string> =>
  Object.fromEntries(typed.map((text) => text.split(/=(.*)/s, 2)).map(([name = '', address = '']) => [name, address]));

/** Faults go to loopback, and to hosts that were named. */
const checkHosts = ({ toxiproxy, services, upstream, allowHost }: InjectOptions): void => {
  const places: [string, string | undefined][] = [
    ['--toxiproxy', toxiproxy],
    ['--services', services],
    ...Object.values(upstreamsOf(upstream)).map((address): [string, string] => ['--upstream', `tcp://${address}`]),
  ];
  const problems = places.flatMap(([path, url]) => {
    const host = url === undefined || !URL.canParse(url) ? null : new URL(url).hostname;
    if (host === null || isLoopback(host) || allowHost.includes(host)) return [];
    const allowed = `${['loopback', ...allowHost].join(', ')}; add --allow-host ${host} if it is yours`;
    return [{ file: 'command line', path, message: `${host} may not be touched`, received: host, allowed }];
  });
  if (problems.length > 0) throw new BadInputError(problems);
};

const inject = async (context: CliContext, kind: string, target: string, options: InjectOptions): Promise<void> => {
  checkUrls(options);
  checkHosts(options);
  const { attribute: attributes, toxicity, for: duration } = options;
  const fault = faultFromOptions(
    { kind, target, attributes, toxicity, duration },
    await configuredBlast(context, options.config),
  );
  await injectByHand(context, {
    fault,
    places: {
      toxiproxyUrl: isServiceKind(kind) ? '' : options.toxiproxy,
      servicesUrl: options.services,
      upstreams: upstreamsOf(options.upstream),
    },
    reportsFolder: path.resolve(context.cwd, options.reports),
  });
};

const collect = (value: string, before: string[]): string[] => [...before, value];

const withCommonOptions = (command: Command): Command =>
  command
    .option('--toxiproxy <url>', 'where the API of Toxiproxy is', toxiproxyByDefault)
    .option('--services <url>', 'where the control of the services of the shop is, for faults on processes')
    .option('--reports <folder>', 'where the runs are: their leases say who disabled a proxy', 'reports');

/** `peakproof chaos`: faults by hand. */
export const chaosCommand = (context: CliContext): Command =>
  new Command('chaos')
    .description('see, inject and heal faults by hand')
    .addCommand(
      withCommonOptions(new Command('inject'))
        .description('put one fault in place, under a lease with its janitor, and heal it when its time is over')
        .argument('<kind>', 'kind of fault: docs/faults.md')
        .argument('<target>', 'name of the proxy, or of the service')
        .option('--config <file>', 'its blast bounds the fault; default: k6.config.ts of this folder, if there is one')
        .option('--for <time>', 'how long it is in place', '30s')
        .option('--attribute <name=value>', 'an attribute of the kind; may be repeated', collect, [])
        .option('--toxicity <share>', 'share of the connections that a toxic hits; default: all')
        .option('--upstream <name=host:port>', 'where failover and reroute may lead; may be repeated', collect, [])
        .option('--allow-host <host>', 'a host beside loopback that may be touched; may be repeated', collect, [])
        .addHelpText(
          'after',
          '\nExamples:\n  $ peakproof chaos inject latency payments --attribute latencyMs=500 --for 1m\n  $ peakproof chaos inject pause worker --services http://127.0.0.1:9000',
        )
        .action((kind: string, target: string, options: InjectOptions) => inject(context, kind, target, options)),
    )
    .addCommand(
      withCommonOptions(new Command('list'))
        .description('show the proxies of a Toxiproxy and the faults in place, ours and those of others')
        .option('--json', 'print them as JSON')
        .addHelpText('after', '\nExample:\n  $ peakproof chaos list --toxiproxy http://127.0.0.1:8474')
        .action((options: ChaosOptions) => list(context, options)),
    )
    .addCommand(
      withCommonOptions(new Command('heal'))
        .description('heal the faults of runs; those of others are never touched')
        .option('--run <id>', 'only those of this run')
        .addHelpText('after', '\nExample:\n  $ peakproof chaos heal --run 2026-11-27-083000-4f2a')
        .action((options: ChaosOptions) => heal(context, options)),
    );

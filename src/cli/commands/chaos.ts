import { Command } from 'commander';
import path from 'node:path';
import { appendEventTo } from '../../adapters/run-store/run-store.ts';
import { toxiproxyInjector } from '../../adapters/toxiproxy/index.ts';
import { BadInputError, CleanupFailedError, KnownError } from '../../core/errors.ts';
import { evidenceVersion } from '../../core/wire/plan.ts';
import { healByHand, ownFaults, type HandHealed } from '../../run/heal-left.ts';
import type { CliContext } from '../context.ts';
import { findLeases, type FoundLease } from '../leases.ts';

interface ChaosOptions {
  readonly toxiproxy: string;
  readonly reports: string;
  readonly run?: string;
  readonly json?: true;
}

/** Where a Toxiproxy listens if nobody tells it otherwise. */
const toxiproxyByDefault = 'http://127.0.0.1:8474';

const lookAround = async (context: CliContext, { toxiproxy, reports }: ChaosOptions) => {
  if (!URL.canParse(toxiproxy))
    throw new BadInputError([
      {
        file: 'command line',
        path: '--toxiproxy',
        message: 'not a URL',
        received: toxiproxy,
        allowed: toxiproxyByDefault,
      },
    ]);
  const injector = toxiproxyInjector({ url: toxiproxy });
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
  const proxies = await injector.proxies();
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

const withCommonOptions = (command: Command): Command =>
  command
    .option('--toxiproxy <url>', 'where the API of Toxiproxy is', toxiproxyByDefault)
    .option('--reports <folder>', 'where the runs are: their leases say who disabled a proxy', 'reports');

/** `peakproof chaos`: faults by hand. */
export const chaosCommand = (context: CliContext): Command =>
  new Command('chaos')
    .description('see and heal faults by hand')
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

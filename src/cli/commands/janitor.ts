import { Command } from 'commander';
import path from 'node:path';
import { systemClock } from '../../adapters/clock/system-clock.ts';
import { leaseFileAt } from '../../adapters/lease/lease-file.ts';
import { systemProcesses } from '../../adapters/processes/index.ts';
import { appendEventTo } from '../../adapters/run-store/run-store.ts';
import { exitCodes } from '../../core/exit-code.ts';
import { janitorWatches } from '../../core/janitor-words.ts';
import { runJanitor } from '../../run/janitor.ts';
import type { CliContext } from '../context.ts';
import { faultInjectorAt } from '../fault-injector.ts';

/**
 * `peakproof janitor --lease <file>`: hidden, started by the harness before the first fault. It ignores signals on purpose: it ends when
 * the lease is gone.
 */
export const janitorCommand = (context: CliContext): Command =>
  new Command('janitor')
    .description('watch the lease of a run and heal its faults when the harness cannot (started by the harness)')
    .requiredOption('--lease <file>', 'lease.json in the folder of the run')
    .addHelpText('after', '\nExample:\n  $ peakproof janitor --lease reports/2026-11-27-083000-4f2a/lease.json')
    .action(async (options: { lease: string }) => {
      const leaseFile = leaseFileAt(path.resolve(context.cwd, options.lease));
      const lease = leaseFile.read();
      if (lease === null) {
        context.out(`The lease ${leaseFile.path} is gone: nothing to do.`);
        return;
      }
      context.out(`${janitorWatches} ${leaseFile.path}`);
      const end = await runJanitor({
        leaseFile,
        injector: faultInjectorAt(lease),
        processes: systemProcesses(process),
        clock: systemClock,
        appendEvent: (event) => appendEventTo(path.dirname(leaseFile.path), event),
      });
      if (end.how === 'gaveUp') {
        context.err(`Faults that may still be in place:\n${end.left.join('\n')}`);
        context.setExitCode(exitCodes.cleanupFailed);
      } else
        context.out(end.how === 'healed' ? 'Healed, and the lease taken back.' : 'The lease is gone: nothing to do.');
    });

import { exitCodes } from '../core/exit-code.ts';

/** A sentence per exit code, printed under `--help`. */
export const exitCodeHelp = [
  'Exit codes:',
  ...Object.entries({
    pass: 'pass',
    fail: 'fail: a budget or an invariant was broken',
    inconclusive: 'inconclusive: too few samples, load generator saturated, evidence missing, or no budget applied',
    abortedByStopCondition: 'aborted by a stop condition or the operator (faults healed)',
    badInput: 'bad input: configuration, arguments, budget file',
    notReady: 'environment not ready: engine, Toxiproxy, shop or CloudWatch not reachable',
    cleanupFailed: 'cleanup failed: a fault may still be in place; the message says which and how to remove it',
    internalError: 'internal error, with how to report it',
    interrupted: 'interrupted by Ctrl-C, faults healed',
    terminated: 'terminated by SIGTERM, faults healed',
  } satisfies Record<keyof typeof exitCodes, string>).map(
    ([name, sentence]) => `  ${String(exitCodes[name as keyof typeof exitCodes]).padStart(3)}  ${sentence}`,
  ),
].join('\n');

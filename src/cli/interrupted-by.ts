import { exitCodes, type ExitCode } from '../core/exit-code.ts';

/** The exit code of the signal that ended a command. */
export const interruptedBy = (signal: AbortSignal): ExitCode =>
  signal.reason === 'SIGTERM'
    ? exitCodes.terminated
    : signal.reason === 'operator'
      ? exitCodes.abortedByStopCondition
      : exitCodes.interrupted;

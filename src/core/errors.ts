import { exitCodes, type ExitCode } from './exit-code.ts';

/** One thing wrong with the input: where, what was received, what is allowed. */
export interface Problem {
  /** File, or `command line`. */
  readonly file: string;
  /** Path inside the file, e.g. `budgets[2].step`, or the option's name. */
  readonly path: string;
  readonly message: string;
  readonly received?: string;
  readonly allowed?: string;
}

/** An error that a person can cause and mend. Shown without a stack; `hint` says what to do next. */
export class KnownError extends Error {
  override readonly name: string = 'KnownError';
  constructor(
    message: string,
    readonly exitCode: ExitCode,
    readonly hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Bad configuration, arguments or budget file (exit 4): carries every problem at once. */
export class BadInputError extends KnownError {
  override readonly name = 'BadInputError';
  constructor(readonly problems: readonly Problem[]) {
    super(`${problems.length} problem${problems.length === 1 ? '' : 's'} in the input`, exitCodes.badInput);
  }
}

/** Something that the run needs is not there (exit 5). `hint` is the remedy. */
export class NotReadyError extends KnownError {
  override readonly name = 'NotReadyError';
  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, exitCodes.notReady, hint, options);
  }
}

/** A fault may still be in place (exit 6): the message says which, the hint how to remove it. */
export class CleanupFailedError extends KnownError {
  override readonly name = 'CleanupFailedError';
  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, exitCodes.cleanupFailed, hint, options);
  }
}

/** A fault of ours (exit 70): shown with its stack, and with how to report it. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

/** Whatever was thrown, in words. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

import type { ExitCode } from '../core/exit-code.ts';

/** The whole outside world of a command, so that commands run under test in-process. */
export interface CliContext {
  readonly env: NodeJS.ProcessEnv;
  /** Folder that relative paths of the command line refer to. */
  readonly cwd: string;
  /** Where the package is: `scenarios/`, `chaos/`, `engine/`, `shop/` are below it. */
  readonly packageRoot: string;
  /** Standard error is a terminal: progress may redraw itself. */
  readonly isTty: boolean;
  /** Standard output is a terminal: colour is welcome there. */
  readonly outIsTty: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Aborted by the first SIGINT or SIGTERM; the reason is the signal's name. */
  readonly signal: AbortSignal;
  /**
   * Hears every key that is pressed, while the listener is not taken back by what is returned. Absent where standard input is no terminal.
   * Ctrl-C stays a signal.
   */
  readonly onKey?: (listener: (key: string) => void) => () => void;
  /** Writes a line to standard output. */
  out(text: string): void;
  /** Writes a line to standard error. */
  err(text: string): void;
  setExitCode(code: ExitCode): void;
}

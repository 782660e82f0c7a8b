/** Exit codes of every command, as contracted in DESIGN §4. */
export const exitCodes = {
  pass: 0,
  fail: 1,
  inconclusive: 2,
  abortedByStopCondition: 3,
  badInput: 4,
  notReady: 5,
  cleanupFailed: 6,
  internalError: 70,
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const precedence: readonly ExitCode[] = [6, 70, 130, 143, 3, 5, 4, 1, 2, 0];

/** The code that is reported where several apply; bad input (4) comes before a run exists and meets none but an interruption. */
export const worstExitCode = (codes: readonly ExitCode[]): ExitCode =>
  precedence.find((code) => codes.includes(code)) ?? codes[0] ?? exitCodes.internalError;

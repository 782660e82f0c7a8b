/** The control refused a call, or did not answer. */
export class ControlCallError extends Error {
  override readonly name = 'ControlCallError';
  constructor(
    message: string,
    /** HTTP status; null when there was no answer. */
    readonly status: number | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

type ControlCall = (
  method: 'GET' | 'PUT' | 'DELETE',
  path: string,
  deadlineMs: number,
  body?: unknown,
) => Promise<unknown>;

const wordsOf = (text: string): string => {
  try {
    return (JSON.parse(text) as { problem?: string }).problem ?? text;
  } catch {
    return text.trim();
  }
};

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  return error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : error.message;
};

/** Calls with a deadline each. @throws ControlCallError with the words of the other side. */
export const controlCalls =
  (baseUrl: string): ControlCall =>
  async (method, path, deadlineMs, body) => {
    const what = `${method} ${baseUrl}${path}`;
    let status: number;
    let text: string;
    try {
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        signal: AbortSignal.timeout(deadlineMs),
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
      });
      status = response.status;
      text = await response.text();
    } catch (cause) {
      throw new ControlCallError(`${what}: ${reasonOf(cause)}`, null, { cause });
    }
    if (status >= 400) throw new ControlCallError(`${what}: ${status} ${wordsOf(text)}`, status);
    return text === '' ? null : (JSON.parse(text) as unknown);
  };

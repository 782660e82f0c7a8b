/** A call that Toxiproxy refused, or did not answer. */
export class ToxiproxyCallError extends Error {
  override readonly name = 'ToxiproxyCallError';
  constructor(
    message: string,
    /** HTTP status; null when there was no answer. */
    readonly status: number | null,
    /** `ECONNREFUSED` and the like, `TIMEOUT` for the deadline, null when there was an answer. */
    readonly code: string | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

interface Answer<T> {
  readonly data: T;
}

/** The calls that toxiproxy-node-client makes, as it names them. */
export interface ToxiproxyHttp {
  get<T>(url: string): Promise<Answer<T>>;
  post<T>(url: string, body?: unknown): Promise<Answer<T>>;
  delete(url: string): Promise<void>;
  getText(url: string): Promise<string>;
}

const reasonOf = (error: unknown): { code: string; words: string } => {
  if (!(error instanceof Error)) return { code: 'UNKNOWN', words: String(error) };
  if (error.name === 'TimeoutError') return { code: 'TIMEOUT', words: 'no answer' };
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause) return { code: String(cause.code), words: String(cause.code) };
  return { code: 'UNKNOWN', words: error.message };
};

/** Toxiproxy's own words: `{"error":"toxic not found","status":404}`, or the text as it came. */
const wordsOf = (text: string): string => {
  try {
    return (JSON.parse(text) as { error?: string }).error ?? text;
  } catch {
    return text.trim();
  }
};

/**
 * HTTP as toxiproxy-node-client needs it, with what its own lacks: a deadline for each call and the status of each refusal.
 * @throws ToxiproxyCallError from every call.
 */
export const deadlineHttp = (requestTimeoutMs: number): ToxiproxyHttp => {
  const call = async (method: string, url: string, body?: unknown): Promise<string> => {
    const what = `${method} ${url}`;
    let status: number;
    let text: string;
    try {
      const response = await fetch(url, {
        method,
        signal: AbortSignal.timeout(requestTimeoutMs),
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
      });
      status = response.status;
      text = await response.text();
    } catch (error) {
      const { code, words } = reasonOf(error);
      const deadline = code === 'TIMEOUT' ? ` within ${requestTimeoutMs} ms` : '';
      throw new ToxiproxyCallError(`${what}: ${words}${deadline}`, null, code, { cause: error });
    }
    if (status >= 400) throw new ToxiproxyCallError(`${what}: ${status} ${wordsOf(text)}`, status, null);
    return text;
  };
  const data = <T>(text: string): Answer<T> => ({ data: (text === '' ? undefined : JSON.parse(text)) as T });
  return {
    get: async <T>(url: string) => data<T>(await call('GET', url)),
    post: async <T>(url: string, body?: unknown) => data<T>(await call('POST', url, body)),
    delete: async (url) => {
      await call('DELETE', url);
    },
    getText: (url) => call('GET', url),
  };
};

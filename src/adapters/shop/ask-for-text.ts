import { NotReadyError } from '../../core/errors.ts';

/** A time-out's message alone does not say that it was one; a refused connection's cause says more than its error. */
const wordsOf = (error: unknown, timeoutMs: number): string => {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no whole answer within ${timeoutMs} ms`;
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
};

/** GET, once. @throws NotReadyError without a whole answer in time, and at any other status than 200. */
export const askForText = async (
  url: URL,
  { timeoutMs, headers = {}, hint }: { timeoutMs: number; headers?: Readonly<Record<string, string>>; hint: string },
): Promise<string> => {
  let status: number;
  let text: string;
  try {
    const answer = await fetch(url, {
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'application/json', ...headers },
    });
    status = answer.status;
    text = await answer.text();
  } catch (cause) {
    throw new NotReadyError(`The audit at ${url.href} does not answer: ${wordsOf(cause, timeoutMs)}`, hint, { cause });
  }
  if (status !== 200)
    throw new NotReadyError(`The audit at ${url.href} answered with status ${status}: ${text.slice(0, 200)}`, hint);
  return text;
};

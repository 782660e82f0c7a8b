import { z } from 'zod';
import { NotReadyError } from '../../core/errors.ts';
import { bookSnapshotSchema, type BookSnapshot } from '../../core/wire/audit.ts';
import type { ShopAuditor } from '../../ports.ts';

const hint =
  'docs/reference-shop.md shows what an audit endpoint answers; `auditor.url` in the configuration names it.';

/** A time-out's message alone does not say that it was one; a refused connection's cause says more than its error. */
const wordsOf = (error: unknown, timeoutMs: number): string => {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no whole answer within ${timeoutMs} ms`;
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
};

/**
 * The books of a shop by `GET <auditUrl>?since=<sequence>`.
 * @param timeoutMs for one whole answer; a large shop's stock takes its time.
 * Its snapshots throw NotReadyError: no answer, another status than 200, or something that is not a book snapshot.
 */
export const httpAuditor = (auditUrl: string, timeoutMs = 30_000): ShopAuditor => ({
  snapshot: async (sinceSequence) => {
    const url = new URL(auditUrl);
    url.searchParams.set('since', String(sinceSequence));
    let status: number;
    let text: string;
    try {
      const answer = await fetch(url, {
        signal: AbortSignal.timeout(timeoutMs),
        headers: { accept: 'application/json' },
      });
      status = answer.status;
      text = await answer.text();
    } catch (cause) {
      throw new NotReadyError(`The audit at ${url.href} does not answer: ${wordsOf(cause, timeoutMs)}`, hint, {
        cause,
      });
    }
    if (status !== 200)
      throw new NotReadyError(`The audit at ${url.href} answered with status ${status}: ${text.slice(0, 200)}`, hint);
    return parseSnapshot(url.href, text);
  },
});

const parseSnapshot = (url: string, text: string): BookSnapshot => {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new NotReadyError(`The audit at ${url} did not answer with JSON: ${text.slice(0, 80)}`, hint, { cause });
  }
  const parsed = bookSnapshotSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const shown = z.prettifyError(new z.ZodError(issues.slice(0, 5)));
  const more = issues.length > 5 ? `\n… and ${issues.length - 5} more` : '';
  throw new NotReadyError(`The audit at ${url} did not answer with a book snapshot:\n${shown}${more}`, hint);
};

import { z } from 'zod';
import { NotReadyError } from '../../core/errors.ts';
import { bookSnapshotSchema, type BookSnapshot } from '../../core/wire/audit.ts';
import type { ShopAuditor } from '../../ports.ts';
import { askForText } from './ask-for-text.ts';

const hint =
  'docs/auditing-your-shop.md shows what an audit endpoint answers; `auditor.url` in the configuration names it.';

/**
 * The books of a shop by `GET <auditUrl>?since=<sequence>`.
 * @param timeoutMs for one whole answer; a large shop's stock takes its time.
 * Its snapshots throw NotReadyError: no answer, another status than 200, or something that is not a book snapshot.
 */
export const httpAuditor = (auditUrl: string, timeoutMs = 30_000): ShopAuditor => ({
  snapshot: async (sinceSequence) => {
    const url = new URL(auditUrl);
    url.searchParams.set('since', String(sinceSequence));
    return parseSnapshot(url.href, await askForText(url, { timeoutMs, hint }));
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

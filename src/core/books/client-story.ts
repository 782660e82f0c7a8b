import type { LedgerOnFile } from '../evidence.ts';
import type { LedgerLine } from '../wire/ledger.ts';
import { showCents, showInstant } from './breakage.ts';

/** What the clients of some wishes saw, attempt by attempt, in one pass over the ledgers. */
export const clientStories = (
  ledgers: readonly LedgerOnFile[],
  intents: ReadonlySet<string>,
): ReadonlyMap<string, string> => {
  const told = new Map<string, { atMs: number; text: string }[]>();
  if (intents.size === 0) return new Map();
  for (const ledger of ledgers)
    for (const line of ledger.about?.(intents) ?? ledger) {
      if ((line.type !== 'intent' && line.type !== 'outcome') || !intents.has(line.intent)) continue;
      const story = told.get(line.intent) ?? [];
      told.set(line.intent, story);
      story.push({ atMs: line.atMs, text: tell(line) });
    }
  return new Map(
    [...told].map(([intent, story]) => [
      intent,
      story
        .toSorted((a, b) => a.atMs - b.atMs)
        .map(({ text }) => text)
        .join('; '),
    ]),
  );
};

const tell = (line: Extract<LedgerLine, { type: 'intent' | 'outcome' }>): string => {
  const attempt = `${showInstant(line.atMs)} key ${line.key} attempt ${line.attempt}`;
  if (line.type === 'intent') {
    const goods = line.lines.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(', ');
    return `${attempt} sent: ${goods} for ${showCents(line.amountCents)}`;
  }
  const status = line.status === 0 ? 'no answer' : `status ${line.status}`;
  const words = [line.orderId === null ? null : `order ${line.orderId}`, line.reason].filter((word) => word !== null);
  return `${attempt} ${line.outcome}: ${[status, ...words].join(', ')}`;
};

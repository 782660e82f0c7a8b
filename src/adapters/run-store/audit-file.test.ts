import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLedgers } from '../../core/books/read-ledgers.ts';
import { healthyRun, syntheticRun } from '../../core/testing/synthetic-run.ts';
import type { AuditFile } from '../../core/wire/audit.ts';
import { auditLines, readAudit } from './audit-file.ts';

const run = syntheticRun({ ...healthyRun, virtualUsers: 20, wishes: 40 });
const audit = ((): AuditFile => {
  if (run.audit?.closing == null) throw new Error('the synthetic run has no audit');
  return run.audit;
})();
const { intents } = readLedgers(run.workers);
const read = (chunks: readonly string[] | null) => readAudit(chunks, intents);
const closing = audit.closing ?? audit.opening;

const textOf = (books: AuditFile): string => [...auditLines(books)].map((line) => `${line}\n`).join('');
const text = textOf(audit);

const inChunks = (whole: string, cuts: readonly number[]): string[] => {
  const ends = [...cuts].sort((a, b) => a - b).concat(whole.length);
  return ends.map((end, index) => whole.slice(ends[index - 1] ?? 0, end));
};

const damage = (changed: unknown) => read([textOf(changed as AuditFile)]).problems.map(({ what }) => what);

describe('audit.json', () => {
  it('is one JSON document, with an entry a line', () => {
    expect(JSON.parse(text)).toEqual(audit);
    expect(text.split('\n')).toContain(`${JSON.stringify(closing.orders[0])},`);
  });

  it('is read as it was written, wherever it is cut into chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: text.length }), { maxLength: 5 }), (cuts) => {
        expect(read(inChunks(text, cuts))).toEqual({ value: audit, problems: [] });
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['without a closing audit', { ...audit, closing: null }],
    [
      'with parts that were not audited',
      { ...audit, opening: { ...audit.opening, unaudited: [{ part: 'charges', why: 'no access' }] } },
    ],
    ['of empty books', { ...audit, closing: { ...closing, stock: [], orders: [], charges: [], movements: [] } }],
  ] as const)('is read as it was written %s', (_, books) => {
    expect(read([textOf(books as unknown as AuditFile)])).toEqual({ value: books, problems: [] });
  });

  it('is read in any other layout too', () => {
    expect(read([`${JSON.stringify(audit)}\n`]).value).toEqual(audit);
    expect(read([`${JSON.stringify(audit, null, 2)}\n`]).value).toEqual(audit);
  });

  it('is never read when it was cut', () => {
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), (end) => {
        expect(read([text.slice(0, end)])).toMatchObject({ value: null, problems: [{ file: 'audit.json' }] });
      }),
    );
  });

  it('names what is missing, and the entry that is wrong', () => {
    expect(read(null).problems).toEqual([{ file: 'audit.json', what: 'is missing' }]);
    const [first, second] = closing.orders;
    const orders = [first, { ...second, totalCents: 'much' }];
    expect(damage({ ...audit, closing: { ...closing, orders } })).toEqual([
      expect.stringContaining('does not fit its schema: closing.orders.1.totalCents'),
    ]);
    expect(damage({ ...audit, quiesced: 'yes' })).toEqual([
      expect.stringContaining('does not fit its schema: quiesced'),
    ]);
    expect(damage({ ...audit, opening: { ...audit.opening, stock: [{}] } })).toEqual([
      expect.stringContaining('does not fit its schema: opening.stock.0.sku'),
    ]);
  });

  it('is not read where a list has another name; of a list that stands twice, the entries count', () => {
    const lines = text.split('\n');
    const twice = lines.flatMap((line) => (line === ',"orders":[' ? [line, ']', line] : [line])).join('\n');
    expect(read([twice]).value?.closing?.orders).toEqual(closing.orders);
    const loose = lines.map((line) => (line === ',"orders":[' ? ',"ordres":[' : line)).join('\n');
    expect(read([loose]).value).toBeNull();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededDraws } from '../testing/random-draws.ts';
import { syntheticBooks } from '../testing/synthetic-books.ts';
import type { AttemptOutcome, LedgerLine } from '../wire/ledger.ts';
import { type LedgerIntent, ledgersNames } from './intents.ts';
import { readLedgers } from './read-ledgers.ts';

const intent = (key: string, attempt = 1, amountCents = 1000): LedgerLine => ({
  type: 'intent',
  intent: 'i',
  key,
  attempt,
  atMs: 1000 * attempt,
  lines: [{ sku: 's', quantity: 1, unitPriceCents: amountCents }],
  amountCents,
});
const told = (key: string, outcome: AttemptOutcome, attempt = 1, orderId: string | null = null): LedgerLine => ({
  type: 'outcome',
  intent: 'i',
  key,
  attempt,
  atMs: 1000 * attempt + 300,
  outcome,
  status: outcome === 'ok' ? 201 : outcome === 'failed' ? 402 : 0,
  orderId,
  reason: outcome === 'failed' ? 'declined' : null,
});
const readIntents = (ledger: readonly LedgerLine[]) => readLedgers([{ worker: 'w1', ledger }]).intents;
/** What can be read of each, in the order of their names. */
const plain = (intents: ReadonlyMap<string, LedgerIntent>) =>
  [...intents.values()]
    .map(({ intent: name, outcome, attempts, firstAtMs, keys }) => ({
      ...{ name, outcome, attempts, firstAtMs },
      keys: keys.map(({ key, outcome, attempts, amountCents, shownCents, orderIds, reason }) => {
        return { key, outcome, attempts, amountCents, shownCents, orderIds, reason };
      }),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
const outcomeOf = (...lines: LedgerLine[]) => readIntents(lines).get('i')?.outcome;

describe('what a client may conclude', () => {
  it.each([
    ['acknowledged', [intent('k'), told('k', 'ok')], 'ok'],
    ['refused in so many words', [intent('k'), told('k', 'failed')], 'failed'],
    ['left in doubt', [intent('k'), told('k', 'indeterminate')], 'indeterminate'],
    ['an intent without outcome', [intent('k')], 'indeterminate'],
    ['ok after doubt, same key', [intent('k'), told('k', 'indeterminate'), intent('k', 2), told('k', 'ok', 2)], 'ok'],
    [
      'refused after doubt',
      [intent('k'), told('k', 'indeterminate'), intent('k', 2), told('k', 'failed', 2)],
      'indeterminate',
    ],
    ['refused, then an attempt without outcome', [intent('k'), told('k', 'failed'), intent('k', 2)], 'indeterminate'],
    ['refused, then ok under another key', [intent('k'), told('k', 'failed'), intent('l'), told('l', 'ok')], 'ok'],
    ['an outcome whose intent line is lost', [told('k', 'ok')], 'ok'],
  ] as const)('%s', (_, lines, expected) => expect(outcomeOf(...lines)).toBe(expected));

  it('keeps each key apart, with the price last shown and the orders acknowledged', () => {
    const read = readIntents([
      intent('k'),
      told('k', 'failed'),
      intent('l', 1, 900),
      intent('l', 2, 800),
      told('l', 'ok', 2, 'o'),
    ]);
    expect(read.get('i')).toMatchObject({ attempts: 3, firstAtMs: 1000 });
    expect(read.get('i')?.keys).toMatchObject([
      { key: 'k', outcome: 'failed', attempts: 1, amountCents: 1000, reason: 'declined' },
      { key: 'l', outcome: 'ok', attempts: 2, amountCents: 800, shownCents: [800, 900], orderIds: ['o'], reason: null },
    ]);
  });

  it('does not depend on the order of the lines', () => {
    const { ledger } = syntheticBooks(seededDraws(5), {
      runId: 'r',
      worker: 'w1',
      t0Ms: 0,
      fromSeconds: 0,
      toSeconds: 60,
      wishes: 12,
      scarceUnits: 2,
    });
    const lines = [
      ...ledger,
      intent('k'),
      told('k', 'indeterminate'),
      intent('k', 2),
      told('k', 'ok', 2, 'o'),
      intent('l'),
    ];
    const expected = plain(readIntents(lines));
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (shuffled) => {
        expect(plain(readIntents(shuffled))).toEqual(expected);
      }),
    );
  });
});

it.each([
  ['that the ledger knows', { intent: 'i', key: 'k', orderId: 'o' }],
  ['of another key of the wish', { intent: 'i', key: 'l', orderId: 'p' }],
  ['of an order that nobody was told of', { intent: 'i', key: 'k', orderId: 'p' }],
  ['of a wish that the ledger does not know', { intent: 'j', key: 'k', orderId: 'o' }],
  ['that are not there', { intent: null, key: null, orderId: null }],
] as const)('names of the books %s stay what they are', (_, names) => {
  expect(ledgersNames(readIntents([intent('k'), told('k', 'ok', 1, 'o')]), names)).toEqual(names);
});

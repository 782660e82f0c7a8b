import type { Evidence } from '../evidence.ts';
import { openLedgers } from '../validity/judge-validity.ts';
import { type Invariant, type InvariantName, invariantNames } from '../wire/verdict.ts';
import type { Breakage } from './breakage.ts';
import { chargedWithoutOrder, doubleCharges, orderedWithoutCharge, wrongAmount } from './charge-invariants.ts';
import { type LedgerIntent, readIntents } from './intents.ts';
import { duplicateOrders, lostOrders, phantomOrders } from './order-invariants.ts';
import { replayStock, type StockReplay } from './replay-stock.ts';
import { joinBooks, type RunBooks } from './run-books.ts';

/** The books of a run, judged. */
export interface JudgedBooks {
  readonly invariants: readonly Invariant[];
  readonly intents: ReadonlyMap<string, LedgerIntent>;
  /** Null when there is no closing audit. */
  readonly books: RunBooks | null;
  readonly stock: StockReplay | null;
}

type Exercised = Invariant['exercised'];

/** Brings the clients' ledgers and the shop's audit together and judges all nine invariants. */
export const judgeBooks = (evidence: Evidence): JudgedBooks => {
  const { audit, plan, workers } = evidence;
  const intents = readIntents(workers.flatMap((worker) => worker.ledger));
  const closing = audit?.closing ?? null;
  const obstacle = findObstacle(evidence);
  if (audit === null || closing === null) {
    const exercised = { value: 0, least: 1, what: 'acknowledged orders' };
    const invariants = invariantNames.map((name) =>
      judgeInvariant(name, { count: 0, examples: [] }, exercised, obstacle),
    );
    return { invariants, intents, books: null, stock: null };
  }
  const books = joinBooks(audit, closing, intents, plan.shop.kind === 'external');
  const stock = replayStock(books);
  const breakages: Record<InvariantName, Breakage> = {
    lostOrders: lostOrders(books),
    phantomOrders: phantomOrders(books),
    duplicateOrders: duplicateOrders(books),
    doubleCharges: doubleCharges(books),
    chargedWithoutOrder: chargedWithoutOrder(books),
    orderedWithoutCharge: orderedWithoutCharge(books),
    wrongAmount: wrongAmount(books),
    oversold: stock.oversold,
    strandedStock: stock.stranded,
  };
  const invariants = invariantNames.map((name) =>
    judgeInvariant(name, breakages[name], exercisedBy(name, evidence, books, stock), obstacle),
  );
  return { invariants, intents, books, stock };
};

/** Why the books cannot be judged; null when they can. */
const findObstacle = ({ audit, plan, workers, problems }: Evidence): string | null => {
  const damaged = problems.find(({ file }) => file === 'audit.json' || file.startsWith('ledger-'));
  if (damaged !== undefined) return `${damaged.file}: ${damaged.what}`;
  if (audit === null) return 'there is no audit.json: the shop was never asked for its books';
  if (audit.closing === null) return 'the run did not come to its closing audit';
  if (!audit.quiesced) return "the shop's books were still changing at the closing audit";
  const open = openLedgers(workers, plan);
  return open.length === 0 ? null : `the clients' ledger was not closed: ${open.join(', ')}`;
};

const exercisedBy = (name: InvariantName, { plan }: Evidence, books: RunBooks, stock: StockReplay): Exercised => {
  const orders = books.acknowledged.length;
  const leastOrders = Math.max(1, plan.exercise.leastAcknowledgedOrders);
  if (name === 'oversold' && orders > 0)
    return {
      value: stock.soldOutSkus,
      least: plan.exercise.leastSoldOutSkus,
      what: `SKUs sold out, by ${books.orders.length} orders`,
    };
  const retried = [...books.intents.values()].filter((intent) => intent.attempts > 1).length;
  const others = books.othersOrders.length;
  const apart = others === 0 ? '' : `; ${others} orders of other customers are not counted`;
  return {
    value: orders,
    least: leastOrders,
    what: `acknowledged orders, ${retried} wishes sent more than once${apart}`,
  };
};

const meanings: Record<InvariantName, string> = {
  lostOrders: 'acknowledged orders are absent from the books',
  phantomOrders: 'live orders were never wished for, or had been refused',
  duplicateOrders: 'live orders beyond the first of their intent',
  doubleCharges: 'wishes were charged more than their total, or under two keys',
  chargedWithoutOrder: 'charges were kept without a live order',
  orderedWithoutCharge: 'confirmed orders were never charged',
  wrongAmount: 'orders were charged differently from the price shown',
  oversold: 'units were sold that were not there',
  strandedStock: 'units are gone from stock without a live order',
};

const judgeInvariant = (
  name: InvariantName,
  { count, examples }: Breakage,
  exercised: Exercised,
  obstacle: string | null,
): Invariant => {
  const judged = (outcome: Invariant['outcome'], why: string): Invariant => ({
    name,
    count,
    limit: 0,
    exercised,
    outcome,
    why,
    examples: [...examples],
  });
  if (obstacle !== null) return judged('inconclusive', obstacle);
  if (count > 0) return judged('fail', `${count} ${meanings[name]}`);
  const extent = `${exercised.value} ${exercised.what}`;
  if (exercised.value < exercised.least)
    return judged(
      'inconclusive',
      `not broken, but hardly put to the test: ${extent}; at least ${exercised.least} are needed`,
    );
  return judged('pass', `never broken: ${extent}`);
};

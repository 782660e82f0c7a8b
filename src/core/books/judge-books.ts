import type { Evidence } from '../evidence.ts';
import type { AuditFile } from '../wire/audit.ts';
import { type InvariantName, invariantNames } from '../wire/invariants.ts';
import type { Invariant } from '../wire/verdict.ts';
import { auditabilityOf, type Auditability } from './auditability.ts';
import { type Breakage, breakageOf } from './breakage.ts';
import { chargedWithoutOrder, doubleCharges, orderedWithoutCharge, wrongAmount } from './charge-invariants.ts';
import { clientStories } from './client-story.ts';
import { type Exercised, exerciseOf, notExercised } from './exercise.ts';
import type { LedgerIntent } from './intents.ts';
import { findObstacle } from './obstacles.ts';
import { duplicateOrders, lostOrders, phantomOrders } from './order-invariants.ts';
import { replayStock, type StockReplay } from './replay-stock.ts';
import type { Ledgers } from './read-ledgers.ts';
import { joinBooks, type RunBooks } from './run-books.ts';
import { strandedStock } from './stranded-stock.ts';

/** The books of a run, judged. */
export interface JudgedBooks {
  readonly invariants: readonly Invariant[];
  readonly intents: ReadonlyMap<string, LedgerIntent>;
  /** Null when there is no closing audit. */
  readonly books: RunBooks | null;
  readonly stock: StockReplay | null;
}

/**
 * Brings the clients' ledgers and the shop's audit together and judges all nine invariants: pure, in the manner of Jepsen's checkers (one
 * history of what was asked and told, held against the state at the end). What cannot be judged is inconclusive, by name.
 */
export const judgeBooks = (evidence: Evidence, ledgers: Ledgers): JudgedBooks => {
  const { audit, plan } = evidence;
  const { intents } = ledgers;
  const obstacle = findObstacle(evidence, ledgers);
  const closing = audit?.closing ?? null;
  if (audit === null || closing === null) {
    const nothing = breakageOf([]);
    const invariants = invariantNames.map((name) =>
      judgeInvariant(name, nothing, notExercised, { obstacle, cannotJudge: null, cannotSee: null }, new Map()),
    );
    return { invariants, intents, books: null, stock: null };
  }
  const identity = { runId: plan.runId, servesOthers: plan.shop.kind === 'external' };
  const books = joinBooks(audit, closing, intents, identity);
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
    strandedStock: strandedStock(books),
  };
  const exercised = exerciseOf(plan, books, stock);
  const stories = clientStories(
    evidence.workers.map(({ ledger }) => ledger),
    wishesOf(Object.values(breakages)),
  );
  const invariants = invariantNames.map((name) => {
    const doubts = { obstacle, ...auditabilityOf(name, audit), ...doubtsOf(name, audit, books) };
    return judgeInvariant(name, breakages[name], exercised(name), doubts, stories);
  });
  return { invariants, intents, books, stock };
};

const wishesOf = (breakages: readonly Breakage[]): ReadonlySet<string> =>
  new Set(breakages.flatMap(({ cases }) => cases.flatMap(({ intent }) => (intent === null ? [] : [intent]))));

/** Stock that other customers hold in their carts looks like stock that nobody has. */
const doubtsOf = (name: InvariantName, audit: AuditFile, { othersOrders }: RunBooks): Partial<Auditability> =>
  name === 'strandedStock' && othersOrders.length > 0 && auditabilityOf(name, audit).cannotJudge === null
    ? { cannotJudge: `${othersOrders.length} orders of other customers came in meanwhile: their carts may hold stock` }
    : {};

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
  { count, cases }: Breakage,
  exercised: Exercised,
  { obstacle, cannotJudge, cannotSee }: Auditability & { readonly obstacle: string | null },
  stories: ReadonlyMap<string, string>,
): Invariant => {
  const examples = cases.map(({ text, intent }) => {
    const story = intent === null ? undefined : stories.get(intent);
    return story === undefined ? text : `${text} | the client: ${story}`;
  });
  const judged = (outcome: Invariant['outcome'], why: string): Invariant => ({
    name,
    count,
    limit: 0,
    exercised,
    outcome,
    why,
    examples,
  });
  if (obstacle !== null) return judged('inconclusive', obstacle);
  if (cannotJudge !== null) return judged('inconclusive', cannotJudge);
  if (count > 0) return judged('fail', `${count} ${meanings[name]}`);
  if (cannotSee !== null) return judged('inconclusive', cannotSee);
  const extent = `${exercised.value} ${exercised.what}`;
  if (exercised.value < exercised.least)
    return judged(
      'inconclusive',
      `not broken, but hardly put to the test: ${extent}; at least ${exercised.least} are needed`,
    );
  return judged('pass', `never broken: ${extent}`);
};

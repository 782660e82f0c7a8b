import type { Plan } from '../wire/plan.ts';
import type { InvariantName } from '../wire/invariants.ts';
import type { Invariant } from '../wire/verdict.ts';
import type { StockReplay } from './replay-stock.ts';
import { type RunBooks, capturedCents } from './run-books.ts';

/** How far an invariant was put to the test, and what the plan asks for. */
export type Exercised = Invariant['exercised'];

/** Nothing was, as there are no books. */
export const notExercised: Exercised = { value: 0, least: 1, what: 'acknowledged orders' };

/** How far each invariant was put to the test, by what could have broken it. */
export const exerciseOf = (plan: Plan, books: RunBooks, stock: StockReplay): ((name: InvariantName) => Exercised) => {
  const { leastAcknowledgedOrders, leastSoldOutSkus, leastResentWishes } = plan.exercise;
  const least = Math.max(1, leastAcknowledgedOrders);
  const acknowledged = books.acknowledged.length;
  const wishes = [...books.intents.values()];
  const resent = wishes.filter((intent) => intent.attempts > 1).length;
  const others = books.othersOrders.length;
  const apart = others === 0 ? '' : `; ${others} orders of other customers are not counted`;
  const orders = {
    value: acknowledged,
    least,
    what: `acknowledged orders, ${resent} wishes sent more than once${apart}`,
  };
  const soldOut = {
    value: stock.soldOutSkus,
    least: leastSoldOutSkus,
    what: `SKUs sold out, by ${books.orders.length} orders`,
  };
  if (leastResentWishes === undefined || acknowledged === 0)
    return (name) => (name === 'oversold' && acknowledged > 0 ? soldOut : orders);

  const refused = wishes.filter((intent) => intent.outcome === 'failed').length;
  const doubtful = wishes.filter((intent) => intent.outcome === 'indeterminate').length;
  const cancelled = books.orders.filter(({ isLive }) => !isLive).length;
  const charged = books.orders.filter((one) => capturedCents(one) > 0).length;
  const confirmed = books.orders.filter(({ order }) => order.status === 'confirmed').length;
  const charges = books.orders.reduce((sum, one) => sum + one.charges.length, books.looseCharges.length);
  const resentOf = (what: string) => ({ value: resent, least: leastResentWishes, what });
  const table: Record<InvariantName, Exercised> = {
    lostOrders: orders,
    phantomOrders: {
      value: books.orders.length,
      least,
      what: `orders in the books, ${refused} wishes refused, ${doubtful} left in doubt${apart}`,
    },
    duplicateOrders: resentOf(`wishes sent more than once, ${acknowledged} acknowledged orders`),
    doubleCharges: resentOf(`wishes sent more than once, ${charges} charges`),
    chargedWithoutOrder: {
      value: charges,
      least,
      what: `charges, ${refused} wishes refused, ${doubtful} left in doubt, ${cancelled} orders cancelled`,
    },
    orderedWithoutCharge: { value: confirmed, least, what: 'confirmed orders' },
    wrongAmount: { value: charged, least, what: 'orders charged' },
    oversold: soldOut,
    strandedStock: {
      value: books.orders.length,
      least,
      what: `orders that took stock, ${cancelled} of them cancelled; ${refused} wishes refused${apart}`,
    },
  };
  return (name) => table[name];
};

import { groupBy } from '../grouping.ts';
import { type Breakage, casesOf, showCents } from './breakage.ts';
import { netCents, type RunBooks, type RunOrder } from './run-books.ts';

/** Captures less refunds above the order's total, or two charged keys for an intent. */
export const doubleCharges = (books: RunBooks): Breakage => {
  const above = books.orders.filter(({ order, netChargedCents }) => netChargedCents > order.totalCents);
  const seen = new Set(above.map((one) => one.intent?.intent));
  const twice = [...chargedKeysByIntent(books)].filter(([intent, keys]) => keys.size > 1 && !seen.has(intent));
  return casesOf([
    ...above.map(
      ({ order, netChargedCents, charges }) =>
        `order ${order.orderId}: ${showCents(netChargedCents)} charged for a total of ${showCents(order.totalCents)} (charges ${charges.map((charge) => charge.chargeId).join(', ')})`,
    ),
    ...twice.map(([intent, keys]) => `intent ${intent}: charged under ${[...keys].join(' and ')}`),
  ]);
};

const chargedKeysByIntent = ({ orders, looseCharges }: RunBooks): Map<string, Set<string>> => {
  const charged = [
    ...orders.flatMap(({ intent, charges, order }) => charges.map((charge) => ({ intent, charge, key: order.key }))),
    ...looseCharges.map(({ intent, charge }) => ({ intent, charge, key: null })),
  ].filter(({ charge, intent }) => intent !== null && netCents(charge) > 0);
  const groups = groupBy(charged, ({ intent }) => intent?.intent ?? '');
  return new Map(
    [...groups].map(([intent, group]) => [
      intent,
      new Set(group.map(({ charge, key }) => charge.key ?? key ?? charge.orderId ?? charge.chargeId)),
    ]),
  );
};

/** Money kept for which there is no live order. */
export const chargedWithoutOrder = ({ orders, looseCharges }: RunBooks): Breakage => {
  const live = new Set(orders.filter((one) => one.isLive).map((one) => one.intent?.intent));
  const loose = looseCharges.filter(
    ({ charge, intent }) =>
      netCents(charge) > 0 && (charge.orderId !== null || intent === null || !live.has(intent.intent)),
  );
  const cancelled = orders.filter(({ isLive, netChargedCents }) => !isLive && netChargedCents > 0);
  return casesOf([
    ...loose.map(
      ({ charge, intent }) =>
        `charge ${charge.chargeId}: ${showCents(netCents(charge))} kept, order ${charge.orderId ?? 'none'} not in the books (intent ${intent?.intent ?? 'unknown'})`,
    ),
    ...cancelled.map(
      ({ order, netChargedCents }) => `order ${order.orderId}: cancelled, ${showCents(netChargedCents)} kept`,
    ),
  ]);
};

/** Confirmed, and nothing kept for it. A pending order may still be charged. */
export const orderedWithoutCharge = ({ orders, looseCharges }: RunBooks): Breakage => {
  const looselyCharged = new Set(
    looseCharges
      .filter(({ charge }) => charge.orderId === null && netCents(charge) > 0)
      .map(({ intent }) => intent?.intent),
  );
  const isUnpaid = ({ order, netChargedCents, intent }: RunOrder) =>
    order.status === 'confirmed' &&
    order.totalCents > 0 &&
    netChargedCents <= 0 &&
    !(intent !== null && looselyCharged.has(intent.intent));
  return casesOf(
    orders
      .filter(isUnpaid)
      .map(({ order }) => `order ${order.orderId}: confirmed for ${showCents(order.totalCents)}, nothing charged`),
  );
};

/** Charged differs from the price shown at the confirmation. A price charged twice over is a double charge, not a wrong amount. */
export const wrongAmount = ({ orders }: RunBooks): Breakage =>
  casesOf(
    orders.flatMap((one) => {
      const shown = shownCents(one);
      const paid = one.charges.map(netCents).filter((cents) => cents > 0);
      const isRight = shown.length === 0 || paid.length === 0 || shown.includes(one.netChargedCents);
      if (isRight || paid.every((cents) => shown.includes(cents))) return [];
      return [
        `order ${one.order.orderId}: ${shown.map(showCents).join(' or ')} shown, ${showCents(one.netChargedCents)} charged`,
      ];
    }),
  );

const shownCents = ({ key, intent }: RunOrder): number[] => {
  const keys = key === null ? (intent?.keys ?? []) : [key];
  return [...new Set(keys.flatMap(({ amountCents }) => (amountCents === null ? [] : [amountCents])))];
};

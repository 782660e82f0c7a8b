import { type Breakage, breakageOf, showCents, showInstant } from './breakage.ts';
import type { LedgerKey } from './intents.ts';
import type { RunBooks, RunOrder } from './run-books.ts';

/** An order as the books have it. */
export const showOrder = ({ order, charges }: RunOrder): string => {
  const paid = charges.map(
    ({ chargeId, capturedCents, refundedCents }) =>
      `charge ${chargeId} of ${showCents(capturedCents)}${refundedCents > 0 ? `, ${showCents(refundedCents)} given back` : ''}`,
  );
  return (
    `order ${order.orderId}, ${order.status}, ${showInstant(order.atMs)}, sequence ${order.sequence}, key ${order.key ?? 'none'}, ` +
    `total ${showCents(order.totalCents)}, ${paid.join(' and ') || 'no charge'}`
  );
};

/**
 * Acknowledged to the client, absent from the books in any status. Where the shop's answers and its books call orders by the same ids, each
 * id must be an order of its own wish; elsewhere the wish must have an order by key or intent.
 */
export const lostOrders = ({ acknowledged, orders, orderById }: RunBooks): Breakage => {
  const intentOf = (orderId: string) => orderById.get(orderId)?.intent?.intent ?? null;
  const haveSameIds = acknowledged.some((key) => key.orderIds.some((orderId) => orderById.has(orderId)));
  const withoutIds = acknowledged.filter(({ orderIds }) => !haveSameIds || orderIds.length === 0);
  const withOrder = withoutIds.length === 0 ? new Set() : new Set(orders.map(({ intent }) => intent?.intent));
  const isInBooks = ({ orderIds, intent }: LedgerKey) =>
    haveSameIds && orderIds.length > 0
      ? orderIds.every((orderId) => intentOf(orderId) === intent)
      : withOrder.has(intent);
  const booksOf = ({ orderIds, intent }: LedgerKey) => {
    const others = orderIds.flatMap((orderId) => {
      const owner = intentOf(orderId);
      const isAnothers = orderById.has(orderId) && owner !== intent;
      return isAnothers ? [`order ${orderId} is that of intent ${owner ?? 'none'}`] : [];
    });
    const own = orders.filter((one) => one.intent?.intent === intent).map(showOrder);
    return [...others, ...own].join('; ') || 'no order of this number, key or intent';
  };
  const lost = [...new Map(acknowledged.filter((key) => !isInBooks(key)).map((key) => [key.intent, key])).values()];
  return breakageOf(
    lost.map((key, index) => ({
      weight: 1,
      intent: key.intent,
      text:
        index < describedCases
          ? `intent ${key.intent}, key ${key.key}: acknowledged as order ${key.orderIds.join(', ') || 'without a number'}, not in the books (${booksOf(key)})`
          : '',
    })),
  );
};

/** More than this are only counted, as finding what the books say of one takes a walk through them. */
const describedCases = 5;

/**
 * Live in the books, neither acknowledged nor indeterminate. An order that the shop itself cancelled is no phantom: many shops
 * write a refused purchase down as a cancelled order.
 */
export const phantomOrders = ({ orders }: RunBooks): Breakage => {
  const story = ({ order, key, intent }: RunOrder) => {
    if (intent === null)
      return `no client wished for it (intent ${order.intent ?? 'none'}, key ${order.key ?? 'none'})`;
    return `intent ${intent.intent} was refused${key?.reason == null ? '' : ` (${key.reason})`} in so many words`;
  };
  const isRefused = ({ key, intent, isAcknowledged }: RunOrder) =>
    !isAcknowledged && (key ?? intent)?.outcome === 'failed';
  return breakageOf(
    orders
      .filter((one) => one.isLive && (one.intent === null || isRefused(one)))
      .map((one) => ({ weight: 1, intent: one.intent?.intent ?? null, text: `${showOrder(one)}: ${story(one)}` })),
  );
};

/** More than one live order for an intent: each beyond the first counts. */
export const duplicateOrders = ({ crowdedIntents }: RunBooks): Breakage =>
  breakageOf(
    [...crowdedIntents].flatMap(([{ intent }, orders]) => {
      const live = orders.filter(({ isLive }) => isLive);
      if (live.length < 2) return [];
      const text = `intent ${intent} has ${live.length} live orders: ${live.map(showOrder).join('; ')}`;
      return [{ weight: live.length - 1, intent, text }];
    }),
  );

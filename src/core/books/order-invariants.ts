import { groupBy } from '../grouping.ts';
import { type Breakage, casesOf, weighedCasesOf } from './breakage.ts';
import type { LedgerKey } from './intents.ts';
import type { RunBooks, RunOrder } from './run-books.ts';

/** Acknowledged to the client, absent from the books in any status. */
export const lostOrders = ({ acknowledged, orders }: RunBooks): Breakage => {
  const orderIds = new Set(orders.map(({ order }) => order.orderId));
  const keys = new Set(orders.map(({ order }) => order.key));
  const intents = new Set(orders.map(({ order }) => order.intent));
  const isInBooks = ({ orderIds: told, key, intent }: LedgerKey) =>
    told.some((orderId) => orderIds.has(orderId)) || keys.has(key) || (told.length === 0 && intents.has(intent));
  return casesOf(
    acknowledged
      .filter((key) => !isInBooks(key))
      .map(
        ({ intent, key, orderIds: told }) =>
          `intent ${intent}, key ${key}: acknowledged as order ${told.join(', ') || 'without a number'}, not in the books`,
      ),
  );
};

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
  const isRefused = ({ key, intent }: RunOrder) => (key ?? intent)?.outcome === 'failed';
  return casesOf(
    orders
      .filter((one) => one.isLive && (one.intent === null || isRefused(one)))
      .map((one) => `order ${one.order.orderId}: ${story(one)}`),
  );
};

/** More than one live order for an intent: each beyond the first counts. */
export const duplicateOrders = ({ orders }: RunBooks): Breakage => {
  const live = orders.filter((one) => one.isLive && one.intent !== null);
  const groups = groupBy(live, (one) => one.intent?.intent ?? '');
  return weighedCasesOf(
    [...groups]
      .filter(([, group]) => group.length > 1)
      .map(([intent, group]) => ({
        weight: group.length - 1,
        text: `intent ${intent}: live orders ${group.map(({ order }) => order.orderId).join(', ')}`,
      })),
  );
};

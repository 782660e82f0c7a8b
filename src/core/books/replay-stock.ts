import { type Breakage, weighedCasesOf } from './breakage.ts';
import type { BookOrder, RunBooks } from './run-books.ts';

/** What replaying the order lines against the opening stock showed. */
export interface StockReplay {
  /** Units that could not be filled when their order was committed. */
  readonly oversold: Breakage;
  /** Orders with at least one such unit. */
  readonly oversoldOrders: number;
  /** Units that the closing stock lacks with no live order to account for them. */
  readonly stranded: Breakage;
  /** SKUs of which at least one warehouse ran out. */
  readonly soldOutSkus: number;
}

interface Line {
  readonly place: string;
  readonly sku: string;
  readonly quantity: number;
}

type Change =
  | { readonly sequence: number; readonly type: 'stock'; readonly line: Line }
  | { readonly sequence: number; readonly type: 'cancel'; readonly orderId: string; readonly lines: readonly Line[] }
  | { readonly sequence: number; readonly type: 'order'; readonly order: BookOrder; readonly lines: readonly Line[] };

const placeOf = ({ sku, warehouse }: { readonly sku: string; readonly warehouse: string }): string =>
  `${sku} in ${warehouse}`;
const linesOf = (order: BookOrder): Line[] =>
  order.lines.map((line) => ({ place: placeOf(line), sku: line.sku, quantity: line.quantity }));

/**
 * Replays orders, cancellations and movements in commit order, per SKU and warehouse, from the opening stock that was free to sell (on hand less
 * reserved). Never from the shop's own counters, which hide an oversale. At the same instant stock comes in before it goes out.
 * Short units count when the order lives, or when it was acknowledged to a client; an order that the shop cancelled without having
 * promised anything was refused, not oversold.
 */
export const replayStock = (books: RunBooks): StockReplay => {
  const free = new Map(books.audit.opening.stock.map((stock) => [placeOf(stock), stock.onHand - stock.reserved]));
  const filled = new Map<string, Map<string, number>>();
  const soldOut = new Set<string>();
  const short: { weight: number; text: string; orderId: string }[] = [];
  const promised = promisedOrders(books);
  const add = (place: string, units: number) => free.set(place, (free.get(place) ?? 0) + units);

  for (const change of changesOf(books)) {
    if (change.type === 'stock') add(change.line.place, change.line.quantity);
    else if (change.type === 'cancel') {
      const taken = filled.get(change.orderId);
      if (taken) for (const [place, units] of taken) add(place, units);
      else for (const line of change.lines) add(line.place, line.quantity);
      filled.delete(change.orderId);
    } else {
      const taken = new Map<string, number>();
      filled.set(change.order.orderId, taken);
      for (const { place, sku, quantity } of change.lines) {
        const left = Math.max(0, free.get(place) ?? 0);
        const units = Math.min(left, quantity);
        taken.set(place, (taken.get(place) ?? 0) + units);
        add(place, -units);
        if (units === left) soldOut.add(sku);
        if (units === quantity || !promised.has(change.order.orderId)) continue;
        const { orderId, sequence } = change.order;
        const text = `${place}: order ${orderId} (sequence ${sequence}) took ${quantity}, ${left} left`;
        short.push({ weight: quantity - units, text, orderId });
      }
    }
  }
  return {
    oversold: weighedCasesOf(short),
    oversoldOrders: new Set(short.map(({ orderId }) => orderId)).size,
    stranded: strandedStock(books),
    soldOutSkus: soldOut.size,
  };
};

const promisedOrders = ({ orders, othersOrders }: RunBooks): ReadonlySet<string> => {
  const own = orders.filter(({ isLive, key, intent }) => isLive || (key ?? intent)?.outcome === 'ok');
  const others = othersOrders.filter((order) => order.status !== 'cancelled');
  return new Set([...own.map(({ order }) => order.orderId), ...others.map((order) => order.orderId)]);
};

/** Changes of the run in commit order. Orders from before the run come in where they were cancelled during it. */
const changesOf = ({ audit, closing, orders, othersOrders }: RunBooks): Change[] => {
  const since = audit.opening.sequence;
  const placed = [...orders.map(({ order }) => order), ...othersOrders];
  const cancelled = closing.orders.filter(
    (order) => order.cancelledSequence !== null && order.cancelledSequence > since,
  );
  const movements = closing.movements.filter((movement) => movement.sequence > since);
  const changes: Change[] = [
    ...movements.map((movement): Change => {
      const line = { place: placeOf(movement), sku: movement.sku, quantity: movement.quantity };
      return { sequence: movement.sequence, type: 'stock', line };
    }),
    ...cancelled.map((order): Change => {
      const { orderId, cancelledSequence } = order;
      return { sequence: cancelledSequence ?? 0, type: 'cancel', orderId, lines: linesOf(order) };
    }),
    ...placed.map((order): Change => ({ sequence: order.sequence, type: 'order', order, lines: linesOf(order) })),
  ];
  const rank = { stock: 0, cancel: 1, order: 2 };
  return changes.sort((a, b) => a.sequence - b.sequence || rank[a.type] - rank[b.type]);
};

/**
 * Reserved or removed from stock with no live order: per place, what the opening stock, the movements and the live orders leave free to
 * sell, less what the shop has free to sell at the close, where that is more than nothing.
 */
const strandedStock = ({ audit, closing, orders, othersOrders }: RunBooks): Breakage => {
  const since = audit.opening.sequence;
  const expected = new Map(audit.opening.stock.map((stock) => [placeOf(stock), stock.onHand - stock.reserved]));
  const add = (place: string, units: number) => expected.set(place, (expected.get(place) ?? 0) + units);
  for (const movement of closing.movements) if (movement.sequence > since) add(placeOf(movement), movement.quantity);
  const live = [...orders.map(({ order }) => order), ...othersOrders].filter((order) => order.status !== 'cancelled');
  for (const order of live) for (const line of linesOf(order)) add(line.place, -line.quantity);
  for (const order of closing.orders)
    if (order.sequence <= since && order.cancelledSequence !== null && order.cancelledSequence > since)
      for (const line of linesOf(order)) add(line.place, line.quantity);
  const closed = new Map(closing.stock.map((stock) => [placeOf(stock), stock.onHand - stock.reserved]));
  return weighedCasesOf(
    [...expected].flatMap(([place, units]) => {
      const left = closed.get(place) ?? 0;
      const missing = Math.max(0, units) - Math.max(0, left);
      return missing <= 0 ? [] : [{ weight: missing, text: `${place}: ${units} should be free to sell, ${left} are` }];
    }),
  );
};

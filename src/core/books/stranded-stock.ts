import { type Breakage, breakageOf } from './breakage.ts';
import { freeStock, showPlace } from './places.ts';
import type { RunBooks } from './run-books.ts';

/**
 * Reserved or removed from stock with no live order: per place, what the opening stock, the movements and the live orders leave free to
 * sell, less what the shop has free to sell at the close, where that is more than nothing.
 */
export const strandedStock = ({ audit, closing, orders, orderById, othersOrders }: RunBooks): Breakage => {
  const since = audit.opening.sequence;
  const expected = freeStock(audit.opening.stock);
  for (const movement of closing.movements) if (movement.sequence > since) expected.add(movement, movement.quantity);
  for (const { order, isLive } of orders) if (isLive) expected.addLines(order.lines, -1);
  for (const order of othersOrders) if (order.status !== 'cancelled') expected.addLines(order.lines, -1);
  for (const order of closing.orders)
    if (order.sequence <= since && !orderById.has(order.orderId) && (order.cancelledSequence ?? 0) > since)
      expected.addLines(order.lines, 1);
  const closed = freeStock(closing.stock);
  return breakageOf(
    [...expected.entries()].flatMap(([place, units]) => {
      const left = closed.at(place);
      const missing = Math.max(0, units) - Math.max(0, left);
      if (missing <= 0) return [];
      const text = `${showPlace(place)}: ${units} should be free to sell, ${left} are; no live order has the other ${missing}`;
      return [{ weight: missing, text, intent: null }];
    }),
  );
};

import { httpAuditor } from '../../../src/adapters/shop/index.ts';
import type { BookSnapshot } from '../../../src/core/wire/audit.ts';
import { eventually } from '../../support/processes.ts';

/** The books once two looks at them are the same. */
export const booksAtRest = async (auditUrl: string, deadlineMs = 30_000): Promise<BookSnapshot> => {
  const auditor = httpAuditor(auditUrl);
  let last = await auditor.snapshot(0);
  await eventually(
    'the books come to rest',
    async () => {
      const { digest } = last;
      last = await auditor.snapshot(0);
      return last.digest === digest;
    },
    deadlineMs,
  );
  return last;
};

const freeUnits = ({ stock }: BookSnapshot): Map<string, number> =>
  new Map(stock.map(({ sku, warehouse, onHand, reserved }) => [`${sku} in ${warehouse}`, onHand - reserved]));

/** What does not fit in the books: charges against orders, and stock against the opening books. */
export const whatDoesNotFit = (opening: BookSnapshot, closing: BookSnapshot): string[] => {
  const confirmed = new Map(
    closing.orders.filter(({ status }) => status === 'confirmed').map((order) => [order.orderId, order]),
  );
  const charged = new Map<string, number>();
  const problems = closing.orders
    .filter(({ status }) => status === 'pending')
    .map(({ orderId }) => `${orderId} is pending`);
  for (const { orderId, chargeId, capturedCents, refundedCents } of closing.charges) {
    const net = capturedCents - refundedCents;
    if (net > 0 && (orderId === null || !confirmed.has(orderId)))
      problems.push(`${chargeId} is a charge without an order`);
    if (orderId !== null) charged.set(orderId, (charged.get(orderId) ?? 0) + net);
  }
  for (const { orderId, totalCents } of confirmed.values())
    if (charged.get(orderId) !== totalCents)
      problems.push(`${orderId}: ${totalCents} ordered, ${charged.get(orderId) ?? 0} charged`);

  const expected = freeUnits(opening);
  for (const { lines } of confirmed.values())
    for (const { sku, warehouse, quantity } of lines) {
      const place = `${sku} in ${warehouse}`;
      expected.set(place, (expected.get(place) ?? 0) - quantity);
    }
  for (const [place, units] of freeUnits(closing))
    if (units !== expected.get(place)) problems.push(`${place}: ${units} free, ${expected.get(place) ?? 0} expected`);
  return problems;
};

import type { BookSnapshot } from '../wire/audit.ts';
import { type Breakage, breakageOf, type Case, showCents, showInstant } from './breakage.ts';
import { showOrder } from './order-invariants.ts';
import { StockCount } from './places.ts';
import {
  type BookCharge,
  capturedCents,
  netCents,
  netChargedCents,
  type RunBooks,
  type RunOrder,
} from './run-books.ts';

const caseOf = (one: RunOrder, what: string): Case => ({
  weight: 1,
  intent: one.intent?.intent ?? null,
  text: `${showOrder(one)}: ${what}`,
});

/** Captures less refunds above the order's total, or two charged keys for an intent. */
export const doubleCharges = (books: RunBooks): Breakage => {
  const above = books.orders.filter((one) => netChargedCents(one) > one.order.totalCents);
  const seen = new Set(above.map((one) => one.intent?.intent));
  const twice = [...chargedKeysByIntent(books)].filter(([intent, keys]) => keys.size > 1 && !seen.has(intent));
  return breakageOf([
    ...above.map((one) =>
      caseOf(one, `${showCents(netChargedCents(one))} charged for a total of ${showCents(one.order.totalCents)}`),
    ),
    ...twice.map(([intent, keys]) => ({
      weight: 1,
      intent,
      text: `intent ${intent}: charged under ${[...keys].join(' and ')}`,
    })),
  ]);
};

/** Keys that money was kept under, of the wishes that may have more than one of them. */
const chargedKeysByIntent = ({ orders, crowdedIntents, looseCharges }: RunBooks): Map<string, Set<string>> => {
  const looseOf = new Set(looseCharges.map(({ intent }) => intent));
  const keysOf = new Map<string, Set<string>>();
  const note = (intent: string, charge: BookCharge, key: string | null) => {
    if (netCents(charge) <= 0) return;
    const keys = keysOf.get(intent) ?? new Set();
    keysOf.set(intent, keys.add(charge.key ?? key ?? charge.orderId ?? charge.chargeId));
  };
  for (const { intent, charges, order } of orders) {
    if (intent === null) continue;
    const mayBeTwo = charges.length > 1 || crowdedIntents.has(intent) || looseOf.has(intent);
    if (mayBeTwo) for (const charge of charges) note(intent.intent, charge, order.key);
  }
  for (const { intent, charge } of looseCharges) if (intent !== null) note(intent.intent, charge, null);
  return keysOf;
};

/** Money kept for which there is no live order. */
export const chargedWithoutOrder = ({ orders, looseCharges }: RunBooks): Breakage => {
  const kept = looseCharges.filter(({ charge }) => netCents(charge) > 0);
  const wished = new Set(kept.map(({ intent }) => intent));
  const live = new Set(orders.filter((one) => one.isLive && wished.has(one.intent)).map(({ intent }) => intent));
  const loose = kept.filter(({ charge, intent }) => charge.orderId !== null || intent === null || !live.has(intent));
  const cancelled = orders.filter((one) => !one.isLive && netChargedCents(one) > 0);
  return breakageOf([
    ...loose.map(({ charge, intent }) => ({
      weight: 1,
      intent: intent?.intent ?? null,
      text:
        `charge ${charge.chargeId}, ${showInstant(charge.atMs)}, key ${charge.key ?? 'none'}: ${showCents(netCents(charge))} kept, ` +
        `order ${charge.orderId ?? 'none'} not in the books (intent ${intent?.intent ?? 'unknown'})`,
    })),
    ...cancelled.map((one) => caseOf(one, `cancelled, ${showCents(netChargedCents(one))} kept`)),
  ]);
};

/**
 * Confirmed, and nothing kept for it. A pending order may still be charged. One that was charged and then given back in full is one of
 * two things: goods that came back, which the movements of stock show, or goods for nothing.
 */
export const orderedWithoutCharge = (books: RunBooks): Breakage => {
  const looselyCharged = new Set(
    books.looseCharges
      .filter(({ charge }) => charge.orderId === null && netCents(charge) > 0)
      .map(({ intent }) => intent?.intent),
  );
  const unpaid = books.orders.filter(
    (one) =>
      one.order.status === 'confirmed' &&
      one.order.totalCents > 0 &&
      netChargedCents(one) <= 0 &&
      !(one.intent !== null && looselyCharged.has(one.intent.intent)),
  );
  const never = unpaid.filter((one) => capturedCents(one) <= 0);
  const takeBack = returnsOf(books);
  const givenBack = unpaid.filter((one) => capturedCents(one) > 0 && !takeBack(one));
  return breakageOf([
    ...never.map((one) => caseOf(one, `confirmed for ${showCents(one.order.totalCents)}, nothing charged`)),
    ...givenBack.map((one) => caseOf(one, 'charged and given back in full, though its goods did not come back')),
  ]);
};

/** Tells of orders, one after another, whether returns of the run cover all their units; each returned unit covers one. */
const returnsOf = ({ closing, audit }: RunBooks): ((one: RunOrder) => boolean) => {
  const returned = new StockCount();
  const isReturn = (movement: BookSnapshot['movements'][number]) =>
    movement.kind === 'return' && movement.sequence > audit.opening.sequence;
  for (const movement of closing.movements.filter(isReturn)) returned.add(movement, movement.quantity);
  return ({ order }) => {
    const covered = order.lines.every((line) => returned.at(line) >= line.quantity);
    if (covered) returned.addLines(order.lines, -1);
    return covered;
  };
};

/**
 * Charged differs from the price shown at the confirmation. Right is: what was captured, in all or each time, or what was kept of it. So a
 * price charged twice over is a double charge and no wrong amount, nor is a part that was given back.
 */
export const wrongAmount = ({ orders }: RunBooks): Breakage =>
  breakageOf(
    orders.flatMap((one) => {
      const captured = one.charges.map((charge) => charge.capturedCents).filter((cents) => cents > 0);
      if (captured.length === 0) return [];
      const shown = shownCents(one);
      const isRight =
        shown.length === 0 ||
        shown.includes(netChargedCents(one)) ||
        shown.includes(capturedCents(one)) ||
        captured.every((cents) => shown.includes(cents));
      if (isRight) return [];
      return [caseOf(one, `${shown.map(showCents).join(' or ')} shown, ${showCents(capturedCents(one))} charged`)];
    }),
  );

/** Prices that a client was shown for the order: those of its key, and of the keys under which it was acknowledged. */
const shownCents = ({ order, key, intent }: RunOrder): readonly number[] => {
  if (intent === null) return [];
  if (intent.keys.length === 1) return intent.keys[0]?.shownCents ?? [];
  const keys = intent.keys.filter((one) => key === null || one === key || one.orderIds.includes(order.orderId));
  return [...new Set(keys.flatMap((one) => one.shownCents))];
};

import type { JudgedBooks } from './books/judge-books.ts';
import type { LedgerIntent } from './books/intents.ts';
import type { PhaseSpan } from './phase-span.ts';
import type { StepSeries } from './timeline/step-series.ts';
import type { Plan } from './wire/plan.ts';
import type { Verdict } from './wire/verdict.ts';

/** Refusals that the shopper or the shelf caused, not the shop. */
const honestRefusals: readonly (string | null)[] = ['declined', 'soldOut'];

/**
 * What the run meant in orders and money.
 * - Orders and revenue: live orders of the run in the shop's books; without a closing audit, what the clients were told.
 * - Revenue at risk: carts (distinct intents) that came to the checkout outside of the steady phase, were neither bought, also not
 *   later, nor honestly refused, beyond the share of such carts in the steady phase, × the plan's average order value.
 * - Oversell cost: orders with a unit that could not be filled × the plan's cost of one.
 * - Funnel: attempts and good outcomes of each step over the whole run, whatever their latency.
 * @param startedAtMs wall time of T0
 */
export const reckonBusiness = (
  plan: Plan,
  judged: JudgedBooks,
  steps: ReadonlyMap<string, StepSeries>,
  phases: readonly PhaseSpan[],
  startedAtMs: number | null,
): Verdict['business'] => {
  const live = judged.books?.orders.filter((one) => one.isLive);
  const acknowledged = [...judged.intents.values()].filter((intent) => intent.outcome === 'ok');
  const revenueCents =
    live?.reduce((sum, { order }) => sum + order.totalCents, 0) ??
    acknowledged.reduce((sum, intent) => sum + shownCents(intent), 0);
  const lost = cartsLost(judged, phases, startedAtMs);
  return {
    ordersPlaced: live?.length ?? acknowledged.length,
    revenueCents,
    revenueAtRiskCents: Math.round(lost * plan.business.averageOrderValueCents),
    oversellCostCents: (judged.stock?.oversoldOrders ?? 0) * plan.business.oversellCostCents,
    funnel: plan.scenario.steps.map((step) => funnelStep(step, steps.get(step))),
  };
};

const shownCents = ({ keys }: LedgerIntent): number =>
  keys.find((key) => key.outcome === 'ok')?.amountCents ?? keys[0]?.amountCents ?? 0;

const funnelStep = (step: string, series: StepSeries | undefined) => {
  const seconds = [...(series?.values() ?? [])];
  const good = seconds.reduce((sum, cell) => sum + cell.good.total, 0);
  return { step, attempts: seconds.reduce((sum, cell) => sum + cell.bad, good), good };
};

/** Carts lost outside of the steady phase beyond its own rate; 0 when there was no steady phase to compare with. */
const cartsLost = (judged: JudgedBooks, phases: readonly PhaseSpan[], startedAtMs: number | null): number =>
  cartsLostIn(judged, phases, startedAtMs, () => true);

/**
 * The same of the carts that came to the checkout at some offsets from T0: fractions of a cart, since the steady phase's share of what
 * is always lost is taken off.
 * @param isCounted whether an offset counts, seconds from T0; the steady phase never does
 */
export const cartsLostIn = (
  { intents, books }: JudgedBooks,
  phases: readonly PhaseSpan[],
  startedAtMs: number | null,
  isCounted: (offsetSeconds: number) => boolean,
): number => {
  if (startedAtMs === null) return 0;
  const bought = new Set(books?.orders.filter((one) => one.isLive).map((one) => one.intent?.intent));
  const isLost = (intent: LedgerIntent) =>
    intent.outcome !== 'ok' &&
    !bought.has(intent.intent) &&
    !intent.keys.some((key) => honestRefusals.includes(key.reason));
  const steady = phases.filter((span) => span.phase === 'steady');
  const carts = [...intents.values()].flatMap((intent) => {
    if (intent.firstAtMs === null) return [];
    const offsetSeconds = (intent.firstAtMs - startedAtMs) / 1000;
    const isSteady = steady.some((span) => offsetSeconds >= span.fromSeconds && offsetSeconds < span.toSeconds);
    return [{ offsetSeconds, isSteady, isLost: isLost(intent) }];
  });
  const calm = carts.filter((cart) => cart.isSteady);
  const rest = carts.filter((cart) => !cart.isSteady && isCounted(cart.offsetSeconds));
  if (calm.length === 0) return 0;
  const steadyRate = calm.filter((cart) => cart.isLost).length / calm.length;
  return Math.max(0, rest.filter((cart) => cart.isLost).length - steadyRate * rest.length);
};

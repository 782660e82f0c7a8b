import type { ReportInput } from '../../report-input.ts';
import { formatCount, formatMoney, formatRatio } from '../../words/format.ts';
import { markup, type Markup } from '../markup.ts';

/** Orders, money, and the funnel from the first step to the order. */
export const businessSection = ({ verdict, evidence }: ReportInput): Markup => {
  const { business } = verdict;
  const widest = Math.max(1, ...business.funnel.map(({ attempts }) => attempts));
  const share = (count: number): string => `${((100 * count) / widest).toFixed(2)}%`;
  const rows = business.funnel.map(
    ({ step, attempts, good }) =>
      markup`<tr><th scope="row">${step}</th><td class="bar"><span class="whole" style="width:${share(attempts)}"></span><span class="good" style="width:${share(good)}"></span></td><td class="number">${formatCount(attempts)}</td><td class="number">${formatCount(good)}</td><td class="number">${attempts === 0 ? '–' : formatRatio(good / attempts)}</td></tr>`,
  );
  return markup`<section id="business"><h2>Business</h2>
<dl class="facts"><div><dt>Orders placed</dt><dd>${formatCount(business.ordersPlaced)}</dd></div><div><dt>Revenue</dt><dd>${formatMoney(business.revenueCents)}</dd></div><div><dt>Revenue at risk</dt><dd>${formatMoney(business.revenueAtRiskCents)}<span class="sub">carts lost beyond the steady rate, less those bought later, at ${formatMoney(evidence.plan.business.averageOrderValueCents)} an order</span></dd></div><div><dt>Oversell cost</dt><dd>${formatMoney(business.oversellCostCents)}<span class="sub">${formatMoney(evidence.plan.business.oversellCostCents)} a unit</span></dd></div></dl>
<div class="scroll"><table class="funnel"><thead><tr><th scope="col">Step</th><th scope="col"><span class="quiet">Share of the first step</span></th><th scope="col" class="number">Attempts</th><th scope="col" class="number">Good</th><th scope="col" class="number">Share</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
};

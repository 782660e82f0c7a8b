import type { Outcome, Verdict } from '../../../core/wire/verdict.ts';
import type { ReportInput } from '../../report-input.ts';
import { formatCount, formatInUnit, formatMoney, formatSeconds, noFigure } from '../../words/format.ts';
import { plannedUsersDetail } from '../../words/load-words.ts';
import { findingValue, outcomeWords, worstFirst } from '../../words/words.ts';
import { markup, type Markup } from '../markup.ts';

interface Tile {
  readonly label: string;
  readonly figure: string;
  readonly detail: string;
  readonly outcome: Outcome | null;
}

const checkoutTile = ({ verdict, evidence }: ReportInput): Tile => {
  const { checkoutStep } = evidence.plan.scenario;
  const found = verdict.findings.find(
    ({ step, indicator, phase }) => step === checkoutStep && indicator === 'latencyP95' && phase === 'steady',
  );
  const label = `${checkoutStep} p95, steady`;
  if (found === undefined) return { label, figure: noFigure, detail: 'no budget applied', outcome: null };
  return {
    label,
    figure: findingValue(found),
    detail: `budget ${formatInUnit(found.limit, found.unit)}`,
    outcome: found.outcome,
  };
};

const recoveryTile = ({ recovery }: Verdict): Tile => {
  const label = 'Slowest recovery';
  if (recovery.length === 0) return { label, figure: noFigure, detail: 'no fault was planned', outcome: null };
  const outcome = worstFirst(recovery)[0]?.outcome ?? null;
  if (recovery.every(({ onsetAtSeconds }) => onsetAtSeconds === null))
    return { label, figure: '0 s', detail: 'never degraded', outcome };
  const open = recovery.find((row) => row.onsetAtSeconds !== null && row.recoveredAtSeconds === null);
  if (open !== undefined) return { label, figure: 'not back', detail: `${open.step} after ${open.fault}`, outcome };
  const slowest = recovery.toSorted((a, b) => (b.serviceRecoverySeconds ?? 0) - (a.serviceRecoverySeconds ?? 0))[0];
  const limit = slowest?.limitSeconds ?? null;
  return {
    label,
    figure: formatSeconds(slowest?.serviceRecoverySeconds ?? 0),
    detail:
      limit === null ? `${slowest?.step ?? ''}, no budget` : `${slowest?.step ?? ''}, budget ${formatSeconds(limit)}`,
    outcome,
  };
};

const booksTile = ({ invariants }: Verdict): Tile => {
  const broken = invariants.filter(({ outcome }) => outcome === 'fail').length;
  const untested = invariants.filter(({ outcome }) => outcome === 'inconclusive').length;
  return {
    label: 'The books',
    figure: broken === 0 ? `${invariants.length - untested} of ${invariants.length} hold` : `${broken} broken`,
    detail: untested === 0 ? 'all put to the test' : `${untested} not decided`,
    outcome: worstFirst(invariants)[0]?.outcome ?? null,
  };
};

const downtimeTile = ({ downtimeSeconds, findings }: Verdict): Tile => {
  const found = findings.find(({ indicator }) => indicator === 'downtime');
  return {
    label: 'Downtime',
    figure: formatSeconds(downtimeSeconds),
    detail: found === undefined ? 'no budget applied' : `budget ${formatSeconds(found.limit)}`,
    outcome: found?.outcome ?? null,
  };
};

const tile = ({ label, figure, detail, outcome }: Tile): Markup =>
  markup`<div class="tile"><dt>${label}</dt><dd><span class="figure">${figure}</span><span class="detail">${
    outcome === null
      ? null
      : markup`<span class="dot ${outcome}" title="${outcomeWords[outcome].word}">${outcomeWords[outcome].sign}</span> `
  }${detail}</span></dd></div>`;

/** The figures that people ask for first. */
export const keyFigures = (input: ReportInput): Markup => {
  const { load, business } = input.verdict;
  const tiles: Tile[] = [
    {
      label: 'Virtual users, peak',
      figure: formatCount(load.virtualUsersPeak),
      detail: plannedUsersDetail(load),
      outcome: null,
    },
    {
      label: 'Requests',
      figure: `${formatCount(load.requestsPerSecond)}/s`,
      detail: `${formatCount(load.requests)} in ${formatCount(load.sessions)} sessions`,
      outcome: null,
    },
    checkoutTile(input),
    recoveryTile(input.verdict),
    downtimeTile(input.verdict),
    booksTile(input.verdict),
    {
      label: 'Orders',
      figure: formatCount(business.ordersPlaced),
      detail: `${formatMoney(business.revenueCents)} revenue`,
      outcome: null,
    },
    {
      label: 'Revenue at risk',
      figure: formatMoney(business.revenueAtRiskCents),
      detail: `${formatMoney(business.oversellCostCents)} oversell cost`,
      outcome: null,
    },
  ];
  return markup`<dl class="tiles">${tiles.map(tile)}</dl>`;
};

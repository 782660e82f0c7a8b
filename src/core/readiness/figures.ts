import type { Plan } from '../wire/plan.ts';
import type { Finding, Verdict } from '../wire/verdict.ts';

/** A run that was judged, with what it was meant to do. */
export interface JudgedRun {
  readonly plan: Plan;
  readonly verdict: Verdict;
}

/** `untested`: the run says nothing about it, for instance because it had too few users, or no fault. */
export type Standing = 'pass' | 'fail' | 'inconclusive' | 'untested';

/** One figure in one run. */
export interface FigureInRun {
  readonly runId: string;
  readonly standing: Standing;
  /** In the figure's unit; null where there is none. */
  readonly value: number | null;
  readonly why: string;
}

export type FigureUnit = 'users' | 'ms' | 's' | 'count';

/** One figure that the platform must keep (DESIGN §1). */
export interface FigureRule {
  readonly name: string;
  readonly title: string;
  readonly unit: FigureUnit;
  readonly target: number;
  /** More is better, or less. */
  readonly better: 'more' | 'less';
  /** What the old platform did, for the reader. */
  readonly before: string;
  readonly look: (run: JudgedRun) => Omit<FigureInRun, 'runId'>;
}

const isValid = ({ validity }: Verdict): boolean =>
  validity.length > 0 && validity.every(({ outcome }) => outcome === 'pass');

const untested = (why: string): Omit<FigureInRun, 'runId'> => ({ standing: 'untested', value: null, why });

const usersHeld = 15_000;
const usersTested = 20_000;
const pageLoadMs = 1_100;
const orderProcessingMs = 2_800;
const downtimeSeconds = 120;

const isOfLoad = ({ indicator }: Finding): boolean => indicator.startsWith('latency') || indicator === 'errorShare';

const lookAtUsersHeld = ({ verdict }: JudgedRun): Omit<FigureInRun, 'runId'> => {
  const value = verdict.load.virtualUsersPeak;
  const judged = verdict.findings.filter((finding) => isOfLoad(finding) && finding.outcome !== 'advisory');
  const failed = judged.find(({ outcome }) => outcome === 'fail');
  if (judged.length === 0) return untested('no budget of latency or errors applied');
  if (!isValid(verdict)) return { standing: 'inconclusive', value, why: 'the load machine was not fit to judge' };
  if (failed !== undefined)
    return { standing: 'fail', value, why: `broke at ${value} virtual users: ${failed.budget}` };
  if (judged.some(({ outcome }) => outcome !== 'pass'))
    return { standing: 'inconclusive', value, why: 'a budget of latency or errors was not decided' };
  if (value < usersHeld)
    return { standing: 'untested', value, why: `held ${value} virtual users; more were not there` };
  return { standing: 'pass', value, why: `every budget of latency and errors held at ${value} virtual users` };
};

const lookAtUsersTested = ({ verdict }: JudgedRun): Omit<FigureInRun, 'runId'> => {
  const value = verdict.load.virtualUsersPeak;
  if (!isValid(verdict)) return { standing: 'inconclusive', value, why: 'the load machine was not fit to judge' };
  if (value < usersTested) return { standing: 'untested', value, why: `${value} virtual users were there` };
  return { standing: 'pass', value, why: `${value} virtual users were there` };
};

/** The worst of the findings, each judged anew against the target where its own limit was another one. */
const lookAtLatency = (findings: readonly Finding[], targetMs: number): Omit<FigureInRun, 'runId'> => {
  const [worst] = findings.toSorted((a, b) => (b.value ?? Infinity) - (a.value ?? Infinity));
  if (worst === undefined) return untested('no budget of p95 latency in the steady phase');
  const { value } = worst;
  const where = worst.step ?? 'whole run';
  const failed = findings.find(({ outcome, limit }) => outcome === 'fail' && limit >= targetMs);
  if (failed !== undefined) return { standing: 'fail', value, why: `${failed.step ?? where}: ${failed.why}` };
  if (findings.every(({ outcome, limit }) => outcome === 'pass' && limit <= targetMs))
    return { standing: 'pass', value, why: `${where} is the slowest; all within` };
  const open = findings.find(({ outcome, limit }) => outcome !== 'pass' || limit > targetMs) ?? worst;
  const why = open.limit === targetMs ? open.why : `judged against another limit, ${open.limit} ms`;
  return { standing: 'inconclusive', value, why: `${open.step ?? where}: ${why}` };
};

const steadyP95 = ({ verdict }: JudgedRun): Finding[] =>
  verdict.findings.filter(
    ({ indicator, phase, outcome }) => indicator === 'latencyP95' && phase === 'steady' && outcome !== 'advisory',
  );

const lookAtDowntime = ({ verdict, plan }: JudgedRun): Omit<FigureInRun, 'runId'> => {
  if ((plan.experiment?.faults ?? []).length === 0) return untested('no fault was injected');
  const value = verdict.downtimeSeconds;
  const found = verdict.findings.find(({ indicator }) => indicator === 'downtime');
  if (found === undefined) return untested('no budget of downtime applied');
  if (!isValid(verdict)) return { standing: 'inconclusive', value, why: 'the load machine was not fit to judge' };
  if (value > downtimeSeconds) return { standing: 'fail', value, why: found.why };
  if (found.outcome === 'pass' || found.limit < downtimeSeconds) return { standing: 'pass', value, why: found.why };
  return { standing: 'inconclusive', value, why: found.why };
};

const lookAtOversold = ({ verdict }: JudgedRun): Omit<FigureInRun, 'runId'> => {
  const found = verdict.invariants.find(({ name }) => name === 'oversold');
  if (found === undefined) return untested('the books were not compared');
  return { standing: found.outcome, value: found.count, why: found.why };
};

const lookAtBooks = ({ verdict }: JudgedRun): Omit<FigureInRun, 'runId'> => {
  const others = verdict.invariants.filter(({ name }) => name !== 'oversold');
  if (others.length === 0) return untested('the books were not compared');
  const value = others.reduce((sum, { count }) => sum + count, 0);
  const worst =
    others.find(({ outcome }) => outcome === 'fail') ?? others.find(({ outcome }) => outcome === 'inconclusive');
  return worst === undefined
    ? { standing: 'pass', value, why: 'every order, charge and unit of stock is accounted for' }
    : { standing: worst.outcome, value, why: `${worst.name}: ${worst.why}` };
};

/** The platform's figures, as DESIGN §1 has them; averages there are held here as p95. */
export const figureRules: readonly FigureRule[] = [
  {
    name: 'usersHeld',
    title: 'Virtual users held within every budget',
    unit: 'users',
    target: usersHeld,
    better: 'more',
    before: 'fell over at 1,200',
    look: lookAtUsersHeld,
  },
  {
    name: 'usersTested',
    title: 'Virtual users tested',
    unit: 'users',
    target: usersTested,
    better: 'more',
    before: '',
    look: lookAtUsersTested,
  },
  {
    name: 'pageLoad',
    title: 'Page load, p95',
    unit: 'ms',
    target: pageLoadMs,
    better: 'less',
    before: '6.4 s',
    look: (run) =>
      lookAtLatency(
        steadyP95(run).filter(({ step }) => step !== run.plan.scenario.checkoutStep),
        pageLoadMs,
      ),
  },
  {
    name: 'orderProcessing',
    title: 'Order processing, p95',
    unit: 'ms',
    target: orderProcessingMs,
    better: 'less',
    before: '14 s',
    look: (run) =>
      lookAtLatency(
        steadyP95(run).filter(({ step }) => step === run.plan.scenario.checkoutStep),
        orderProcessingMs,
      ),
  },
  {
    name: 'downtime',
    title: 'Downtime at a fault, by itself',
    unit: 's',
    target: downtimeSeconds,
    better: 'less',
    before: '47 min',
    look: lookAtDowntime,
  },
  {
    name: 'oversold',
    title: 'Oversold units',
    unit: 'count',
    target: 0,
    better: 'less',
    before: '180 a month',
    look: lookAtOversold,
  },
  {
    name: 'books',
    title: 'Other breaches of the books',
    unit: 'count',
    target: 0,
    better: 'less',
    before: '',
    look: lookAtBooks,
  },
];

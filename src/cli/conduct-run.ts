import path from 'node:path';
import { openRunStore } from '../adapters/run-store/run-store.ts';
import type { Settings } from '../config/settings.ts';
import type { Evidence } from '../core/evidence.ts';
import { judge } from '../core/judge.ts';
import type { RunFigures } from '../core/wire/run-figures.ts';
import type { Verdict } from '../core/wire/verdict.ts';
import type { RunStore } from '../ports.ts';
import { publicationText } from '../report/index.ts';
import { openPublication, type Publication } from './cloudwatch-publication.ts';
import { readTelemetry } from './cloudwatch-telemetry.ts';
import { changeFrom, type Change } from './compared-runs.ts';
import { conclude } from './conclude.ts';
import type { CliContext } from './context.ts';
import type { LiveSite } from './live-page.ts';
import { runPlan, type PlannedRun } from './run-plan.ts';

export interface ConductedRun {
  readonly verdict: Verdict;
  readonly evidence: Evidence;
  /** What went wrong while the run was under way: its evidence is judged all the same. */
  readonly failure: Error | null;
  readonly store: RunStore;
  readonly change: Change;
}

export interface ConductOptions {
  /** Where the run is shown while it goes on; null: nowhere. */
  readonly site?: LiveSite | null;
  /** Runs that the report shows the change from. */
  readonly baseline?: readonly RunFigures[] | null;
}

/**
 * One ordinary run from plan to verdict, in a folder of its own, shown on the live page if there is one.
 *
 * 1. Plan and budgets are written down. 2. The run itself, published live where that is asked for. 3. The shop's own metrics. 4. The evidence is
 * sealed. 5. What was judged is published. 6. Verdict and report.
 *
 * @throws NotReadyError before there is evidence worth judging.
 */
export const conductRun = async (
  context: CliContext,
  run: Omit<PlannedRun, 'store' | 'publication'>,
  { site = null, baseline = null }: ConductOptions = {},
): Promise<ConductedRun> => {
  const { settings, plan, budgets } = run;
  const store = openRunStore(path.join(settings.reportsFolder, plan.runId));
  store.writePlan(plan);
  store.writeBudgets(budgets);
  const page = site?.open(run) ?? null;
  const publication = await openPublication(context, settings, budgets.budgets, (event) => store.appendEvent(event));
  const planned = { ...run, store, publication };
  const failure = await runPlan(page?.context ?? context, page === null ? planned : { ...planned, page });
  await keepTelemetry(context, store, settings);
  store.seal(plan.runId);
  if (publication !== null) await publishEnd(context, store, publication);
  const evidence = store.readEvidence();
  const change = changeFrom(baseline, evidence);
  if (change.problem !== null) context.err(change.problem);
  const verdict = conclude(store, evidence, change.comparison);
  page?.showVerdict(verdict, path.join(store.folder, 'report.html'));
  return { verdict, evidence, failure, store, change };
};

const keepTelemetry = async (context: CliContext, store: RunStore, { cloudWatch }: Settings): Promise<void> => {
  if (cloudWatch.telemetry.length === 0) return;
  const telemetry = await readTelemetry(context, cloudWatch, store.readEvidence());
  if (telemetry === null) return;
  store.writeText('telemetry.json', `${JSON.stringify(telemetry)}\n`);
  for (const problem of telemetry.problems) context.err(`Telemetry: ${problem}`);
};

/** The judged run goes out, and what became of it into the evidence, before the report is made of that. */
const publishEnd = async (context: CliContext, store: RunStore, publication: Publication): Promise<void> => {
  const evidence = store.readEvidence();
  const event = await publication.conclude(evidence, judge(evidence).verdict);
  store.appendEvent(event);
  const published = publicationText([event]);
  if (published !== null) context.err(`CloudWatch: ${published.text}`);
};

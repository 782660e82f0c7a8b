import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readEvidence } from '../../adapters/run-store/read-evidence.ts';
import { openRunStore } from '../../adapters/run-store/run-store.ts';
import { checkBudgetsAgainstPlan, parseBudgetsFile, separateElsewhere } from '../../config/budgets-file.ts';
import { knownFaults } from '../../config/load.ts';
import { judge } from '../../core/judge.ts';
import { BadInputError } from '../../core/errors.ts';
import type { Evidence } from '../../core/evidence.ts';
import { renderFinal, renderVerdictJson } from '../../report/index.ts';
import { conclude } from '../conclude.ts';
import type { CliContext } from '../context.ts';
import { baselineNamed, tellGithub } from '../github.ts';
import { exitCodeOf, onInconclusiveProblems } from '../on-inconclusive.ts';
import { runFolder } from '../run-folder.ts';

interface GateOptions {
  readonly budgets?: string;
  readonly onInconclusive: string;
  readonly github?: true;
  readonly baseline?: string[];
  readonly json?: true;
}

const withBudgets = async (context: CliContext, evidence: Evidence, given: string): Promise<Evidence> => {
  const file = path.resolve(context.cwd, given);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new BadInputError([
      { file, path: '(whole file)', message: error instanceof Error ? error.message : 'cannot be read' },
    ]);
  }
  const { budgets: listed, problems } = parseBudgetsFile(text, file);
  const faults = evidence.plan.experiment?.faults.map((fault) => fault.name) ?? [];
  const folders = { user: path.join(context.cwd, 'chaos'), packaged: path.join(context.packageRoot, 'chaos') };
  const { applicable: budgets } = separateElsewhere(listed, faults, await knownFaults(folders));
  const all = [
    ...problems,
    ...checkBudgetsAgainstPlan(budgets, {
      steps: evidence.plan.scenario.steps,
      faults,
      file,
    }),
  ];
  if (all.length > 0) throw new BadInputError(all);
  return { ...evidence, budgets: { ...evidence.budgets, source: { kind: 'file', path: given }, budgets } };
};

/** `peakproof gate`: judges stored evidence again, offline. Other budgets are judged without touching the run's folder. */
export const gateCommand = (context: CliContext): Command =>
  new Command('gate')
    .description('judge the stored evidence of a run again, offline, perhaps with other budgets')
    .argument('<run>', 'folder of the run, or its id below reports/')
    .option('--budgets <file>', 'judge with the budgets of this file; the verdict in the folder stays as it is')
    .option('--on-inconclusive <fail|warn>', 'exit code of an inconclusive verdict: 2 or 0', 'fail')
    .option('--github', 'in a GitHub workflow: annotations, job summary, outputs, and comment.md for a pull request')
    .option('--baseline <runs...>', 'with --github: runs or baseline files to show the change from')
    .option('--json', 'print verdict.json instead of the summary')
    .addHelpText('after', '\nExample:\n  $ peakproof gate reports/2026-11-27-0830 --budgets strict.json')
    .action(async (run: string, options: GateOptions) => {
      const problems = onInconclusiveProblems(options.onInconclusive);
      if (problems.length > 0) throw new BadInputError(problems);
      const folder = runFolder(context, run);
      const baseline = baselineNamed(context, options);
      const evidence = readEvidence(folder);
      const verdict =
        options.budgets === undefined
          ? conclude(openRunStore(folder), evidence)
          : judge(await withBudgets(context, evidence, options.budgets)).verdict;
      context.out(
        options.json
          ? renderVerdictJson(verdict).trimEnd()
          : renderFinal(verdict, { colour: context.outIsTty, width: context.width }, evidence.events, evidence.plan),
      );
      if (options.github === true)
        tellGithub(context, {
          store: openRunStore(folder),
          verdict,
          evidence,
          baseline,
          say: (text) => (options.json ? context.err(text) : context.out(text)),
        });
      context.setExitCode(exitCodeOf(verdict, options.onInconclusive));
    });

import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { figuresOfRun } from '../core/compare/figures-of-run.ts';
import { BadInputError } from '../core/errors.ts';
import type { Evidence } from '../core/evidence.ts';
import type { Comparison } from '../core/wire/comparison.ts';
import type { RunFigures } from '../core/wire/run-figures.ts';
import type { Verdict } from '../core/wire/verdict.ts';
import type { RunStore } from '../ports.ts';
import { annotation, renderAnnotations, renderOutputs, renderSummary } from '../report/index.ts';
import { comparisonOf, runsNamed } from './compared-runs.ts';
import type { CliContext } from './context.ts';

export interface GithubReport {
  readonly store: RunStore;
  readonly verdict: Verdict;
  readonly evidence: Evidence;
  /** Runs to compare with; null when none were named. */
  readonly baseline: readonly RunFigures[] | null;
  /** Where annotations go: GitHub reads either stream, and standard output may be taken by JSON. */
  readonly say: (text: string) => void;
}

/** The runs that `--baseline` names, read before anything else is done; null without it. */
export const baselineNamed = (
  context: CliContext,
  { baseline }: { readonly baseline?: readonly string[] },
): readonly RunFigures[] | null => (baseline === undefined ? null : runsNamed(context, baseline));

/** A comment on GitHub holds 65,536 characters. */
const mostCommentCharacters = 65_000;

/**
 * Tells GitHub about a judged run, through the files and commands of its runner: annotations, the job's summary, the step's outputs, and
 * `comment.md` in the run's folder for a pull request. Files that the environment does not name are left out.
 */
export const tellGithub = (context: CliContext, { store, verdict, evidence, baseline, say }: GithubReport): void => {
  const { env } = context;
  const comparison = baseline === null ? null : comparisonOrWarning(say, baseline, evidence);
  const body = renderSummary({ verdict, evidence }, { links: linksOf(env), comparison });
  store.writeText('comment.md', cut(body));
  for (const line of renderAnnotations(verdict)) say(line);
  const append = (file: string | undefined, text: string): void => {
    if (file !== undefined && file !== '') appendFileSync(file, text);
  };
  append(env['GITHUB_STEP_SUMMARY'], body);
  const inFolder = (name: string) => path.join(store.folder, name);
  const files = {
    folder: store.folder,
    report: inFolder('report.html'),
    junit: inFolder('junit.xml'),
    comment: inFolder('comment.md'),
  };
  append(env['GITHUB_OUTPUT'], renderOutputs(verdict, comparison, files));
};

/** A baseline of other things than this run must not stand in the way of its verdict. */
const comparisonOrWarning = (
  say: GithubReport['say'],
  baseline: readonly RunFigures[],
  evidence: Evidence,
): Comparison | null => {
  try {
    return comparisonOf(baseline, [figuresOfRun(evidence)]);
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    say(annotation('warning', 'Baseline', error.problems.map((one) => `${one.message}: ${one.received}`).join('; ')));
    return null;
  }
};

const linksOf = (env: NodeJS.ProcessEnv): { label: string; url: string }[] => {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  if (server === undefined || repository === undefined || run === undefined) return [];
  return [
    {
      label: 'The evidence and the report, among the artifacts of this run',
      url: `${server}/${repository}/actions/runs/${run}#artifacts`,
    },
  ];
};

const cut = (body: string): string => {
  if (body.length <= mostCommentCharacters) return body;
  const whole = body.slice(0, body.lastIndexOf('\n', mostCommentCharacters));
  return `${whole}\n\nThe rest is in the summary of the job.\n`;
};

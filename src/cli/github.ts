import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type { Evidence } from '../core/evidence.ts';
import type { Verdict } from '../core/wire/verdict.ts';
import type { RunStore } from '../ports.ts';
import { annotation, renderAnnotations, renderOutputs, renderSummary } from '../report/index.ts';
import type { Change } from './compared-runs.ts';
import type { CliContext } from './context.ts';

export interface GithubReport {
  readonly store: RunStore;
  readonly verdict: Verdict;
  readonly evidence: Evidence;
  readonly change: Change;
  /** Where annotations go: GitHub reads either stream, and standard output may be taken by JSON. */
  readonly say: (text: string) => void;
}

/** A comment on GitHub holds 65,536 characters. */
const mostCommentCharacters = 65_000;

/**
 * Tells GitHub about a judged run, through the files and commands of its runner: annotations, the job's summary, the step's outputs, and
 * `comment.md` in the run's folder for a pull request. Files that the environment does not name are left out.
 */
export const tellGithub = (context: CliContext, { store, verdict, evidence, change, say }: GithubReport): void => {
  const { env } = context;
  const { comparison, problem } = change;
  if (problem !== null) say(annotation('warning', 'Baseline', problem));
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

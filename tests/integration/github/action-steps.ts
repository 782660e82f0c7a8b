import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageRoot } from '../../support/cli.ts';

const stepSchema = z.looseObject({
  name: z.string(),
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  shell: z.string().optional(),
  env: z.record(z.string(), z.string()).default({}),
  with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});

const actionSchema = z.looseObject({
  inputs: z.record(z.string(), z.looseObject({ description: z.string(), default: z.string() })),
  outputs: z.record(z.string(), z.looseObject({ description: z.string(), value: z.string() })),
  runs: z.looseObject({ using: z.literal('composite'), steps: z.array(stepSchema) }),
});

/** `action.yml` as GitHub reads it. */
export const action = actionSchema.parse(parse(readFileSync(path.join(packageRoot, 'action.yml'), 'utf8')));

/** What a step of the action left behind, on a runner that is this machine. */
export interface StepResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** Values of expressions such as `inputs.run` or `github.sha`; the first known one of an `a || b` counts. */
const valueOf = (expression: string, values: Readonly<Record<string, string>>): string => {
  const names = expression.split('||').map((name) => name.trim());
  const known = names.find((name) => (values[name] ?? '') !== '') ?? names.find((name) => name in values);
  if (known === undefined) throw new Error(`the test knows no value of ${expression}`);
  return values[known] ?? '';
};

const expand = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => valueOf(expression, values));

const readOutputs = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

/**
 * Runs one shell step of the action as GitHub's runner does: expressions put in, `bash -eo pipefail` on the script, files for outputs and
 * summary named by the environment.
 */
export const runStep = (
  id: string,
  inputs: Readonly<Record<string, string>>,
  { folder, env = {} }: { readonly folder: string; readonly env?: NodeJS.ProcessEnv },
): StepResult => {
  const step = action.runs.steps.find((candidate) => candidate.id === id);
  if (step?.run === undefined) throw new Error(`the action has no shell step ${id}`);
  const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default] as const);
  const github = {
    'github.action_path': packageRoot,
    'github.sha': 'c0ffee',
    'github.event.pull_request.head.sha': '',
  };
  const given = [...defaults, ...Object.entries(inputs)].map(([name, value]) => [`inputs.${name}`, value] as const);
  const values: Record<string, string> = { ...github };
  for (const [name, value] of given) values[name] = expand(value, values);

  mkdirSync(folder, { recursive: true });
  const file = (name: string): string => path.join(folder, name);
  for (const name of ['output', 'summary']) writeFileSync(file(name), '');
  writeFileSync(file('step.sh'), step.run);
  const result = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file('step.sh')], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      GITHUB_ACTIONS: 'true',
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_REPOSITORY: 'shop/shop',
      GITHUB_RUN_ID: '4711',
      GITHUB_RUN_ATTEMPT: '1',
      ...Object.fromEntries(Object.entries(step.env).map(([name, text]) => [name, expand(text, values)])),
      ...env,
    },
  });
  const read = (name: string) => readFileSync(file(name), 'utf8');
  const { status: code, stdout, stderr } = result;
  return { code, stdout, stderr, outputs: readOutputs(read('output')), summary: read('summary') };
};

import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figuresOfRun } from '../../../src/core/compare/figures-of-run.ts';
import { readEvidence } from '../../../src/adapters/run-store/read-evidence.ts';
import { packageRoot } from '../../support/cli.ts';
import { action, runStep, type StepResult } from './action-steps.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-action-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The committed sample run, in a folder of its own. */
const sampleRun = (name: string): string => {
  const run = path.join(folder, name);
  cpSync(path.join(packageRoot, 'reports', 'sample'), run, { recursive: true });
  return run;
};
const at = (name: string): { folder: string } => ({ folder: path.join(folder, name) });

describe('action.yml', () => {
  it('names its shell, and a version of every action that it uses', () => {
    for (const step of action.runs.steps) {
      if (step.run !== undefined) expect(step.shell).toBe('bash');
      else expect(step.uses).toMatch(/^actions\/[a-z-]+@v\d+$/);
    }
  });

  it('lets no input into a script by way of the text: a branch may be named like a command', () => {
    for (const step of action.runs.steps) expect(step.run ?? '').not.toContain('${{');
  });

  it('keeps the evidence though the gate fails, under a name of its own for each attempt', () => {
    const keep = action.runs.steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact') === true);
    expect(keep?.if).toContain('always()');
    expect(keep?.with['name']).toContain('github.run_attempt');
  });

  it('restores the engine by the hash of its sources', () => {
    const { code, outputs } = runStep('engine', {}, at('engine'));
    expect(code).toBe(0);
    expect(outputs['key']).toMatch(/^peakproof-engine-[0-9a-f]{16}$/);
    expect(outputs['key']).toBe(`peakproof-${path.basename(outputs['folder'] ?? '')}`);
  });
});

describe('the gate step, on a run that passes', () => {
  let run: string;
  let result: StepResult;
  beforeAll(() => {
    run = sampleRun('passes');
    const baseline = path.join(folder, 'baseline.json');
    const figures = { ...figuresOfRun(readEvidence(run)), runId: 'before' };
    writeFileSync(baseline, JSON.stringify({ schemaVersion: 1, kind: 'baseline', runs: [figures] }));
    result = runStep('gate', { run, baseline }, at('pass-step'));
  });

  it('succeeds, and its outputs name the verdict and the files', () => {
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.outputs).toMatchObject({ verdict: 'pass', 'exit-code': '0', folder: run, change: 'noEvidence' });
    for (const name of ['report', 'junit', 'comment']) expect(existsSync(result.outputs[name] ?? '')).toBe(true);
    expect(Object.keys(action.outputs).toSorted()).toEqual(Object.keys(result.outputs).toSorted());
  });

  it('annotates with the sentence', () => {
    expect(result.stdout).toMatch(/^::notice title=Peakproof::Pass: the shop held all /m);
    expect(result.stdout).not.toContain('::error');
  });

  it('writes the table of budgets and the change from the baseline, as a summary and as a comment', () => {
    for (const text of [result.summary, readFileSync(result.outputs['comment'] ?? '', 'utf8')]) {
      expect(text).toMatch(/^## ✅ Pass/);
      expect(text).toMatch(/\| ✅ Pass \| checkout · p95 latency/);
      expect(text).toContain('### Change from the baseline');
      expect(text).toMatch(/\| ➖ No evidence \| checkout · p95 latency/);
      expect(text).toContain('https://github.example/shop/shop/actions/runs/4711#artifacts');
    }
  });
});

describe('the gate step, on a run that does not pass', () => {
  it('blocks, with an error for the broken budget', () => {
    const budgets = path.join(folder, 'strict.json');
    const budget = { name: 'strict', indicator: 'latencyP95', step: 'browse', phase: 'steady', limit: 0.1 };
    writeFileSync(budgets, JSON.stringify({ schemaVersion: 1, budgets: [budget] }));
    const result = runStep('gate', { run: sampleRun('fails'), budgets }, at('fail-step'));
    expect(result.code).toBe(1);
    expect(result.outputs).toMatchObject({ verdict: 'fail', 'exit-code': '1', change: '' });
    expect(result.stdout).toMatch(/^::error title=browse · p95 latency · steady::/m);
    expect(result.summary).toMatch(/^## ❌ Fail/);
  });

  it('blocks when the evidence is damaged, or warns if it was told to', () => {
    const run = sampleRun('damaged');
    rmSync(path.join(run, 'audit.json'));
    const blocked = runStep('gate', { run }, at('block-step'));
    expect(blocked).toMatchObject({ code: 2, outputs: { verdict: 'inconclusive' } });
    const warned = runStep('gate', { run, 'on-inconclusive': 'warn' }, at('warn-step'));
    expect(warned).toMatchObject({ code: 0, outputs: { verdict: 'inconclusive', 'exit-code': '2' } });
    expect(warned.stdout).toContain('::warning title=Peakproof::Inconclusive');
  });

  it('says what is wrong with its input, and has no verdict', () => {
    const result = runStep('gate', { run: path.join(folder, 'nowhere') }, at('input-step'));
    expect(result).toMatchObject({ code: 4, outputs: {} });
    expect(result.stderr).toContain('There is no run at');
  });
});

describe('the gate step, when it makes a run', () => {
  const dryRun = (inputs: Readonly<Record<string, string>>, name: string) =>
    runStep('gate', { arguments: '--dry-run\n--json\n--shop\nreference', ...inputs }, at(name));
  const planOf = ({ stdout }: StepResult) =>
    (JSON.parse(stdout.split('\n').find((line) => line.startsWith('{')) ?? '{}') as { plan?: Record<string, unknown> })
      .plan;

  it('plans the gate profile for the commit, and passes over a baseline that is not there yet', () => {
    const result = dryRun({ baseline: 'none.json' }, 'plan-step');
    expect(result.stdout).toContain('::notice title=Baseline::There is none at none.json yet.');
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(planOf(result)).toMatchObject({
      load: { virtualUsers: 1_000 },
      experiment: null,
      timing: { looksAtSeconds: [190, 250, 310, 370] },
      release: { revision: 'c0ffee', attempt: 1, earlier: [], despiteEarlierFail: null },
    });
  });

  it('finds the attempts that were made before', () => {
    const earlier = path.join(folder, 'again-step', 'reports', 'attempts', 'peakproof-gate-1');
    cpSync(path.join(packageRoot, 'reports', 'sample'), earlier, { recursive: true });
    const plan = JSON.parse(readFileSync(path.join(earlier, 'plan.json'), 'utf8')) as Record<string, unknown>;
    const release = { revision: 'c0ffee', attempt: 1, earlier: [], despiteEarlierFail: null };
    writeFileSync(path.join(earlier, 'plan.json'), JSON.stringify({ ...plan, release }));
    const result = dryRun({ 'despite-earlier-fail': 'the stub was down' }, 'again-step');
    expect(planOf(result)).toMatchObject({
      release: {
        attempt: 2,
        earlier: [{ runId: plan['runId'], verdict: 'pass' }],
        despiteEarlierFail: 'the stub was down',
      },
    });
  });
});

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureEngine } from '../../src/adapters/engine/index.ts';
import { verdictSchema } from '../../src/core/wire/verdict.ts';
import { runCli } from '../support/cli.ts';

/** Loops that want the generator's only processor for themselves, and end by themselves. */
const rivals = 10;
const rivalSeconds = 120;

let folder: string;
const started: ChildProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-starved-'));
});

afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const canPin = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

describe.skipIf(!canPin)('a load generator that is starved (needs taskset)', () => {
  it('is named as the reason of an inconclusive verdict: never a pass, never a fail', async () => {
    const { k6 } = await ensureEngine({ onProgress: () => undefined, env: process.env });
    const pinned = path.join(folder, 'pinned-k6');
    writeFileSync(pinned, `#!/bin/sh\nexec taskset -c 0 nice -n 19 '${k6}' "$@"\n`, { mode: 0o755 });
    const loop = `const endMs = Date.now() + ${rivalSeconds * 1_000}; while (Date.now() < endMs);`;
    // Each in a session of its own: Linux shares a processor among sessions, whatever their niceness.
    for (let rival = 0; rival < rivals; rival += 1)
      started.push(spawn('taskset', ['-c', '0', process.execPath, '-e', loop], { stdio: 'ignore', detached: true }));

    const { code, stdout, stderr } = await runCli(
      ['rehearse', '--no-experiment', '--users', '3000', '--duration', '40s', '--seed', '7', '--json', '--out', folder],
      { env: { PEAKPROOF_K6: pinned } },
    );
    expect(stderr).not.toContain('internal error');
    const verdict = verdictSchema.parse(JSON.parse(stdout));
    expect({ code, verdict: verdict.verdict }).toEqual({ code: 2, verdict: 'inconclusive' });
    const failed = verdict.validity.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check);
    expect(failed.filter((check) => /^(timerLateness|schedLatency|addedLatency)/.test(check))).not.toEqual([]);
    // The reason that a person reads first is the generator, and no budget was judged on its word.
    const judged = verdict.findings.filter(({ outcome }) => outcome === 'pass' || outcome === 'fail');
    expect(judged.filter(({ step }) => step !== null)).toEqual([]);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { k6LoadGenerator } from '../../src/adapters/k6/index.ts';
import { openRunStore } from '../../src/adapters/run-store/run-store.ts';
import type { Evidence } from '../../src/core/evidence.ts';
import { table, type Bench, type Benchmark, type Report } from '../benchmark.ts';
import { scoreRun } from './score.ts';
import type { Script, ScriptedStep } from './script.ts';
import { scriptedPlan } from './scripted-plan.ts';
import { startScriptedServer } from './scripted-server.ts';
import { scriptsOf } from './scripts.ts';
import { scriptedBudgets, scriptedEvents, simulatedRun } from './simulated-run.ts';

/** Played for real: minutes each. */
const names = ['short: 5 s, slow', '30 s, half fail fast'];
const circumstances = { kind: 'closed, flat', visits: 'whole journeys', seed: 1 } as const;
/** k6 bundles and starts its host in this much. */
const leadMs = 5_000;
const scriptsFolder = fileURLToPath(new URL('../scripts', import.meta.url));

const rowsOf = async (bench: Bench, scripts: readonly Script[]) => {
  const rows: {
    readonly script: string;
    readonly step: ScriptedStep;
    readonly isDense: boolean;
    readonly onsetErrorSeconds: number | null;
    readonly simulatedOnsetErrorSeconds: number | null;
    readonly recoveryErrorSeconds: number | null;
    readonly simulatedRecoveryErrorSeconds: number | null;
    readonly episodesSeen: number;
    readonly episodesTrue: number;
  }[] = [];
  for (const script of scripts) {
    bench.say(`${script.name}, for real: ${script.endSeconds} s`);
    const real = scoreRun(script, await realRun(bench, script));
    const simulated = scoreRun(script, simulatedRun(script, circumstances));
    for (const [
      index,
      { step, isDense, onsetErrorSeconds, recoveryErrorSeconds, episodesSeen, episodesTrue },
    ] of real.entries())
      rows.push({
        script: script.name,
        step,
        isDense,
        onsetErrorSeconds,
        simulatedOnsetErrorSeconds: simulated[index]?.onsetErrorSeconds ?? null,
        recoveryErrorSeconds,
        simulatedRecoveryErrorSeconds: simulated[index]?.recoveryErrorSeconds ?? null,
        episodesSeen,
        episodesTrue,
      });
  }
  return rows;
};

const realRun = async (bench: Bench, script: Script): Promise<Evidence> => {
  const root = mkdtempSync(path.join(tmpdir(), 'peakproof-bench-truth-'));
  const plan = {
    ...scriptedPlan(script, circumstances),
    scenario: { name: 'scripted', steps: ['browse', 'cart', 'checkout'], checkoutStep: 'checkout' },
  };
  const k6Path = await bench.programs.k6(); // built before T0 is set: a build outlasts the lead
  const t0Ms = Date.now() + leadMs;
  const server = await startScriptedServer(script, t0Ms);
  const store = openRunStore(path.join(root, plan.runId));
  try {
    store.writePlan(plan);
    store.writeBudgets({ schemaVersion: 1, source: { kind: 'default' }, budgets: [...scriptedBudgets] });
    const generator = k6LoadGenerator({ k6Path, env: process.env, scenariosFolder: scriptsFolder });
    const adapterFile = path.join(scriptsFolder, 'scripted-shop.ts');
    const load = await generator.start({ plan, runFolder: store.folder, t0Ms, baseUrl: server.baseUrl, adapterFile });
    const takeBack = bench.onInterrupt(() => void load.kill());
    const { exitCodes, lastWords } = await load.ended;
    takeBack();
    if (exitCodes.some((code) => code !== 0)) throw new Error(`k6 ended with ${exitCodes.join(', ')}: ${lastWords}`);
    for (const event of scriptedEvents(script, t0Ms)) store.appendEvent(event);
    return store.readEvidence();
  } finally {
    await server.close();
    rmSync(root, { recursive: true, force: true });
  }
};

const run = async (bench: Bench): Promise<Report> => {
  const scripts = scriptsOf(circumstances.seed).filter(({ name }) => names.includes(name));
  return {
    settings: { load: circumstances.kind, visits: circumstances.visits },
    tables: [
      table(
        'Scripts by a real server and the real engine, and by the simulation',
        {
          script: 'script',
          step: 'step',
          isDense: 'dense',
          onsetErrorSeconds: 'onset error, s',
          simulatedOnsetErrorSeconds: 'simulated, s',
          recoveryErrorSeconds: 'recovery error, s',
          simulatedRecoveryErrorSeconds: 'simulated, s',
          episodesSeen: 'episodes',
          episodesTrue: 'true',
        },
        await rowsOf(bench, bench.quick ? scripts.slice(0, 1) : scripts),
      ),
    ],
    skipped: [],
    notes: [
      'Errors as in the benchmark `recovery`: distances from the true instant to the window that the judge names.',
    ],
  };
};

/** Whether the simulated shoppers of the benchmark `recovery` stand for real ones: the same scripts by a real server, the same errors (s). */
export const recoveryReal: Benchmark = {
  name: 'recovery-real',
  summary: 'ground truth: the same scripts by a real server and the real engine',
  minutes: 10,
  run,
};

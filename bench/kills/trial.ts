import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runEventSchema, type RunEvent } from '../../src/core/wire/events.ts';
import { leaseSchema, type Lease } from '../../src/core/wire/lease.ts';
import { startRig, trialTimes, type TrialRig } from './rig.ts';
import { problemsOf } from './expectations.ts';
import type { Instant, Outcome, Victim } from './outcome.ts';

export interface Trial {
  readonly outcome: Outcome;
  /** What is not as it must be; empty when all is well. */
  readonly problems: readonly string[];
}

const entry = fileURLToPath(new URL('../../bin/peakproof.mjs', import.meta.url));
/** The lease of ten seconds, its looks, a try and a read-back; generous, as the machine may be busy. */
const healedWithinMs = 40_000;
const victimWithinMs = 120_000;

/** Rehearses, kills, waits until all has come to rest, and looks. */
export const runTrial = async (toxiproxyServer: string, victim: Victim, instant: Instant): Promise<Trial> => {
  const rig = await startRig(toxiproxyServer);
  try {
    const { loadSeconds } = trialTimes;
    const run = start(['rehearse', '--config', rig.configFile, '--duration', `${loadSeconds}s`]);
    const pid = await whenItIsTime(rig, run, victim, instant);
    const eventsBefore = readEvents(rig);
    const killedMs = performance.now();
    if (pid !== null) process.kill(pid, 'SIGKILL');
    const { exitCode, said } = await run.ended;
    const rest = await untilNothingOfOurs(rig, killedMs);
    const runFolder = runFolderOf(rig);
    const gate =
      runFolder !== null && existsSync(path.join(runFolder, 'plan.json')) ? await judgeAgain(runFolder) : null;
    const outcome: Outcome = { victim, exitCode, said, events: readEvents(rig), eventsBefore, ...rest, gate };
    return { outcome, problems: pid === null ? [] : problemsOf(outcome) };
  } finally {
    rig.stop();
  }
};

export interface Started {
  readonly pid: number;
  readonly isOver: () => boolean;
  readonly ended: Promise<{ readonly exitCode: number | null; readonly said: string }>;
}

export const start = (args: readonly string[]): Started => {
  const child = spawn(process.execPath, [entry, ...args], {
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const ended = new Promise<{ exitCode: number | null; said: string }>((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, said }));
  });
  return { pid: child.pid ?? 0, isOver: () => child.exitCode !== null || child.signalCode !== null, ended };
};

/** Waits for the victim and for the instant. @returns its process id; null when the run was over before. */
const whenItIsTime = async (rig: TrialRig, run: Started, victim: Victim, instant: Instant): Promise<number | null> => {
  const isThere = (): boolean =>
    pidOf(rig, run, victim) !== null &&
    (instant !== 'in the fault' ||
      readEvents(rig).some((event) => event.type === 'fault' && event.state === 'applied'));
  const until = performance.now() + victimWithinMs;
  while (!isThere()) {
    if (run.isOver() || performance.now() > until) return null;
    await wait(50);
  }
  if (instant !== 'in the fault') await wait(1_000 * instant.afterSeconds);
  return run.isOver() ? null : pidOf(rig, run, victim);
};

const pidOf = (rig: TrialRig, run: Started, victim: Victim): number | null => {
  switch (victim) {
    case 'harness':
      return run.pid;
    case 'toxiproxy':
      return leaseOf(rig) === null ? null : rig.toxiproxyPid;
    case 'k6':
      return leaseOf(rig)?.processes.findLast(({ role }) => role === 'load')?.pid ?? null;
    case 'janitor':
      return janitorOf(rig.folder);
  }
};

/** Linux: the janitor is the one that names the lease of this trial. */
const janitorOf = (folder: string): number | null => {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = pids.find((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return words.includes('\0janitor\0') && words.includes(folder);
    } catch {
      return false;
    }
  });
  return found === undefined ? null : Number(found);
};

const runFolderOf = ({ folder }: TrialRig): string | null => {
  const runs = path.join(folder, 'runs');
  const [name] = existsSync(runs) ? readdirSync(runs) : [];
  return name === undefined ? null : path.join(runs, name);
};

const leaseOf = (rig: TrialRig): Lease | null => {
  try {
    return leaseSchema.parse(JSON.parse(readFileSync(path.join(runFolderOf(rig) ?? '', 'lease.json'), 'utf8')));
  } catch {
    return null;
  }
};

/** A line that the kill cut is left out, as the run store does. */
export const readEvents = (rig: TrialRig): RunEvent[] => {
  const file = path.join(runFolderOf(rig) ?? '', 'events.ndjson');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [runEventSchema.parse(JSON.parse(line))];
      } catch {
        return [];
      }
    });
};

const untilNothingOfOurs = async (
  rig: TrialRig,
  killedMs: number,
): Promise<Pick<Outcome, 'leftOurs' | 'healedAfterSeconds'>> => {
  for (;;) {
    const left = await rig.left();
    if (left === null) return { leftOurs: null, healedAfterSeconds: null };
    const ours = left.filter(({ runId }) => runId !== null).length;
    const sinceMs = performance.now() - killedMs;
    if (ours === 0 && leaseOf(rig) === null) return { leftOurs: 0, healedAfterSeconds: sinceMs / 1_000 };
    if (sinceMs > healedWithinMs && ours > 0) return { leftOurs: ours, healedAfterSeconds: null };
    // Nothing is left, and the lease is still there: the janitor is about to take it back, unless it was killed.
    if (sinceMs > healedWithinMs) return { leftOurs: 0, healedAfterSeconds: sinceMs / 1_000 };
    await wait(200);
  }
};

const judgeAgain = async (runFolder: string): Promise<Outcome['gate']> => {
  const { exitCode, said } = await start(['gate', runFolder, '--json']).ended;
  return { code: exitCode, verdict: /"verdict":\s*"(\w+)"/.exec(said)?.[1] ?? 'none' };
};

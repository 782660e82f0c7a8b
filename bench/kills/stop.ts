import type { RunEvent } from '../../src/core/wire/events.ts';
import { table, type Bench, type Benchmark, type Report } from '../benchmark.ts';
import { startRig, trialTimes, type Rehearsed } from './rig.ts';
import { readEvents, start } from './trial.ts';

const forSeconds = 3;
const rehearsed: Rehearsed = {
  users: 40,
  fault: { kind: 'down', attributes: {} },
  stopWhen: { badShareAbove: 0.5, for: forSeconds },
};
const runs = { full: 5, quick: 1 };

const offsetOf = (events: readonly RunEvent[], is: (event: RunEvent) => boolean): number | null =>
  events.find(is)?.offsetSeconds ?? null;

const stopOnce = async (toxiproxyServer: string) => {
  const rig = await startRig(toxiproxyServer, rehearsed);
  try {
    const { exitCode } = await start([
      'rehearse',
      '--config',
      rig.configFile,
      '--duration',
      `${trialTimes.loadSeconds}s`,
    ]).ended;
    const events = readEvents(rig);
    const appliedAtSeconds = offsetOf(events, (event) => event.type === 'fault' && event.state === 'applied');
    const healedAtSeconds = offsetOf(events, (event) => event.type === 'fault' && event.state === 'healed');
    // A second in which the fault went in before its middle is bad for the most part already.
    const crossedAtSeconds = appliedAtSeconds === null ? null : Math.round(appliedAtSeconds) + forSeconds;
    return {
      exitCode,
      appliedAtSeconds,
      crossedAtSeconds,
      noticedAtSeconds: offsetOf(events, (event) => event.type === 'guard'),
      healedAtSeconds,
      crossedToHealedSeconds:
        healedAtSeconds === null || crossedAtSeconds === null ? null : healedAtSeconds - crossedAtSeconds,
    };
  } finally {
    rig.stop();
  }
};

const run = async (bench: Bench): Promise<Report> => {
  const rows = [];
  const toxiproxyServer = await bench.programs.toxiproxy();
  for (let left = bench.quick ? runs.quick : runs.full; left > 0; left--) {
    bench.say(`${left} to go`);
    rows.push(await stopOnce(toxiproxyServer));
  }
  return {
    settings: { users: rehearsed.users, badShareAbove: 0.5, forSeconds },
    tables: [
      table(
        'From a stop condition being reached to the fault being healed',
        {
          exitCode: 'exit code',
          appliedAtSeconds: 'applied, s',
          crossedAtSeconds: 'reached, s',
          noticedAtSeconds: 'noticed, s',
          healedAtSeconds: 'healed, s',
          crossedToHealedSeconds: 'from reached to healed, s',
        },
        rows,
      ),
    ],
    skipped: [],
    notes: [
      `A shop that is down behind its Toxiproxy. Reached: ${forSeconds} s after the first whole second that is bad for the most part. Healed: read back.`,
    ],
  };
};

/** How soon a stop condition heals (s), with the real engine and a real Toxiproxy. */
export const stop: Benchmark = {
  name: 'stop',
  summary: 'from a stop condition being reached to the fault being healed',
  minutes: 3,
  run,
};

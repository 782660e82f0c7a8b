import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../../src/adapters/clock/system-clock.ts';
import { leaseFileAt } from '../../../src/adapters/lease/lease-file.ts';
import { spawnJanitor, systemProcesses } from '../../../src/adapters/processes/index.ts';
import { openRunStore } from '../../../src/adapters/run-store/run-store.ts';
import { toxiproxyInjector } from '../../../src/adapters/toxiproxy/index.ts';
import { keepFaults } from '../../../src/run/heal.ts';
import { openJournal } from '../../../src/run/journal.ts';
import { holdLease } from '../../../src/run/lease.ts';
import { faultOn, runId } from './toxiproxy-rig.ts';

/**
 * Holds a lease as the harness does, applies two faults, says so on stdout, and goes on until it is ended. Arguments: Toxiproxy's URL, folder of
 * the run, longest life of the faults in seconds, id of a process that is listed with another start.
 */
const [url = '', folder = '', longestLife = '', reusedPid = ''] = process.argv.slice(2);

const store = openRunStore(folder);
const journal = openJournal(systemClock, store);
journal.fixT0(0);
const processes = systemProcesses(process);
const file = leaseFileAt(path.join(folder, 'lease.json'));
const lease = holdLease({
  file,
  runId,
  toxiproxyUrl: url,
  toxiproxyOwned: false,
  offsetSeconds: () => journal.offsetSeconds(),
  clock: systemClock,
  leaseSeconds: 3,
  processes: {
    signal: (mark, name) => processes.signal(mark, name),
    startMark: (pid) => (pid === Number(reusedPid) ? 'the start of a process long gone' : processes.startMark(pid)),
  },
});
const { pid: janitorPid } = await spawnJanitor({
  nodePath: process.execPath,
  entry: path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../bin/peakproof.mjs'),
  leaseFile: file.path,
  logFile: path.join(folder, 'janitor.log'),
  env: process.env,
});

// Stands for the load: a process of its own, that outlives its parent and does not end on SIGTERM.
const load = spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], {
  detached: true,
  stdio: 'ignore',
});
load.unref();
lease.addProcesses([load.pid ?? 0, Number(reusedPid)], 'load');

const keeper = keepFaults({ runId, injector: toxiproxyInjector({ url }), lease, journal, clock: systemClock });
const longestLifeSeconds = Number(longestLife);
await keeper.apply({ ...faultOn('rds', 'down'), longestLifeSeconds });
await keeper.apply({ ...faultOn('stripe', 'latency', { latencyMs: 200 }), longestLifeSeconds });
process.stdout.write(`${JSON.stringify({ janitorPid, loadPid: load.pid })}\n`);

process.on('SIGTERM', () => {
  void keeper.healAll('interrupt').then(() => {
    load.kill('SIGKILL');
    lease.release();
    process.exit(0);
  });
});

import { Command } from 'commander';
import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { promisify } from 'node:util';
import { exitCodes } from '../../core/exit-code.ts';
import type { CliContext } from '../context.ts';
import { wholeNumber } from '../whole-number.ts';

type Need = 'required' | 'optional';

interface Diagnosis {
  readonly what: string;
  readonly need: Need;
  readonly ok: boolean;
  readonly found: string;
  /** What to do where it is not ok. */
  readonly remedy: string;
}

const run = promisify(execFile);

const firstLineOf = async (
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string | null> => {
  try {
    const { stdout, stderr } = await run(command, args, { env, timeout: 10_000 });
    return (stdout || stderr).trim().split('\n')[0] ?? '';
  } catch {
    return null;
  }
};

const toolDiagnosis = async (
  env: NodeJS.ProcessEnv,
  tool: { what: string; need: Need; commands: readonly [string, ...string[]][]; remedy: string },
): Promise<Diagnosis> => {
  for (const [command, ...args] of tool.commands) {
    const found = await firstLineOf(command, args, env);
    if (found !== null) return { what: tool.what, need: tool.need, ok: true, found, remedy: tool.remedy };
  }
  return { what: tool.what, need: tool.need, ok: false, found: 'not found', remedy: tool.remedy };
};

/** Open files a process may have; null where the system does not say (macOS). */
const openFilesLimit = (): number | null => {
  try {
    const line = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
    return line?.[1] === 'unlimited' ? Infinity : Number(line?.[1] ?? NaN);
  } catch {
    return null;
  }
};

const ephemeralPorts = (): number | null => {
  try {
    const [low, high] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/).map(Number);
    return (high ?? 0) - (low ?? 0) + 1;
  } catch {
    return null;
  }
};

/** Beside its shoppers' connections a worker holds logs, pipes and listeners. */
const spareDescriptors = 500;

const limitDiagnosis = (what: string, limit: number | null, needed: number, remedy: string): Diagnosis => ({
  what,
  need: 'required',
  ok: limit === null || limit >= needed,
  found: limit === null ? `${needed} needed; this system does not say its limit` : `${limit}, ${needed} needed`,
  remedy,
});

const loopbackDiagnosis = async (): Promise<Diagnosis> => {
  const ok = await new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(0, '127.0.0.1', () => server.close(() => resolve(true)));
  });
  return {
    what: 'Loopback ports',
    need: 'required',
    ok,
    found: ok ? 'can be opened' : 'refused',
    remedy: 'Allow listening on 127.0.0.1.',
  };
};

const nodeIsEnough = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19);
};

const diagnose = async (env: NodeJS.ProcessEnv, users: number, workers: number): Promise<readonly Diagnosis[]> => [
  {
    what: 'Node.js',
    need: 'required',
    ok: nodeIsEnough(process.versions.node),
    found: process.versions.node,
    remedy: 'Install Node.js 20.19 or newer.',
  },
  await toolDiagnosis(env, {
    what: 'Go',
    need: 'required',
    commands: [['go', 'version']],
    remedy:
      'Install Go 1.21 or newer (it fetches the toolchain that engine/go.mod names): the load engine is built from source.',
  }),
  await toolDiagnosis(env, {
    what: 'Redis',
    need: 'optional',
    commands: [
      ['redis-server', '--version'],
      ['valkey-server', '--version'],
    ],
    remedy: 'Without it the reference shop uses the small Redis that comes with the engine.',
  }),
  await toolDiagnosis(env, {
    what: 'Python 3',
    need: 'optional',
    commands: [['python3', '--version']],
    remedy: 'Only the CloudWatch tests need it (moto).',
  }),
  await toolDiagnosis(env, {
    what: 'Chromium',
    need: 'optional',
    commands: [
      ['chromium', '--version'],
      ['chromium-browser', '--version'],
      ['google-chrome', '--version'],
    ],
    remedy: 'Only the tests of the HTML report need it.',
  }),
  limitDiagnosis(
    'Open files a process',
    openFilesLimit(),
    Math.ceil(users / workers) + spareDescriptors,
    'Raise it (ulimit -n), spread the load over more processes (--workers), or share connections.',
  ),
  limitDiagnosis(
    'Ephemeral ports',
    ephemeralPorts(),
    users,
    'Widen net.ipv4.ip_local_port_range, share connections, or use more source addresses.',
  ),
  await loopbackDiagnosis(),
];

const renderLine = ({ what, need, ok, found, remedy }: Diagnosis): string => {
  const mark = ok ? 'ok      ' : need === 'required' ? 'MISSING ' : 'absent  ';
  return `${mark} ${what.padEnd(22)} ${found}${ok ? '' : `\n         → ${remedy}`}`;
};

/** `peakproof doctor`: what this machine lacks for a plan of so many users. Exit 5 when something required is missing. */
export const doctorCommand = (context: CliContext): Command =>
  new Command('doctor')
    .description('say what this machine lacks, and what to do about it')
    .option('--users <n>', 'virtual users of the plan', wholeNumber('--users'), 2_000)
    .option('--workers <n>', 'k6 processes of the plan', wholeNumber('--workers'), 1)
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', '\nExample:\n  $ peakproof doctor --users 20000 --workers 2')
    .action(async (options: { users: number; workers: number; json?: true }) => {
      const diagnoses = await diagnose(context.env, options.users, options.workers);
      if (options.json) context.out(JSON.stringify(diagnoses));
      else {
        context.out(
          `${os.type()} ${os.arch()}, ${os.availableParallelism()} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB`,
        );
        for (const diagnosis of diagnoses) context.out(renderLine(diagnosis));
      }
      const missing = diagnoses.some(({ ok, need }) => !ok && need === 'required');
      context.setExitCode(missing ? exitCodes.notReady : exitCodes.pass);
    });

import { Command, Option } from 'commander';
import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import os from 'node:os';
import { promisify } from 'node:util';
import { defaultThinkTimeSigma } from '../../config/normalise.ts';
import { blackFriday } from '../../config/scenarios.ts';
import { exitCodes } from '../../core/exit-code.ts';
import {
  limitsTowards,
  descriptorsNeeded,
  mostWorkers,
  portRemedy,
  portsFit,
  portsNeeded,
  type ConnectionDemand,
  type MachineLimits,
} from '../../core/machine-capacity.ts';
import { connectionDemand, spreadLoad } from '../../run/connections.ts';
import type { CliContext } from '../context.ts';
import { machineLimits } from '../machine.ts';
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

/** The plan that the doctor looks at: the default scenario on the reference shop, at its default pace. */
interface PlanAsked {
  readonly users: number;
  /** Null: chosen, as the planner would. */
  readonly workers: number | null;
  readonly connections: 'perUser' | 'shared';
}

const demandOf = ({ users, connections }: PlanAsked): ConnectionDemand => {
  const { thinkTimeMedianSeconds } = blackFriday.defaults;
  const pace = { connections, thinkTimeMedianSeconds, thinkTimeSigma: defaultThinkTimeSigma, patienceSeconds: 0 };
  return connectionDemand({ model: 'closed', users }, pace, blackFriday.meanJourneySteps, true);
};

const descriptorDiagnosis = (asked: PlanAsked, limits: MachineLimits): Diagnosis => {
  const demand = demandOf(asked);
  const { workers, problems } = spreadLoad(demand, limits, asked.workers, 'command line');
  const each = limits.descriptorsPerProcess === null ? 'no limit' : `${limits.descriptorsPerProcess} a process`;
  const how = asked.workers === null ? 'chosen' : 'asked for';
  const tooFew = problems.find(({ path }) => path.includes('workers'));
  return {
    what: 'Descriptors',
    need: 'required',
    ok: tooFew === undefined,
    found: `${each}; ${workers} worker${workers === 1 ? '' : 's'} (${how}), ${descriptorsNeeded(demand, workers)} needed by the fullest`,
    remedy: `--workers: ${tooFew?.allowed ?? ''}. Or raise ulimit -n${asked.connections === 'shared' ? '' : ', or share connections'}.`,
  };
};

const portDiagnosis = (asked: PlanAsked, machine: MachineLimits): Diagnosis => {
  const limits = limitsTowards(machine, true);
  const need = portsNeeded(demandOf(asked), limits);
  const fit = portsFit(need, limits);
  const has =
    limits.ephemeralPorts === null ? 'this system does not say how many' : `${limits.ephemeralPorts} to one address`;
  return {
    what: 'Local ports',
    need: fit === 'later' ? 'optional' : 'required',
    ok: fit === 'yes',
    found: `${has}; ${need.open} for open connections and ${need.lingering} for closed ones that linger, with the shop on this machine`,
    remedy: `Where they do not fit, ${portRemedy(asked)}.`,
  };
};

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

const diagnose = async (
  env: NodeJS.ProcessEnv,
  asked: PlanAsked,
  limits: MachineLimits,
): Promise<readonly Diagnosis[]> => [
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
  descriptorDiagnosis(asked, limits),
  portDiagnosis(asked, limits),
  await loopbackDiagnosis(),
];

const renderLine = ({ what, need, ok, found, remedy }: Diagnosis): string => {
  const mark = ok ? 'ok      ' : need === 'required' ? 'MISSING ' : 'absent  ';
  return `${mark} ${what.padEnd(22)} ${found}${ok ? '' : `\n         → ${remedy}`}`;
};

interface DoctorOptions {
  readonly users: number;
  readonly workers?: number;
  readonly connections: PlanAsked['connections'];
  readonly json?: true;
}

/** `peakproof doctor`: what this machine lacks for a plan of so many users. Exit 5 when something required is missing. */
export const doctorCommand = (context: CliContext): Command =>
  new Command('doctor')
    .description('say what this machine lacks, and what to do about it')
    .option('--users <n>', 'virtual users of the plan', wholeNumber('--users'), blackFriday.defaults.users)
    .option(
      '--workers <n>',
      'k6 processes of the plan; without it, as many as the planner would choose',
      wholeNumber('--workers', mostWorkers),
    )
    .addOption(
      new Option('--connections <kind>', 'one per virtual user, or shared')
        .choices(['perUser', 'shared'])
        .default('perUser'),
    )
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', '\nExample:\n  $ peakproof doctor --users 20000')
    .action(async ({ users, workers, connections, json }: DoctorOptions) => {
      const diagnoses = await diagnose(context.env, { users, workers: workers ?? null, connections }, machineLimits());
      if (json === true) context.out(JSON.stringify(diagnoses));
      else {
        context.out(
          `${os.type()} ${os.arch()}, ${os.availableParallelism()} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB`,
        );
        for (const diagnosis of diagnoses) context.out(renderLine(diagnosis));
      }
      const missing = diagnoses.some(({ ok, need }) => !ok && need === 'required');
      context.setExitCode(missing ? exitCodes.notReady : exitCodes.pass);
    });

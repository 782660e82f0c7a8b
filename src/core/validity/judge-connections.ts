import { spareDescriptors } from '../machine-capacity.ts';
import type { SecondLine } from '../timeline/generator-seconds.ts';
import type { Plan } from '../wire/plan.ts';
import type { ValidityCheck } from '../wire/verdict.ts';
import { atMost } from './check.ts';

type WorkerSecond = SecondLine & { readonly worker: string };

const most = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((high, value) => Math.max(high, value), 0);

/**
 * A worker without descriptors cannot connect, and its shoppers' failures would be taken for the shop's. The limit keeps what the
 * worker needs beside connections, as the planner does. Nothing is judged where no limit is known.
 */
export const judgeDescriptors = (plan: Plan, seconds: readonly WorkerSecond[]): ValidityCheck[] => {
  const descriptors = plan.environment.descriptorsPerProcess ?? null;
  if (descriptors === null) return [];
  return [
    atMost({
      check: 'descriptors',
      value: most(seconds.map((line) => line.openConnections)),
      limit: Math.max(1, descriptors - spareDescriptors),
      unit: 'count',
      why: `the most connections that one worker had open; it may have ${descriptors} descriptors, and needs ${spareDescriptors} of them for itself`,
    }),
  ];
};

/** Sums a figure over all workers, second by second. */
const bySecond = (seconds: readonly WorkerSecond[], pick: (line: WorkerSecond) => number): number[] => {
  const sums: number[] = [];
  for (const line of seconds) sums[line.second] = (sums[line.second] ?? 0) + pick(line);
  return Array.from(sums, (sum: number | undefined) => sum ?? 0);
};

/**
 * Local ports in use: of open connections, and of those closed within the time that a port lingers; with a connection a virtual user, each
 * session that ends closes one. Nothing is judged where the machine's ports are not known.
 */
export const judgePorts = (plan: Plan, seconds: readonly WorkerSecond[]): ValidityCheck[] => {
  const { ephemeralPorts, portLingerSeconds = 0 } = plan.environment;
  if (ephemeralPorts === undefined || ephemeralPorts === null) return [];
  const open = bySecond(seconds, (line) => line.openConnections);
  const perUser = plan.load.connections === 'perUser';
  const closed = bySecond(seconds, (line) =>
    perUser ? line.sessionsFinished + line.sessionsAbandoned + line.sessionsCrashed : 0,
  );
  const linger = Math.ceil(portLingerSeconds);
  const used = open.map((count, second) =>
    closed.slice(Math.max(0, second + 1 - linger), second + 1).reduce((sum, each) => sum + each, count),
  );
  return [
    atMost({
      check: 'localPorts',
      value: most(used),
      limit: ephemeralPorts,
      unit: 'count',
      why: `the most local ports in use at one time, those of closed connections for ${linger} s more; without a free one no shopper can connect`,
    }),
  ];
};

import type { ChildProcess } from 'node:child_process';
import type { Service } from './service.ts';

interface SingleServiceOptions {
  readonly name: string;
  /** Starts its process; resolves when it is ready. */
  readonly launch: () => Promise<ChildProcess>;
  readonly spared?: readonly string[];
}

const runs = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

/** A service that is one process. Nobody replaces it when it dies: it is missing until it is started again. */
export const singleService = async ({ name, launch, spared = [] }: SingleServiceOptions): Promise<Service> => {
  let child = await launch();
  return {
    name,
    spared,
    processes: () =>
      runs(child) && child.pid !== undefined ? [{ pid: child.pid, kill: (signal) => child.kill(signal) }] : [],
    start: async () => {
      if (!runs(child)) child = await launch();
    },
  };
};

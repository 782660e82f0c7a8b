import { chooseProcesses, until, type ServiceFaultKind } from './placed-fault.ts';

/** SIGKILL: no good-bye. Who replaces its dead does so meanwhile; whatever is missing still is started when it is healed. */
export const kill: ServiceFaultKind = {
  kind: 'kill',
  fits: (service) => service.spared?.includes('kill') !== true,
  make: (service, { count }) => {
    const chosen = chooseProcesses(service, count);
    const pids = new Set(chosen.map(({ pid }) => pid));
    // As the service itself has noticed, not as the system has it: until then it would still count a dead process as its own.
    const allGone = () => !service.processes().some(({ pid }) => pids.has(pid));
    return {
      put: async () => {
        for (const each of chosen) each.kill('SIGKILL');
        await until('the processes end', allGone, 2_000);
      },
      take: () => service.start(),
      look: () =>
        Promise.resolve({
          inPlace: allGone(),
          seen: `killed: ${[...pids].join(', ')}; running: ${service.processes().length}`,
        }),
    };
  },
};

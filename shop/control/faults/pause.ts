import { startReaper } from '../../environment/reaper.ts';
import { isGone, isStopped } from '../process-state.ts';
import { chooseProcesses, until, type ServiceFaultKind } from './placed-fault.ts';

/**
 * SIGSTOP: the process stands still with its connections open, as on a machine that hangs; SIGCONT lets it go on where it was. When the
 * control itself is killed meanwhile, the reaper lets it go on, so that it notices and ends.
 */
export const pause: ServiceFaultKind = {
  kind: 'pause',
  fits: (service) => service.spared?.includes('pause') !== true,
  make: (service, { count }) => {
    const chosen = chooseProcesses(service, count);
    const reaper = startReaper(
      chosen.map(({ pid }) => pid),
      'CONT',
    );
    return {
      put: async () => {
        for (const each of chosen) each.kill('SIGSTOP');
        await until('the processes stop', () => chosen.every(({ pid }) => isStopped(pid)), 2_000);
      },
      take: async () => {
        for (const each of chosen) each.kill('SIGCONT');
        await until('the processes go on', () => !chosen.some(({ pid }) => isStopped(pid)), 2_000);
        reaper.dismiss();
        // One that ended while it stood still.
        await service.start();
      },
      look: () => {
        const states = chosen.map(({ pid }) => `${pid} ${isGone(pid) ? 'ended' : isStopped(pid) ? 'stopped' : 'runs'}`);
        return Promise.resolve({ inPlace: chosen.every(({ pid }) => isStopped(pid)), seen: states.join(', ') });
      },
    };
  },
};

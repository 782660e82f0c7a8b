import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  connectionsAtOnce,
  descriptorsNeeded,
  hostsFor,
  leastWorkers,
  limitsTowards,
  mostWorkers,
  portLinger,
  portsFit,
  portsNeeded,
  type ConnectionDemand,
  type MachineLimits,
} from './machine-capacity.ts';

const demand = (changes: Partial<ConnectionDemand> = {}): ConnectionDemand => ({
  users: 20_000,
  usersAtMost: changes.users ?? 20_000,
  connections: 'perUser',
  visitSeconds: 40,
  paceSeconds: 12,
  toLoopback: true,
  ...changes,
});
const limits = (changes: Partial<MachineLimits> = {}): MachineLimits => ({
  descriptorsPerProcess: 20_000,
  ephemeralPorts: 28_232,
  portLingerSeconds: { loopback: 1, elsewhere: 60 },
  loopbackSources: 1,
  ...changes,
});

describe('descriptors', () => {
  it('takes two processes for 20,000 users where one may have 20,000 descriptors', () => {
    expect(descriptorsNeeded(demand(), 1)).toBe(20_500);
    expect(leastWorkers(demand(), limits())).toBe(2);
    expect(leastWorkers(demand({ users: 19_500 }), limits())).toBe(1);
    expect(leastWorkers(demand({ users: 19_501 }), limits())).toBe(2);
  });

  it('counts hosts, which are dealt whole: the fullest worker decides', () => {
    // 40 hosts of 500 over 3 workers: 14, 13 and 13 hosts.
    expect(descriptorsNeeded(demand(), 3)).toBe(7_500);
    expect(descriptorsNeeded(demand({ users: 2 }), 3)).toBe(501);
  });

  it('needs more processes where a process may have few, as on macOS, and none of it where nothing limits them', () => {
    expect(leastWorkers(demand(), limits({ descriptorsPerProcess: 10_240 }))).toBe(3);
    expect(leastWorkers(demand({ users: 1_000_000 }), limits({ descriptorsPerProcess: null }))).toBe(1);
    expect(leastWorkers(demand({ users: 1_000_000 }), limits({ descriptorsPerProcess: 1_024 }))).toBeNull();
  });

  it('expects of shared connections as many as steps are under way in a slow shop', () => {
    expect(connectionsAtOnce(demand({ connections: 'shared' }), 20_000)).toBe(5_000);
    expect(connectionsAtOnce(demand({ connections: 'shared', paceSeconds: 1 }), 20_000)).toBe(20_000);
  });

  it('gives the fewest workers that fit, each with a host', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200_000 }),
        fc.integer({ min: 1_000, max: 100_000 }),
        (users, descriptors) => {
          const workers = leastWorkers(demand({ users }), limits({ descriptorsPerProcess: descriptors }));
          const fits = (count: number) => descriptorsNeeded(demand({ users }), count) <= descriptors;
          if (workers === null) return !fits(mostWorkers);
          return fits(workers) && (workers === 1 || !fits(workers - 1)) && hostsFor(users, workers) >= workers;
        },
      ),
    );
  });
});

describe('ports', () => {
  it('adds what lingers to what is open', () => {
    expect(portsNeeded(demand(), limits())).toEqual({
      open: 20_000,
      openAtMost: 20_000,
      lingering: 500,
      newConnectionsPerSecond: 500,
    });
    const far = demand({ toLoopback: false });
    expect(portsNeeded(far, limits())).toMatchObject({ open: 20_000, lingering: 30_000 });
    expect(portsFit(portsNeeded(demand(), limits()), limits())).toBe('yes');
    expect(portsFit(portsNeeded(far, limits()), limits())).toBe('later');
  });

  it('counts those whom a slow shop keeps: in processes, and as ports that may run out', () => {
    const arrivals = demand({ users: 15_000, usersAtMost: 40_000 });
    expect(leastWorkers(arrivals, limits())).toBe(3);
    expect(portsFit(portsNeeded(arrivals, limits()), limits())).toBe('later');
  });

  it('never fits when the open connections alone are too many', () => {
    const many = demand({ users: 30_000 });
    expect(portsFit(portsNeeded(many, limits()), limits())).toBe('never');
    expect(portsFit(portsNeeded(many, limits()), limits({ ephemeralPorts: null }))).toBe('yes');
  });

  it('has no turnover with shared connections', () => {
    expect(portsNeeded(demand({ connections: 'shared', toLoopback: false }), limits()).lingering).toBe(0);
  });

  it.each([
    ['linux', 0, { loopback: 60, elsewhere: 60 }],
    ['linux', 1, { loopback: 1, elsewhere: 1 }],
    ['linux', 2, { loopback: 1, elsewhere: 60 }],
    ['linux', null, { loopback: 60, elsewhere: 60 }],
    ['darwin', null, { loopback: 30, elsewhere: 30 }],
  ])('linger on %s with tcp_tw_reuse %s', (platform, reuse, expected) => {
    expect(portLinger(platform, reuse)).toEqual(expected);
  });
});

it('counts the ports of every address that connections to this machine come from', () => {
  const machine = limits({ ephemeralPorts: 28_000, loopbackSources: 32 });
  expect(limitsTowards(machine, true).ephemeralPorts).toBe(32 * 28_000);
  expect(limitsTowards(machine, false).ephemeralPorts).toBe(28_000);
  expect(limitsTowards({ ...machine, ephemeralPorts: null }, true).ephemeralPorts).toBeNull();
});

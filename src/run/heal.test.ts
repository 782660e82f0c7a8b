import { describe, expect, it } from 'vitest';
import { CleanupFailedError, NotReadyError } from '../core/errors.ts';
import { cutOf, keepFaults } from './heal.ts';
import type { Said } from './journal.ts';
import { holdLease } from './lease.ts';
import { LeapingClock, StandingClock } from './testing/clocks.ts';
import { MemoryInjector, MemoryLease, MemoryProcesses, someFault } from './testing/in-memory.ts';

const outage = someFault();
const slow = someFault({ name: 'slow-payments', kind: 'latency', proxy: 'stripe', attributes: { latencyMs: 9 } });

const stage = (toxiproxyOwned = false) => {
  const file = new MemoryLease();
  const injector = new MemoryInjector();
  const processes = new MemoryProcesses(new Map([[7, 'a']]));
  const lease = holdLease({
    file,
    processes,
    clock: new StandingClock(),
    runId: 'r',
    toxiproxyUrl: '',
    toxiproxyOwned,
    offsetSeconds: () => null,
  });
  lease.addProcesses([7], 'shop');
  const log: string[] = [];
  const say = (event: Said): void => {
    if (event.type === 'fault') log.push(`${event.fault} ${event.state} by ${event.by}`);
  };
  const clock = new LeapingClock();
  return {
    file,
    injector,
    processes,
    lease,
    log,
    clock,
    keeper: keepFaults({ runId: 'r', injector, lease, journal: { say }, clock }),
  };
};

describe('apply', () => {
  it('writes the lease before it touches anything', async () => {
    const { file, injector, keeper, log } = stage();
    let leasedMeanwhile = false;
    injector.whileApplying = () => {
      leasedMeanwhile = file.read()?.faults[0]?.name === outage.name;
      return Promise.resolve();
    };
    await keeper.apply(outage);
    expect(leasedMeanwhile).toBe(true);
    expect(log).toEqual(['database-failover applying by plan', 'database-failover applied by plan']);
  });

  it('heals at once what may be there in part, and passes the failure on', async () => {
    const { file, injector, keeper, log } = stage();
    injector.applyFailures.push(new Error('the read-back differs'));
    await expect(keeper.apply(outage)).rejects.toThrow('the read-back differs');
    expect(file.read()?.faults).toEqual([]);
    expect(log.map((line) => line.split(' ')[1])).toEqual(['applying', 'applyFailed', 'healing', 'healed']);
  });

  it('leaves alone what it did not touch', async () => {
    const { file, injector, keeper, log } = stage();
    injector.applyFailures.push(new NotReadyError('disabled by another', ''));
    await expect(keeper.apply(outage)).rejects.toThrow('disabled by another');
    expect(file.read()?.faults).toEqual([]);
    expect(log.map((line) => line.split(' ')[1])).toEqual(['applying', 'applyFailed']);
  });

  it('keeps the lease when a half-applied fault would not heal', async () => {
    const { file, injector, keeper } = stage();
    injector.applyFailures.push(new Error('the read-back differs'));
    injector.healFailures.push(new CleanupFailedError('it hangs', ''));
    await expect(keeper.apply(outage)).rejects.toThrow(CleanupFailedError);
    expect(file.read()?.faults).toEqual([outage]);
  });

  it('refuses when the janitor has taken over', async () => {
    const { file, injector, keeper } = stage();
    file.remove();
    await expect(keeper.apply(outage)).rejects.toThrow(/janitor/);
    expect(injector.inPlace.size).toBe(0);
  });
});

describe('heal', () => {
  it('drops the lease after the read-back', async () => {
    const { file, injector, keeper, log } = stage();
    await keeper.apply(outage);
    await keeper.heal(outage, 'plan');
    expect([file.read()?.faults, injector.inPlace.size]).toEqual([[], 0]);
    expect(log.slice(2)).toEqual(['database-failover healing by plan', 'database-failover healed by plan']);
  });

  it('says nothing of a fault that is healed already', async () => {
    const { keeper, log } = stage();
    await keeper.apply(outage);
    await keeper.healAll('guard');
    await keeper.heal(outage, 'plan');
    expect(log.filter((line) => line.includes('healed'))).toEqual(['database-failover healed by guard']);
  });

  it('keeps the lease when it fails', async () => {
    const { file, injector, keeper, log } = stage();
    await keeper.apply(outage);
    injector.healFailures.push(new CleanupFailedError('it hangs', ''));
    await expect(keeper.heal(outage, 'plan')).rejects.toThrow('it hangs');
    expect(file.read()?.faults).toEqual([outage]);
    expect(log.at(-1)).toBe('database-failover healFailed by plan');
  });

  it('has the proxy in the lease as down while connections are cut', async () => {
    const { file, injector, keeper } = stage();
    await keeper.apply(slow);
    let meanwhile: string[] = [];
    injector.heal = (_runId: string, _fault, beforeCut?: () => void) => {
      beforeCut?.();
      meanwhile = file.read()?.faults.map(({ kind, proxy }) => `${kind} ${proxy}`) ?? [];
      return Promise.resolve();
    };
    await keeper.heal(slow, 'plan');
    expect(meanwhile).toEqual(['latency stripe', 'down stripe']);
    expect(file.read()?.faults).toEqual([]);
  });

  it('counts a fault as healed when the Toxiproxy of the run has ended', async () => {
    const { injector, keeper, clock, processes, log } = stage(true);
    await keeper.apply(outage);
    injector.healFailures.push(new CleanupFailedError('nothing listens', ''));
    clock.at(1_000, () => processes.alive.clear());
    await keeper.healAll('interrupt');
    expect(log.at(-1)).toBe('database-failover healed by interrupt');
  });

  it('does not take silence for the end of a Toxiproxy of ours', async () => {
    const { injector, keeper } = stage(true);
    await keeper.apply(outage);
    injector.healFailures.push(new CleanupFailedError('it hangs', ''));
    await expect(keeper.healAll('interrupt')).rejects.toThrow('it hangs');
  });
});

describe('a fail-over', () => {
  const failover = someFault({ kind: 'failover', attributes: { to: 'standby' } });

  it('keeps the way back in the lease, and takes it when the run ends, without a word', async () => {
    const { file, injector, keeper, log } = stage();
    await keeper.apply(failover);
    expect(file.read()?.faults.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'database-failover failover',
      'database-failover-back reroute',
    ]);
    expect(file.read()?.faults[1]?.attributes).toEqual({
      to: 'standby',
      toAddress: 'standby:5432',
      fromAddress: 'db:5432',
    });
    await keeper.heal(failover, 'plan');
    expect(file.read()?.faults.map(({ name }) => name)).toEqual(['database-failover-back']);
    // A run goes on for longer than its fault may live: the janitor must not end it for the way back.
    expect(file.read()?.faults[0]?.longestLifeSeconds).toBeGreaterThan(1e9);
    const healed: string[] = [];
    injector.heal = (_runId, { name }) => {
      healed.push(name);
      return Promise.resolve();
    };
    await keeper.healAll('plan');
    expect(healed).toEqual(['database-failover-back']);
    expect(file.read()?.faults).toEqual([]);
    expect(log.at(-1)).toBe('database-failover healed by plan');
  });

  it('is left when its way back fails', async () => {
    const { injector, keeper, log, file } = stage();
    await keeper.apply(failover);
    await keeper.heal(failover, 'plan');
    injector.healFailures.push(new CleanupFailedError('it hangs', ''));
    await expect(keeper.healAll('plan')).rejects.toThrow('it hangs');
    expect(log.at(-1)).toBe('database-failover healFailed by plan');
    expect(file.read()?.faults).toHaveLength(1);
  });
});

describe('adjust', () => {
  it('changes what is in place, the lease with it, and says so', async () => {
    const { injector, keeper, file, log } = stage();
    await keeper.apply(slow);
    await keeper.adjust({ ...slow, attributes: { latencyMs: 50 } });
    expect([...injector.inPlace.values()][0]?.fault.attributes).toEqual({ latencyMs: 50 });
    expect(file.read()?.faults[0]?.attributes).toEqual({ latencyMs: 50 });
    expect(log.at(-1)).toBe('slow-payments adjusted by plan');
  });

  it('leaves what is healed already alone', async () => {
    const { injector, keeper } = stage();
    await keeper.adjust(slow);
    expect(injector.inPlace.size).toBe(0);
  });
});

describe('healAll', () => {
  it('heals everything, and names all that would not heal', async () => {
    const { injector, keeper, file } = stage();
    await keeper.apply(outage);
    await keeper.apply(slow);
    injector.healFailures.push(
      new CleanupFailedError('A hangs', 'curl A'),
      new CleanupFailedError('B hangs', 'curl B'),
    );
    await expect(keeper.healAll('interrupt')).rejects.toMatchObject({
      message: 'A hangs\nB hangs',
      hint: 'curl A\ncurl B',
    });
    await keeper.healAll('interrupt');
    expect(file.read()?.faults).toEqual([]);
  });

  it('waits for an application that is under way, and heals it', async () => {
    const { injector, keeper, log } = stage();
    let goOn = (): void => undefined;
    const reached = new Promise<void>((isThere) => {
      injector.whileApplying = () =>
        new Promise((resolve) => {
          goOn = resolve;
          isThere();
        });
    });
    const applying = keeper.apply(outage);
    await reached;
    const healing = keeper.healAll('guard');
    goOn();
    await Promise.all([applying, healing]);
    expect(injector.inPlace.size).toBe(0);
    expect(log.map((line) => line.split(' ')[1])).toEqual(['applying', 'applied', 'healing', 'healed']);
  });
});

it('gives a cut a name that the wire allows', () => {
  expect(cutOf(someFault({ name: 'x'.repeat(63) })).name).toHaveLength(63);
});

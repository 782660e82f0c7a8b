import { describe, expect, it } from 'vitest';
import type { GameDayPlan } from '../../core/wire/game-day.ts';
import type { Plan } from '../../core/wire/plan.ts';
import type { Said } from '../journal.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { openGameDay } from './game-day.ts';
import { gameDayBudgets, planGameDay } from './plan-game-day.ts';

const day: GameDayPlan = {
  faultsBy: 'hand',
  holdAtMostSeconds: 600,
  acknowledgeWithinSeconds: 300,
  mendWithinSeconds: 900,
  operator: 'Ada',
  responders: ['Bo'],
};

const fault = (name: string, atSeconds: number) => ({
  name,
  kind: 'down',
  target: 'database',
  atSeconds,
  durationSeconds: 20,
});
const short = {
  load: {
    model: 'closed',
    curve: [
      { atSeconds: 0, virtualUsers: 0 },
      { atSeconds: 10, virtualUsers: 50 },
      { atSeconds: 200, virtualUsers: 50 },
      { atSeconds: 215, virtualUsers: 0 },
    ],
  },
  timing: {
    plateauStartSeconds: 10,
    rampDownStartSeconds: 200,
    endSeconds: 215,
    worstCaseSeconds: 300,
    recoveryReserveSeconds: 80,
  },
  experiment: { faults: [fault('first', 60), fault('second', 120)] },
} as unknown as Plan;
const plan = planGameDay(short, day);

const opened = (of: Plan = plan) => {
  const clock = new VirtualClock();
  const said: Said[] = [];
  const offset = { seconds: null as number | null };
  const journal = {
    fixT0: () => 0,
    offsetSeconds: () => offset.seconds,
    say: (event: Said) => void said.push(event),
    events: [],
  };
  const never = new AbortController();
  return { game: openGameDay(of, journal, clock, () => undefined), said, offset, never: never.signal, clock };
};

const first = plan.experiment!.faults[0]!;
const second = plan.experiment!.faults[1]!;

describe('the plan of a game day', () => {
  it('holds the plateau, and lets a fault by hand stay until the reserve before its end', () => {
    expect(plan.timing).toMatchObject({ rampDownStartSeconds: 610, endSeconds: 625, worstCaseSeconds: 710 });
    expect(plan.load.curve.map(({ atSeconds }) => atSeconds)).toEqual([0, 10, 610, 625]);
    expect(first).toMatchObject({ durationSeconds: 520, longestLifeSeconds: 550 });
  });

  it('keeps the times of faults by plan, and is never shorter than they need', () => {
    const planned = planGameDay(short, { ...day, faultsBy: 'plan', holdAtMostSeconds: 60 });
    expect(planned.timing.rampDownStartSeconds).toBe(200);
    expect(planned.experiment).toEqual(short.experiment);
  });

  it('gives what people mend a budget of its own, and keeps that of the shop for after the heal', () => {
    const back = {
      name: 'b',
      indicator: 'serviceRecovery',
      step: 'checkout',
      phase: null,
      fault: '*',
      limit: 60,
    } as const;
    const down = { name: 'd', indicator: 'downtime', step: null, phase: null, fault: null, limit: 120 } as const;
    expect(gameDayBudgets([back, down], 900)).toEqual([
      { ...back, indicator: 'selfHealing' },
      { ...down, limit: 900 },
    ]);
  });
});

describe('a game day', () => {
  it('begins, injects and heals at the word of the operator, one fault after the other', async () => {
    const { game, offset, never, said } = opened();
    const begun = game.started(never);
    expect(game.ask('responder', 'started')).toEqual({ accepted: false, text: 'Only the operator may do that.' });
    expect(game.ask('operator', 'inject').accepted).toBe(false);
    expect(game.ask('operator', 'started').accepted).toBe(true);
    expect(await begun).toBe(true);
    offset.seconds = 20;
    const in1 = game.hand.toInject(first, never);
    expect(game.ask('operator', 'inject').accepted).toBe(true);
    expect(await in1).toBe(true);
    game.hand.onState(first, 'inPlace');
    expect(game.ask('operator', 'inject').accepted).toBe(false);
    expect(game.ask('operator', 'released')).toMatchObject({ accepted: false });
    const out1 = game.hand.toHeal(first, never);
    expect(game.ask('operator', 'heal').accepted).toBe(true);
    expect(await out1).toBe('hand');
    game.hand.onState(first, 'out');
    expect(game.state().nextFault).toBe('second');
    const in2 = game.hand.toInject(second, never);
    expect(game.ask('operator', 'inject').accepted).toBe(true);
    expect(await in2).toBe(true);
    expect(said.map((event) => (event.type === 'journal' ? [event.entry, event.text] : []))).toEqual([
      ['started', ''],
      ['inject', 'first'],
      ['heal', 'first'],
      ['inject', 'second'],
    ]);
  });

  it('heals by plan what nobody takes out, while recovery can still be seen', async () => {
    const { game, offset, never, clock } = opened();
    offset.seconds = 100;
    const from = clock.monotonicMs();
    expect(await clock.finish(game.hand.toHeal(first, never))).toBe('plan');
    expect((clock.monotonicMs() - from) / 1_000).toBe(610 - 80 - 100);
  });

  it('waits no longer when the run is to stop', async () => {
    const { game, clock } = opened();
    const stop = new AbortController();
    const waits = Promise.all([
      game.started(stop.signal),
      game.hand.toInject(first, stop.signal),
      game.hand.toHeal(first, stop.signal),
    ]);
    stop.abort();
    expect(await clock.finish(waits)).toEqual([false, false, null]);
  });

  it('asks for the end of the load once the plateau is released', () => {
    const { game, offset } = opened();
    game.ask('operator', 'started');
    const tick = { offsetSeconds: 1, phase: 'steady', lines: [], faultInPlace: null } as const;
    expect(game.release.see(tick)).toBeNull();
    offset.seconds = 50;
    game.ask('operator', 'released');
    expect(game.release.see(tick)).toEqual({ wish: 'endLoad', why: 'the operator released the plateau' });
  });

  it('takes the marks of people while the load runs, notes at any time, ticks that can be undone', () => {
    const { game, offset } = opened();
    expect(game.ask('responder', 'acknowledged').accepted).toBe(false);
    expect(game.ask('responder', 'note', '  ').accepted).toBe(false);
    expect(game.ask('responder', 'note', 'pager is quiet').accepted).toBe(true);
    game.ask('operator', 'started');
    offset.seconds = 30;
    expect(game.ask('responder', 'acknowledged').accepted).toBe(true);
    game.ask('responder', 'step', 'database-failover: look at the pool');
    expect(game.state().ticked).toEqual(['database-failover: look at the pool']);
    game.ask('responder', 'stepUndone', 'database-failover: look at the pool');
    expect(game.state().ticked).toEqual([]);
    expect(game.ask('responder', 'explode', 'x')).toEqual({ accepted: false, text: 'Not known here.' });
    expect(game.state().journal.map(({ atSeconds, entry }) => [atSeconds, entry])).toContainEqual([30, 'acknowledged']);
  });

  it('leaves faults by plan to the plan', () => {
    const { game, offset } = opened(planGameDay(short, { ...day, faultsBy: 'plan' }));
    game.ask('operator', 'started');
    offset.seconds = 30;
    expect(game.ask('operator', 'inject').text).toContain('by plan');
    expect(game.state().nextFault).toBeNull();
  });

  it('reveals the faults with the debrief, and is over when the operator says so', async () => {
    const { game, never } = opened();
    expect(game.ask('operator', 'finished').accepted).toBe(false);
    game.debrief();
    expect(game.state()).toMatchObject({ stage: 'debrief', revealed: true });
    const over = game.finished(never);
    game.ask('operator', 'happened', 'checkout refused at once');
    expect(game.ask('operator', 'finished').accepted).toBe(true);
    await over;
    expect(game.ask('responder', 'note', 'late')).toEqual({ accepted: false, text: 'The game day is over.' });
  });
});

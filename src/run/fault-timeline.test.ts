import { describe, expect, it } from 'vitest';
import type { PlannedFault } from '../core/wire/plan.ts';
import { runFaultTimeline } from './fault-timeline.ts';
import { openJournal } from './journal.ts';
import { someFault } from './testing/in-memory.ts';
import { VirtualClock } from './testing/virtual-clock.ts';

const fault = (name: string, changes: Partial<PlannedFault> = {}) =>
  someFault({ name, atSeconds: 30, durationSeconds: 10, ...changes });
const after = (other: string, event: 'applied' | 'healed' | 'recovered', delaySeconds = 0) => ({
  trigger: { after: other, event, delaySeconds },
});

interface Setting {
  readonly isSteady?: boolean;
  readonly recoversAfterSeconds?: number;
  readonly stopAtSeconds?: number;
}

const run = async (faults: PlannedFault[], setting: Setting = {}) => {
  const clock = new VirtualClock();
  const story: string[] = [];
  const notes: string[] = [];
  const journal = openJournal(clock, {
    appendEvent: (event) => {
      if (event.type === 'note') notes.push(event.text);
    },
  });
  journal.fixT0(0);
  const tell = (what: string): Promise<void> => {
    story.push(`${Math.round(journal.offsetSeconds() ?? 0)} ${what}`);
    return Promise.resolve();
  };
  const healedAt = new Map<string, number>();
  const stop = new AbortController();
  if (setting.stopAtSeconds !== undefined) void clock.sleep(setting.stopAtSeconds * 1_000).then(() => stop.abort());
  const parts = {
    plan: { experiment: { faults } } as Parameters<typeof runFaultTimeline>[0]['plan'],
    journal,
    clock,
    faults: {
      apply: ({ name }: PlannedFault) => tell(`+${name}`),
      adjust: ({ name, attributes }: PlannedFault) => tell(`~${name} ${Object.values(attributes).join()}`),
      heal: ({ name }: PlannedFault) => tell(`-${name}`),
      healAll: () => Promise.resolve(),
    },
    watch: {
      note: (name: string, state: string, at: number) => {
        if (state === 'healed') healedAt.set(name, at);
      },
      steadiness: () => ({ isShown: setting.isSteady ?? true, why: 'as it is' }),
      hasRecovered: (name: string, now: number) => {
        const healed = healedAt.get(name);
        return healed !== undefined && now >= healed + (setting.recoversAfterSeconds ?? Infinity);
      },
    },
    onStage: () => undefined,
    inPlace: new Set<string>(),
    onUnsteady: (why: string) => {
      void tell(`unsteady: ${why}`);
      stop.abort();
    },
  };
  await clock.finish(runFaultTimeline(parts, stop.signal));
  return { story, notes, left: [...parts.inPlace] };
};

describe('runFaultTimeline', () => {
  it('puts faults in and out at their offsets, side by side', async () => {
    const { story } = await run([fault('a'), fault('b', { atSeconds: 35, durationSeconds: 20 })]);
    expect(story).toEqual(['30 +a', '35 +b', '40 -a', '55 -b']);
  });

  it('starts after something has happened to another fault', async () => {
    const { story } = await run([
      fault('a'),
      fault('b', after('a', 'applied', 5)),
      fault('c', after('b', 'healed', 30)),
    ]);
    expect(story).toEqual(['30 +a', '35 +b', '40 -a', '45 -b', '75 +c', '85 -c']);
  });

  it('starts when the shop has recovered, and not before', async () => {
    const { story } = await run([fault('a'), fault('b', { atSeconds: 130, ...after('a', 'recovered', 10) })], {
      recoversAfterSeconds: 25,
    });
    expect(story.slice(2)).toEqual(['75 +b', '85 -b']);
  });

  it('leaves out what waits for a recovery that does not come, and what waits for that', async () => {
    const { story, notes } = await run([
      fault('a'),
      fault('b', { atSeconds: 100, ...after('a', 'recovered') }),
      fault('c', { atSeconds: 120, ...after('b', 'healed') }),
    ]);
    expect(story).toEqual(['30 +a', '40 -a']);
    expect(notes.slice(1)).toEqual([
      'b was left out: a was not recovered in time',
      'c was left out: b was not healed in time',
    ]);
  });

  it('lets a fault grow, stage by stage', async () => {
    const stages = [3, 6].map((afterSeconds) => ({ afterSeconds, attributes: { latencyMs: afterSeconds * 100 } }));
    const { story } = await run([fault('a', { stages })]);
    expect(story).toEqual(['30 +a', '33 ~a 300', '36 ~a 600', '40 -a']);
  });

  it('looks for a steady state once, before the first, and puts nothing in without it', async () => {
    const { story, notes, left } = await run([fault('a'), fault('b', { atSeconds: 30 })], { isSteady: false });
    expect(story).toEqual(['30 unsteady: as it is']);
    expect(notes).toEqual(['Not steady: as it is']);
    expect(left).toEqual([]);
  });

  it('leaves the healing to whoever interrupts', async () => {
    const { story, left } = await run([fault('a'), fault('b', after('a', 'healed'))], { stopAtSeconds: 35 });
    expect(story).toEqual(['30 +a']);
    expect(left).toEqual(['a']);
  });
});

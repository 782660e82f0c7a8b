import exec from 'k6/execution';
import engine from 'k6/x/peakproof';
import { arrivalsOfHost } from './arrivals.ts';
import { popularityOf, type Taste } from './catalogue.ts';
import { crowdsOf, type Crowds } from './crowd.ts';
import { activeIntervals, slotsOfHost } from './curve.ts';
import { customerAt, customerOfVisit, type Customer } from './customer.ts';
import { drawnOf, type Persona } from './persona.ts';
import { StepEnd, pageReader } from './page.ts';
import { randomOfVisit, type Random } from './random.ts';
import { resubmissionOf } from './resubmission.ts';
import type { ScenarioPlan } from './scenario-plan.ts';
import type { Shop } from './shop.ts';
import { Shopper, type ShopperHost } from './shopper.ts';

export interface HostParts {
  readonly definition: {
    readonly personas: readonly Persona[];
    readonly taste: Taste;
    readonly declinedShare: number;
    readonly resubmittedShare: number;
    readonly customers?: number;
  };
  readonly plan: ScenarioPlan;
  readonly shop: Shop;
  readonly population: ArrayLike<Customer>;
  readonly baseUrl: string;
}

/** Crashes that one host describes in the log; all of them are counted. */
const describedCrashes = 5;
/** Places of a visit's random streams; the steps of the journey follow one another, far from the last. */
const streams = { card: 1, steps: 2, resubmission: 0x72657375 };

/**
 * Runs the shoppers of one host VU, from before T0 to the end of the curve or of the run; resolves when all have left. Hosts need
 * no word with one another: a slot is dealt by arithmetic, and everything random hangs on the seed and the slot.
 */
export const runHost = async (parts: HostParts): Promise<void> => {
  const { plan, shop, definition } = parts;
  const { thinkTimeMedianSeconds, thinkTimeSigma, patienceSeconds } = plan.load;
  const crowds = crowdsOf(plan.load);
  const shopperHost = shopperHostOf(parts, crowds);
  const onCrash = crashReporter();
  const { stepEnded } = engine;

  /** One try at a step, by the adapter. Never rejects: what an adapter throws that is no end of a step is a crash. */
  const takeStep = async (shopper: Shopper, step: string, place: number): Promise<void> => {
    shopper.isAt(place);
    try {
      const act = shop.steps[step];
      if (act === undefined) throw new Error(`The shop adapter has no step ${step}`);
      await act(shopper);
      stepEnded(shopper.slot, 'ok');
    } catch (error) {
      if (!(error instanceof StepEnd)) onCrash(step, shopper.slot, error);
      stepEnded(shopper.slot, error instanceof StepEnd ? error.outcome : 'crashed');
    }
  };

  await engine.run<Shopper>({
    seed: plan.seed,
    thinkTimeMedianSeconds,
    thinkTimeSigma,
    patienceSeconds,
    personas: definition.personas.map(drawnOf),
    ...comingsOf(plan, crowds, exec.scenario.iterationInTest),
    endSeconds: plan.load.curve.at(-1)?.atSeconds ?? 0,
    begin: (slot, number, keepsCookies) => new Shopper(shopperHost, slot, number, keepsCookies),
    takeStep: (shopper, step, place) => void takeStep(shopper, step, place),
    read: pageReader(engine),
    turn: (act) => act(),
  });
};

/** Who comes to a host, and when: shoppers who stay, or sessions that arrive. */
const comingsOf = ({ load, seed }: ScenarioPlan, crowds: Crowds | null, host: number) => {
  if (load.model === 'open') {
    const arrivals = arrivalsOfHost(load, host, seed);
    const nextArrival = () => {
      const arrival = arrivals.next().value ?? null;
      if (arrival !== null) crowds?.arrives(arrival);
      return arrival;
    };
    return { lives: [], nextArrival };
  }
  const slots = slotsOfHost(load.curve, host, load.hosts);
  return {
    lives: slots.map((slot) => ({
      slot: slot + (load.firstSlot ?? 0),
      intervals: activeIntervals(load.curve, slot),
    })),
    nextArrival: null,
  };
};

/** What the shoppers of a host have in common. */
const shopperHostOf = (
  { definition, plan, shop, population, baseUrl }: HostParts,
  crowds: Crowds | null,
): ShopperHost => {
  const { decliningCard, newKeyOnReload = false } = shop;
  const randomAt = (slot: number, visit: number, stream: number): Random =>
    randomOfVisit(engine.uniform, plan.seed, slot, visit, stream);
  return {
    engine,
    baseUrl,
    catalogue: shop.catalogue,
    popularity: popularityOf(shop.catalogue, definition.taste),
    ...(crowds === null ? {} : { wantedBy: (slot) => crowds.wantedBy(slot) }),
    customerOf: (slot, visit, isReturning) => {
      const person = customerAt(population, customerOfVisit(plan.seed, slot, visit, definition.customers, isReturning));
      const isDeclined =
        decliningCard !== undefined && randomAt(slot, visit, streams.card).chance(definition.declinedShare);
      return isDeclined ? { ...person, card: decliningCard } : person;
    },
    randomOfStep: (slot, visit, place) => randomAt(slot, visit, streams.steps + place),
    resubmissionOf: (slot, visit) =>
      resubmissionOf(randomAt(slot, visit, streams.resubmission), definition.resubmittedShare, newKeyOnReload),
    visitName: (slot, visit) => `${plan.runId}-${slot}-${visit}`,
  };
};

/** Writes the first few crashes of a host down. */
const crashReporter = () => {
  let crashes = 0;
  return (step: string, slot: number, error: unknown): void => {
    crashes += 1;
    const how = error instanceof Error ? (error.stack ?? error.message) : String(error);
    // eslint-disable-next-line no-console -- k6's console is its log
    if (crashes <= describedCrashes) console.error(`The shop adapter crashed in step ${step} of slot ${slot}: ${how}`);
  };
};

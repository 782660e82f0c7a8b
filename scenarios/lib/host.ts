import exec from 'k6/execution';
import http from 'k6/http';
import { clearTimeout, setTimeout } from 'k6/timers';
import engine from 'k6/x/peakproof';
import { Browser } from './browser.ts';
import { popularityOf, type Taste } from './catalogue.ts';
import { slotsOfHost } from './curve.ts';
import { customerAt, type Customer } from './customer.ts';
import { k6Send } from './k6-send.ts';
import { live, type Life } from './life.ts';
import { Orders } from './order.ts';
import { journeyOf, pickPersona, type Persona } from './persona.ts';
import { randomOf } from './random.ts';
import type { ScenarioPlan } from './scenario-plan.ts';
import type { Shop } from './shop.ts';
import { Shopper } from './shopper.ts';
import { Sleepers } from './sleepers.ts';
import { visit } from './visit.ts';

export interface HostParts {
  readonly definition: { readonly personas: readonly Persona[]; readonly taste: Taste; readonly declinedShare: number };
  readonly plan: ScenarioPlan;
  readonly shop: Shop;
  readonly population: ArrayLike<Customer>;
  readonly baseUrl: string;
}

/** Crashes that one host describes in the log; all of them are counted. */
const describedCrashes = 5;
/** Places of a visit's random streams; steps of the journey come after. */
const streams = { visit: 0, pauses: 1, steps: 2 };

/**
 * Runs the shoppers of one host VU, from before T0 to the end of the curve or of the run; resolves when all have left. Hosts need
 * no word with one another: a slot is dealt by arithmetic, and everything random hangs on the seed and the slot.
 */
export const runHost = async (parts: HostParts): Promise<void> => {
  const { plan } = parts;
  const { curve, hosts } = plan.load;
  const host = exec.scenario.iterationInTest;
  engine.hostStarted(host);
  const sleepers = new Sleepers({ set: setTimeout, clear: clearTimeout, nowMs: Date.now }, (lateMs) =>
    engine.timerLate(lateMs),
  );
  engine.onStop(() => sleepers.wakeAll());
  const life: Omit<Life, 'slot'> = {
    curve,
    t0Ms: engine.t0Ms,
    nowMs: Date.now,
    sleepers,
    sessionStarted: (slot) => engine.sessionStarted(slot),
    sessionLate: (slot) => engine.sessionLate(slot),
    sessionEnded: (slot, how) => engine.sessionEnded(slot, how),
    visit: visitor(parts),
  };
  await Promise.all(slotsOfHost(curve, host, hosts).map((slot) => live({ ...life, slot })));
  engine.hostFinished(host);
};

/** Makes the visits of a host's shoppers. */
const visitor = ({ definition, plan, shop, population, baseUrl }: HostParts): Life['visit'] => {
  const popularity = popularityOf(shop.catalogue, definition.taste);
  const lastingJars = new Map<number, http.CookieJar>();
  let crashes = 0;
  const onCrash = (slot: number, step: string, error: unknown): void => {
    crashes += 1;
    const how = error instanceof Error ? (error.stack ?? error.message) : String(error);
    // eslint-disable-next-line no-console -- k6's console is its log
    if (crashes <= describedCrashes) console.error(`The shop adapter crashed in step ${step} of slot ${slot}: ${how}`);
  };
  const jarOf = (slot: number, keepsCookies: boolean): http.CookieJar => {
    const jar = (keepsCookies ? lastingJars.get(slot) : undefined) ?? new http.CookieJar();
    if (keepsCookies) lastingJars.set(slot, jar);
    return jar;
  };

  return (slot, number, mayStay, pause) => {
    const random = randomOf(plan.seed, slot, number, streams.visit);
    const persona = pickPersona(definition.personas, random);
    const journey = journeyOf(persona, random);
    const customer = customerAt(population, slot);
    const isDeclined = shop.decliningCard !== undefined && random.chance(definition.declinedShare);
    const card = isDeclined ? (shop.decliningCard ?? customer.card) : customer.card;
    const browser = new Browser(k6Send(baseUrl, slot, jarOf(slot, persona.keepsCookies ?? false)), Date.now);
    const orders = new Orders(engine, `${plan.runId}-${slot}-${number}`);
    const { catalogue } = shop;
    const shopper = new Shopper({ slot, customer: { ...customer, card }, browser, orders, catalogue, popularity });
    return visit({
      slot,
      shop,
      journey,
      shopper,
      browser,
      pace: plan.load,
      randomOfStep: (place) => randomOf(plan.seed, slot, number, streams.steps + place),
      pauses: randomOf(plan.seed, slot, number, streams.pauses),
      nowMs: Date.now,
      mayStay,
      pause,
      beginStep: (_, name) => engine.beginStep(slot, name),
      endStep: (_, outcome) => engine.endStep(slot, outcome),
      onCrash: (step, error) => onCrash(slot, step, error),
    });
  };
};

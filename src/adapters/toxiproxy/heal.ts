import { setTimeout as wait } from 'node:timers/promises';
import { CleanupFailedError, wordsOf } from '../../core/errors.ts';
import { ToxiproxyCallError } from './http.ts';
import type { FaultMechanism, FaultPlace } from './kinds/mechanism.ts';
import { down } from './kinds/down.ts';

const pauseMs = 250;

/** Nothing listens: more patience would not help, the caller repeats if it has reason to. */
const refusedPatienceMs = 1_500;

/** What is in the way of a healed fault. */
interface Obstacle {
  readonly words: string;
  /** Toxiproxy took the call and does not answer. */
  readonly hangs: boolean;
  /** Nothing listens there. */
  readonly refused: boolean;
}

/** Takes the fault out and reads back. @returns null when it is gone, with its proxy if need be. */
const takeOnce = async (place: FaultPlace, mechanism: FaultMechanism): Promise<Obstacle | null> => {
  let failure: unknown = null;
  try {
    await mechanism.take(place);
  } catch (error) {
    failure = error;
  }
  try {
    const proxy = await place.server.proxy(place.fault.proxy);
    const remaining = proxy === null ? null : mechanism.remaining(place, proxy);
    if (remaining === null) return null;
    const words = failure === null ? remaining : `${remaining} (${wordsOf(failure)})`;
    return { words, hangs: false, refused: false };
  } catch (error) {
    const code = error instanceof ToxiproxyCallError ? error.code : null;
    return { words: wordsOf(failure ?? error), hangs: code === 'TIMEOUT', refused: code === 'ECONNREFUSED' };
  }
};

/** Repeats until it is gone or the patience is used up; at least once. */
const takeWithPatience = async (
  place: FaultPlace,
  mechanism: FaultMechanism,
  patienceMs: number,
): Promise<Obstacle | null> => {
  const startedAt = performance.now();
  for (;;) {
    const obstacle = await takeOnce(place, mechanism);
    if (obstacle === null) return null;
    const limitMs = obstacle.refused ? Math.min(refusedPatienceMs, patienceMs) : patienceMs;
    if (performance.now() - startedAt >= limitMs) return obstacle;
    await wait(pauseMs);
  }
};

/**
 * Takes a fault out and believes only the read-back.
 * 1. Remove and read back, again and again while patience lasts: a removal waits for peers that do not read, and most do in the end.
 * 2. Where Toxiproxy hangs in it, cut the connections (disable the proxy), remove, enable.
 * @param beforeCut called before the proxy is disabled, so that the lease can say so.
 * @throws CleanupFailedError that names the fault and the command that removes it.
 */
export const healAtPlace = async (
  place: FaultPlace,
  mechanism: FaultMechanism,
  patienceMs: number,
  beforeCut: (() => void) | undefined,
): Promise<void> => {
  const { server, fault } = place;
  let obstacle = await takeWithPatience(place, mechanism, patienceMs);
  if (obstacle === null) return;
  const commands = [mechanism.byHand(place)];
  if (obstacle.hangs && mechanism.takingMayHang) {
    commands.push(down.byHand(place));
    beforeCut?.();
    await server.setEnabled(fault.proxy, false).catch(() => undefined);
    obstacle = await takeOnce(place, mechanism);
    obstacle = (await takeWithPatience(place, down, patienceMs)) ?? obstacle;
    if (obstacle === null) return;
  }
  const restart = obstacle.hangs ? '; if that hangs too, restart Toxiproxy: it forgets all toxics' : '';
  throw new CleanupFailedError(
    `The fault ${fault.name} (${fault.kind} on the proxy ${fault.proxy}) may still be in place: ${obstacle.words}`,
    `Remove it by hand: ${commands.join(' ; ')}${restart}`,
  );
};

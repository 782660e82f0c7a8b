import { setTimeout as wait } from 'node:timers/promises';
import type { Service } from '../service.ts';

/** One fault on one service: put once, looked at any time, taken out once. */
export interface PlacedFault {
  /** @throws Error when it could not be put in place. */
  put(): Promise<void>;
  /** Resolves when the service is as before. @throws Error when it is not. */
  take(): Promise<void>;
  /** Looked up, not remembered; with what was seen. */
  look(): Promise<{ readonly inPlace: boolean; readonly seen: string }>;
}

/** How a kind of fault is made. */
export interface ServiceFaultKind {
  readonly kind: string;
  /** Whether a service can be given it. */
  fits(service: Service): boolean;
  /** @throws Error saying what is wrong with the attributes. */
  make(service: Service, attributes: Readonly<Record<string, number | string>>): PlacedFault;
}

/** Looks every 20 ms. @throws Error with the words when it has not come true in time. */
export const until = async (what: string, isTrue: () => boolean, deadlineMs: number): Promise<void> => {
  for (let waitedMs = 0; !isTrue(); waitedMs += 20) {
    if (waitedMs > deadlineMs) throw new Error(`${what}: not within ${deadlineMs} ms`);
    await wait(20);
  }
};

/** So many of the processes of a service. @throws Error when it has fewer. */
export const chooseProcesses = (service: Service, count: number | string | undefined) => {
  const running = service.processes();
  const wanted = Number(count ?? 1);
  if (running.length < wanted)
    throw new Error(`${service.name} has ${running.length} processes: ${wanted} were asked for`);
  return running.slice(0, wanted);
};

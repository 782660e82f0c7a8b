/** One running process of a service. */
interface ServiceProcess {
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => unknown;
}

/** A service of the shop as its control sees it. */
export interface Service {
  readonly name: string;
  /** The processes that run it now. */
  processes(): readonly ServiceProcess[];
  /** Starts what is missing; resolves when all of it is ready. */
  start(): Promise<void>;
  /** Absent where a service is one process that cannot be replaced without a gap. */
  readonly releases?: Releases;
  /** Absent where a service is no store. */
  readonly store?: Store;
  /** Kinds of fault that would harm what the control must not: the books of a payment provider are in its memory. */
  readonly spared?: readonly string[];
}

interface Releases {
  /** The release that runs, or is being rolled out. */
  current(): string;
  readonly known: readonly string[];
  /** Replaces the processes one by one; resolves when the last is replaced. */
  roll(release: string): Promise<void>;
}

export interface Store {
  setFull(isFull: boolean): Promise<void>;
  isFull(): Promise<boolean>;
}

/** What one machine gives the load generator. Null: without limit, or not known to have one. */
export interface MachineLimits {
  /** Open files, sockets among them, that one process may have. */
  readonly descriptorsPerProcess: number | null;
  /** Local ports for outgoing connections to one address and port, from one source address. */
  readonly ephemeralPorts: number | null;
  /** Addresses that the engine's connections to this machine come from (engine/internal/network/sources.go). */
  readonly loopbackSources: number;
  /** How long the port of a connection that we closed cannot be used again, by where it went. */
  readonly portLingerSeconds: { readonly loopback: number; readonly elsewhere: number };
}

/** The limits for a shop on this machine, whose connections come from several addresses, or for one elsewhere. */
export const limitsTowards = (limits: MachineLimits, toLoopback: boolean): MachineLimits => ({
  ...limits,
  ephemeralPorts:
    limits.ephemeralPorts === null ? null : limits.ephemeralPorts * (toLoopback ? limits.loopbackSources : 1),
});

/** How a load uses connections. */
export interface ConnectionDemand {
  /** Shoppers to expect at one time. */
  readonly users: number;
  /** As many as there may be on a shop that is slow; the same in a load of so many users. */
  readonly usersAtMost: number;
  readonly connections: 'perUser' | 'shared';
  /** Mean length of a visit: with `perUser` each begins with a new connection, and closes it at its end. */
  readonly visitSeconds: number;
  /** Mean pause after a step: with `shared`, only steps under way hold a connection. */
  readonly paceSeconds: number;
  /** The shop is on this machine. */
  readonly toLoopback: boolean;
}

/** Shoppers to a host VU (docs/decisions/0007-five-hundred-shoppers-to-a-host.md). */
export const shoppersPerHost = 500;
/** Beside its shoppers' connections a worker holds its log, evidence, pipes and epoll; and connections that are just being closed. */
export const spareDescriptors = 500;
/** More k6 processes than this on one machine only compete with each other. */
export const mostWorkers = 64;

/** Host VUs of a load: five hundred shoppers to each, and every worker has at least one. */
export const hostsFor = (users: number, workers: number): number =>
  Math.max(workers, Math.ceil(users / shoppersPerHost));

/** How long a step of a slow but working shop takes: the budget of a checkout, 2.8 s. */
const slowStepSeconds = 3;

/**
 * Connections that may be open at one time. Shared ones are as many as steps are under way in a slow shop (Little's law). While a shop
 * hangs there are more; those beyond the machine's limits fail, as the attempts of a hanging shop do anyway.
 */
export const connectionsAtOnce = ({ connections, paceSeconds }: ConnectionDemand, users: number): number =>
  connections === 'perUser' ? users : Math.min(users, Math.ceil((users * slowStepSeconds) / paceSeconds));

/** Descriptors that the fullest worker needs: hosts are dealt whole, so it may have one host more than another. */
export const descriptorsNeeded = (demand: ConnectionDemand, workers: number): number => {
  const users = demand.usersAtMost;
  const hosts = hostsFor(users, workers);
  const share = Math.min(1, (Math.ceil(hosts / workers) * Math.ceil(users / hosts)) / users);
  return Math.ceil(connectionsAtOnce(demand, users) * share) + spareDescriptors;
};

/** The fewest workers of which each has descriptors enough; null when not even the most would do. */
export const leastWorkers = (demand: ConnectionDemand, { descriptorsPerProcess }: MachineLimits): number | null => {
  if (descriptorsPerProcess === null) return 1;
  for (let workers = 1; workers <= mostWorkers; workers += 1)
    if (descriptorsNeeded(demand, workers) <= descriptorsPerProcess) return workers;
  return null;
};

/** Ports that a load holds on one machine, all workers together. */
export interface PortNeed {
  /** Of connections that are open, as expected, and on a slow shop. */
  readonly open: number;
  readonly openAtMost: number;
  /** Of connections that were closed and still linger in TIME_WAIT. */
  readonly lingering: number;
  readonly newConnectionsPerSecond: number;
}

/**
 * Ports needed = connections at once + new connections a second × how long a closed one lingers. Counts the side that closes first as
 * ours: what a shop closes lingers there.
 */
export const portsNeeded = (demand: ConnectionDemand, { portLingerSeconds }: MachineLimits): PortNeed => {
  const newConnectionsPerSecond = demand.connections === 'perUser' ? demand.users / demand.visitSeconds : 0;
  const lingerSeconds = demand.toLoopback ? portLingerSeconds.loopback : portLingerSeconds.elsewhere;
  return {
    open: connectionsAtOnce(demand, demand.users),
    openAtMost: connectionsAtOnce(demand, demand.usersAtMost),
    lingering: Math.ceil(newConnectionsPerSecond * lingerSeconds),
    newConnectionsPerSecond,
  };
};

/** Whether the ports are enough: `never` when the connections to expect are too many, `later` when a slow shop or those that linger make them so. */
export const portsFit = (need: PortNeed, { ephemeralPorts }: MachineLimits): 'yes' | 'later' | 'never' => {
  if (ephemeralPorts === null || Math.max(need.openAtMost, need.open + need.lingering) <= ephemeralPorts) return 'yes';
  return need.open > ephemeralPorts ? 'never' : 'later';
};

/** What a person can do where ports do not fit, to be read after "where they do not fit,". */
export const portRemedy = ({ connections }: Pick<ConnectionDemand, 'connections'>): string =>
  [
    'widen net.ipv4.ip_local_port_range',
    'spread the load over more machines or source addresses, each of which has ports of its own',
    ...(connections === 'shared'
      ? []
      : ['let new connections take over ports in TIME_WAIT (net.ipv4.tcp_tw_reuse=1)', 'or share connections']),
  ].join(', ');

/**
 * TCP's TIME_WAIT by operating system: Linux keeps 60 s (TCP_TIMEWAIT_LEN), or about 1 s where `net.ipv4.tcp_tw_reuse` lets a new outgoing
 * connection take the port over (1: everywhere, 2: on loopback only; tcp(7) and ip-sysctl); macOS keeps twice net.inet.tcp.msl, 30 s.
 */
export const portLinger = (platform: string, tcpTimeWaitReuse: number | null): MachineLimits['portLingerSeconds'] => {
  const kept = platform === 'linux' ? 60 : 30;
  const reused = 1;
  return {
    loopback: tcpTimeWaitReuse === 1 || tcpTimeWaitReuse === 2 ? reused : kept,
    elsewhere: tcpTimeWaitReuse === 1 ? reused : kept,
  };
};

/** Whether a host name, as `URL` gives it, is this machine: load and faults may go there without being asked for. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

import { settingsVariable, type ServiceMessage, type ServiceSettings } from './settings.ts';

export const tell = (message: ServiceMessage): void => {
  process.send?.(message);
};

/**
 * Runs one process of the shop: starts it, tells the parent that it is ready or why it is not, and ends it with the parent:
 * the channel to it closes when it is gone, however it went.
 */
export const runService = async (start: (settings: ServiceSettings) => Promise<void>): Promise<void> => {
  process.once('disconnect', () => process.exit(0));
  // Ctrl-C in a terminal reaches the whole group; the parent ends its children in order.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => process.exit(0));
  try {
    const text = process.env[settingsVariable];
    if (text === undefined) throw new Error(`${settingsVariable} is not set: this process is started by shop/main.ts`);
    await start(JSON.parse(text) as ServiceSettings);
    tell({ ready: true });
  } catch (error) {
    tell({ failed: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
    process.disconnect();
  }
};

/** One line in the shop's log. */
export const log = (who: string, text: string): void => {
  process.stderr.write(`${new Date().toISOString()} ${who}: ${text}\n`);
};

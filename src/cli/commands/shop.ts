import { Command, Option } from 'commander';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { CliContext } from '../context.ts';
import { engineBinaries } from '../engine-binaries.ts';
import { startEmbeddedShop } from '../shop-environment.ts';
import { wholeNumber } from '../whole-number.ts';

interface ShopUpOptions {
  readonly profile: 'modern' | 'legacy';
  readonly port?: number;
  readonly json?: true;
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** `peakproof shop up`: the reference shop for a person to look at, until Ctrl-C. */
export const shopCommand = (context: CliContext): Command =>
  new Command('shop').description('the reference shop').addCommand(
    new Command('up')
      .description('start the reference shop behind Toxiproxy and leave it up until Ctrl-C')
      .addOption(new Option('--profile <name>', 'which shop').choices(['modern', 'legacy']).default('modern'))
      .option('--port <n>', 'port of the shop on 127.0.0.1; default: any free one', wholeNumber('--port', 65_535))
      .option('--json', 'print its addresses as JSON')
      .addHelpText('after', '\nExample:\n  $ peakproof shop up --profile legacy')
      .action(async (options: ShopUpOptions) => {
        const folder = await mkdtemp(path.join(os.tmpdir(), 'peakproof-shop-'));
        try {
          const binaries = await engineBinaries(context);
          const shop = await startEmbeddedShop(context, { ...options, binaries, defects: [], folder });
          try {
            const { baseUrl, auditUrl, toxiproxyUrl, servicesUrl, targets, upstreams } = shop;
            if (options.json)
              context.out(JSON.stringify({ baseUrl, auditUrl, toxiproxyUrl, servicesUrl, targets, upstreams }));
            else
              context.out(
                [
                  `Shop       ${baseUrl}`,
                  `Audit      ${auditUrl}`,
                  `Toxiproxy  ${toxiproxyUrl} (${Object.values(targets).join(', ')})`,
                  `Services   ${servicesUrl ?? 'none'}`,
                  'Ctrl-C ends it.',
                ].join('\n'),
              );
            await untilAborted(context.signal);
          } finally {
            await shop.stop();
          }
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      }),
  );

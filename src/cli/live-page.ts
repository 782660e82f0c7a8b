import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import {
  type LiveAnswer,
  type LiveEvent,
  type LiveRequest,
  serveLivePage,
} from '../adapters/live-page/serve-live-page.ts';
import { BadInputError, type Problem } from '../core/errors.ts';
import type { BudgetsFile } from '../core/wire/budgets.ts';
import type { Plan } from '../core/wire/plan.ts';
import type { Verdict } from '../core/wire/verdict.ts';
import {
  type Audience,
  audiences,
  type FollowedRun,
  followRun,
  type LivePageParts,
  liveUpdate,
  loadReportAssets,
  outcomeWords,
  renderLivePage,
} from '../report/index.ts';
import type { CliContext } from './context.ts';
import type { LiveScreen } from './live-view.ts';

/** What the command line says of the live page. */
export interface LiveOptions {
  readonly live?: true | string;
  readonly liveHost: string;
}

const mostPort = 65_535;

/** Adds the options of the live page to a command that drives a load. */
export const withLiveOptions = (command: Command): Command =>
  command
    .option('--live [port]', 'a page that shows the run while it goes on, on this port or a free one')
    .option('--live-host <address>', 'where the page listens; other machines reach another one than', '127.0.0.1');

/** The port that was asked for: 0 for a free one, null for no page. */
const portOf = ({ live }: LiveOptions): number | Problem | null => {
  if (live === undefined) return null;
  if (live === true) return 0;
  const port = /^\d{1,5}$/.test(live) ? Number(live) : NaN;
  if (port <= mostPort) return port;
  return {
    file: 'command line',
    path: '--live',
    message: 'not a port',
    received: live,
    allowed: `0 to ${mostPort}; without a number a free one`,
  };
};

/** What is wrong with the options of the live page, if anything. */
export const liveProblems = (options: LiveOptions): Problem[] => {
  const port = portOf(options);
  return typeof port === 'object' && port !== null ? [port] : [];
};

/** What a mode adds to the page: parts, events of its own, and what people may ask for. */
export interface LiveMode {
  readonly parts: (audience: Audience) => LivePageParts;
  readonly onConnect: (audience: Audience) => readonly LiveEvent[];
  /** Null when the request is none of the mode's. */
  readonly onRequest: (audience: Audience, request: LiveRequest) => LiveAnswer | null;
  /** Responders may know by now which faults there were. */
  readonly revealed: () => boolean;
  /** Faults come when a person says so. */
  readonly byHand: boolean;
}

const noMode: LiveMode = {
  parts: () => ({ aboveCharts: null, belowCharts: null, scripts: [] }),
  onConnect: () => [],
  onRequest: () => null,
  revealed: () => false,
  byHand: false,
};

/** One run on the page. */
export interface LivePage extends LiveScreen {
  readonly run: FollowedRun;
  /** The site's context, with what is said shown on the page too. */
  readonly context: CliContext;
  tell(audience: Audience, event: LiveEvent): void;
  /** Shows the verdict to both audiences; faults are revealed. */
  showVerdict(verdict: Verdict, reportFile: string): void;
}

/** Where the page listens, for one run or for one after the other. */
export interface LiveSite {
  readonly links: Readonly<Record<Audience, string>>;
  /** The command's context, aborted by the stop button as well. */
  readonly context: CliContext;
  /** Shows a run, in place of the one before it. */
  open(run: { readonly plan: Plan; readonly budgets: BudgetsFile }, mode?: LiveMode): LivePage;
  close(): Promise<void>;
}

/** What the server shows: a run, or that there is none yet. */
interface Shown {
  readonly page: (audience: Audience) => string;
  readonly onConnect: (audience: Audience) => readonly LiveEvent[];
  readonly onRequest: (audience: Audience, request: LiveRequest) => LiveAnswer;
}

const nothingYet: Shown = {
  page: () =>
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>Peakproof</title><p>The first run is being prepared …</p></html>',
  onConnect: () => [],
  onRequest: () => ({ accepted: false, text: 'No run has begun.' }),
};

/** Opens the page; null without `--live`. @throws NotReadyError when the port is taken. */
export const openLiveSite = async (context: CliContext, options: LiveOptions): Promise<LiveSite | null> => {
  const port = portOf(options);
  if (port === null) return null;
  if (typeof port === 'object') throw new BadInputError([port]);
  const stop = new AbortController();
  let shown = nothingYet;
  const server = await serveLivePage(
    { host: options.liveHost, port, audiences },
    {
      page: (audience) => shown.page(audience),
      onConnect: (audience) => shown.onConnect(audience),
      onRequest: (audience, request) => shown.onRequest(audience, request),
    },
  );
  context.err(`Live page: ${server.links.operator} (operator)\n           ${server.links.responder} (responders)`);
  const site: CliContext = { ...context, signal: AbortSignal.any([context.signal, stop.signal]) };
  return {
    links: server.links,
    context: site,
    open: (run, mode = noMode) => {
      const { content, page } = showRun(site, run, mode, (audience, event) => server.tell(audience, event), stop);
      shown = content;
      // Pages of the run before see that this is another one, and load it.
      page.show(page.run);
      return page;
    },
    close: () => server.close(),
  };
};

/** Runs something with the page that was asked for, and a context that its stop button aborts; the page ends with it. */
export const withLiveSite = async <T>(
  context: CliContext,
  options: LiveOptions,
  work: (context: CliContext, site: LiveSite | null) => Promise<T>,
): Promise<T> => {
  const site = await openLiveSite(context, options);
  try {
    return await work(site?.context ?? context, site);
  } finally {
    await site?.close();
  }
};

const showRun = (
  context: CliContext,
  { plan, budgets: { budgets } }: { readonly plan: Plan; readonly budgets: BudgetsFile },
  mode: LiveMode,
  tell: LivePage['tell'],
  stop: AbortController,
): { readonly content: Shown; readonly page: LivePage } => {
  const assets = loadReportAssets((file) => readFileSync(file, 'utf8'));
  const run = followRun(plan, budgets, { byHand: mode.byHand });
  let ended: LiveEvent | null = null;
  let sentBefore = 0;
  const revealed = (): boolean => ended !== null || mode.revealed();

  const update = (audience: Audience, fromBucket: number): LiveEvent => ({
    event: 'update',
    data: JSON.stringify(liveUpdate(run, { audience, revealed: revealed(), budgets, fromBucket })),
  });
  const stopNow = (audience: Audience): LiveAnswer => {
    if (audience !== 'operator') return { accepted: false, text: 'Only the operator may stop the run.' };
    if (ended !== null) return { accepted: false, text: 'The run has ended already.' };
    context.err('\nStopped on the live page: healing faults and ending what was started …');
    stop.abort('operator');
    return { accepted: true, text: 'Faults are being healed and the load ends; this takes a few seconds.' };
  };
  const show = (): void => {
    for (const audience of audiences) tell(audience, update(audience, sentBefore));
    sentBefore = run.finalBefore();
  };
  return {
    content: {
      page: (audience) =>
        renderLivePage({ run, budgets, audience, revealed: revealed(), assets, parts: mode.parts(audience) }),
      onConnect: (audience) => [update(audience, 0), ...mode.onConnect(audience), ...(ended === null ? [] : [ended])],
      onRequest: (audience, request) =>
        request.action === 'stop'
          ? stopNow(audience)
          : (mode.onRequest(audience, request) ?? { accepted: false, text: 'Not known here.' }),
    },
    page: {
      run,
      context: {
        ...context,
        err: (text) => {
          context.err(text);
          run.stage(text.trim());
          show();
        },
      },
      show,
      tell,
      showVerdict: ({ verdict, sentence, runId }, reportFile) => {
        const { word } = outcomeWords[verdict];
        const data = { outcome: verdict, word, sentence, report: `Report of ${runId}: ${reportFile}` };
        ended = { event: 'ended', data: JSON.stringify(data) };
        sentBefore = 0;
        show();
        for (const audience of audiences) tell(audience, ended);
      },
    },
  };
};

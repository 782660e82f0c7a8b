import { Page, StepEnd, type Answer } from './page.ts';
import { requestName } from './request-name.ts';

/** One request as it goes out. */
export interface OutgoingRequest {
  readonly method: string;
  /** Path below the base URL, or a whole URL. */
  readonly path: string;
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Whether the answer's text is wanted; what is not wanted costs no memory. */
  readonly wantsText: boolean;
  readonly timeoutMs: number;
}

/** Sends a request with the cookies of one visit. Resolves without an answer too; never rejects for what a shop does. */
export type Send = (request: OutgoingRequest) => Promise<Answer>;

/** What a step may say about a request. */
export interface RequestOptions {
  /** Under which it is counted; without it, the method and the path with `:id` for whatever holds a digit. */
  readonly name?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The requests of one visit: patience, what is still under way, what is in the cache. */
export class Browser {
  readonly #send: Send;
  readonly #nowMs: () => number;
  readonly #underWay = new Set<Promise<Answer>>();
  readonly #cached = new Set<string>();
  #patienceEndsMs = 0;

  constructor(send: Send, nowMs: () => number) {
    this.#send = send;
    this.#nowMs = nowMs;
  }

  /** From here on, requests may take until then: the patience of a step. */
  bePatientUntil(atMs: number): void {
    this.#patienceEndsMs = atMs;
  }

  /** Resolves when no request is under way: a step ends with its last answer, also when another request has failed it. */
  async settle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  /** @throws StepEnd with `timeout` when patience is at its end, with `error` for status 400 and above or no answer. */
  async request(
    method: string,
    path: string,
    options: RequestOptions & { readonly body?: string; readonly wantsText?: boolean } = {},
  ): Promise<Page> {
    const name = options.name ?? requestName(method, path);
    const timeoutMs = Math.ceil(this.#patienceEndsMs - this.#nowMs());
    if (timeoutMs <= 0) throw new StepEnd('timeout', `No patience left for ${name}`);
    const { headers = {}, body = null, wantsText = true } = options;
    const sending = this.#send({ method, path, name, headers, body, wantsText, timeoutMs });
    this.#underWay.add(sending);
    const answer = await sending.finally(() => this.#underWay.delete(sending));
    const page = new Page(name, answer);
    if (page.isOk) return page;
    const isTimeout = answer.isTimeout || (answer.status === 0 && this.#nowMs() >= this.#patienceEndsMs);
    const what = answer.status === 0 ? `had no answer: ${answer.error}` : `answered ${answer.status}`;
    throw new StepEnd(isTimeout ? 'timeout' : 'error', `${name} ${what}`, page);
  }

  /** Fetches what a browser would keep: once a visit, side by side, without reading it. */
  async fetchOnce(paths: readonly string[]): Promise<void> {
    const missing = paths.filter((path) => !this.#cached.has(path));
    await Promise.all(
      missing.map(async (path) => {
        await this.request('GET', path, { wantsText: false });
        this.#cached.add(path);
      }),
    );
  }
}

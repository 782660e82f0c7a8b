/** One call of an HTTP API, as it is planned: shown before it is made, and as a command for a person. */
export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly body?: unknown;
}

/** `POST http://…/proxies/rds {"enabled":false}`. */
export const callText = ({ method, url, body }: ApiCall): string =>
  `${method} ${url}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`;

/** The command with which a person makes the call. */
export const curlText = ({ method, url, body }: ApiCall): string =>
  `curl -X ${method}${body === undefined ? '' : ` -d '${JSON.stringify(body)}'`} ${url}`;

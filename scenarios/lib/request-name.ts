/**
 * The name under which a request is counted when it is given none: method and path, without the query, every part that holds a
 * digit as `:id`, so that ten thousand products are one line of the report.
 */
export const requestName = (method: string, path: string): string => {
  const bare = path.replace(/^https?:\/\/[^/]+/, '').replace(/[?#].*$/, '');
  const parts = bare.split('/').map((part) => (/\d/.test(part) ? ':id' : part));
  return `${method} ${parts.join('/') || '/'}`;
};

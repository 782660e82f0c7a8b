/** HTML that may be put into a page as it is. */
export class Html {
  constructor(readonly text: string) {}
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

type Value = Html | string | number | readonly Html[];

const render = (value: Value): string => {
  if (value instanceof Html) return value.text;
  if (typeof value === 'string') return escape(value);
  if (typeof value === 'number') return String(value);
  return value.map((part) => part.text).join('');
};

/** A template whose values are escaped unless they are HTML already. */
export const html = (parts: TemplateStringsArray, ...values: Value[]): Html => {
  let text = parts[0] ?? '';
  values.forEach((value, index) => (text += render(value) + (parts[index + 1] ?? '')));
  return new Html(text);
};

export const formatPrice = (cents: number): string => `$${(cents / 100).toFixed(2)}`;

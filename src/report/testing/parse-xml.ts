/** An element as the tests look at it: text is that of its own text nodes and CDATA sections. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const token =
  /<\?xml [^?]*\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([\w:-]+)\s*>|<([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
const references: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replace(/&(?:(\w+)|#x([\da-f]+));|&/gi, (whole, name: string | undefined, code: string | undefined) => {
    const sign = name === undefined ? String.fromCodePoint(parseInt(code ?? '', 16) || 0xfffd) : references[name];
    if (whole === '&' || sign === undefined) throw new Error(`not XML: a bare ampersand or unknown entity ${whole}`);
    return sign;
  });

const attributesOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescaped(value)]),
  );

/** A strict reader for the XML that a JUnit file is made of. Throws where the text is not well-formed. */
export const parseXml = (xml: string): XmlElement => {
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  token.lastIndex = 0;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    const parent = open.at(-1);
    if (match === null || parent === undefined) throw new Error(`not XML at ${at}: ${xml.slice(at, at + 40)}`);
    const [, cdata, closing, opening, attributes = '', empty, text] = match;
    if (cdata !== undefined) parent.text += cdata;
    else if (text !== undefined) parent.text += unescaped(text);
    else if (closing !== undefined) {
      if (open.pop()?.name !== closing) throw new Error(`not XML at ${at}: </${closing}> closes nothing`);
    } else if (opening !== undefined) {
      const element: XmlElement = { name: opening, attributes: attributesOf(attributes), children: [], text: '' };
      parent.children.push(element);
      if (empty === '') open.push(element);
    }
  }
  const [only, ...more] = root.children;
  if (open.length !== 1 || only === undefined || more.length > 0) throw new Error('not XML: one root, all closed');
  return only;
};

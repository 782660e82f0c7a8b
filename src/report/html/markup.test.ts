import { describe, expect, it } from 'vitest';
import { jsonForScript, Markup, markup, trustedText, withCode } from './markup.ts';

describe('markup', () => {
  it('escapes whatever is put in, in content and in attributes', () => {
    const hostile = `"><img src=x onerror='alert(1)'>&`;
    expect(markup`<p title="${hostile}">${hostile}</p>`.text).toBe(
      '<p title="&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;">&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;</p>',
    );
  });

  it('keeps markup, joins lists, drops null and false, writes zero', () => {
    expect(markup`${[markup`<i>a</i>`, '<', 0]}${null}${false}`.text).toBe('<i>a</i>&lt;0');
  });

  it('escapes once', () => expect(markup`${markup`${'&'}`}`.text).toBe('&amp;'));
});

describe('jsonForScript', () => {
  it('cannot end its element, and says the same to a parser', () => {
    const value = { text: '</script><script>alert(1)</script><!--\u2028&' };
    const { text } = jsonForScript(value);
    expect(text).not.toMatch(/[<>&\u2028]/);
    expect(JSON.parse(text)).toEqual(value);
  });
});

describe('trustedText', () => {
  it('refuses a script that holds its own end tag', () =>
    expect(() => trustedText('x = "</SCRIPT>"', 'script')).toThrow('its own end tag'));
  it('takes the rest as it is', () => expect(trustedText('a < b', 'script')).toEqual(new Markup('a < b')));
});

describe('withCode', () => {
  it('turns backquotes into code and escapes both', () =>
    expect(withCode('run `a <b>` & go').text).toBe('run <code>a &lt;b&gt;</code> &amp; go'));
});

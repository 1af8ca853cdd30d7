import { describe, expect, it } from '@jest/globals';
import { IllFormedTextError, parseJson } from './json.js';

describe('JSON text of a stranger', () => {
  it.each(['"\\ud800"', '["a", {"b": "x\\uDFFFy"}]', '{"\\udc00": 1}', '"\\ud83c\\ud83c\\udfb5"', '"\\udfb5\\ud83c"'])(
    'with half of a surrogate pair is refused: %s',
    (text) => {
      expect(() => parseJson(text)).toThrow(IllFormedTextError);
    },
  );

  it.each([
    ['"\\ud83c\\udfb5"', '🎵'],
    ['"\\\\ud800"', '\\ud800'],
    ['{"a": [1, null, "\\u00e4"]}', { a: [1, null, 'ä'] }],
  ])('is read: %s', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it('that is no JSON is refused as ever', () => {
    expect(() => parseJson('{"\\ud800"')).toThrow(SyntaxError);
  });
});

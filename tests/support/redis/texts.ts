/** Texts that some layer on the way to Redis might take for something else. */
export const texts = {
  'Spanish, and beyond the first plane': 'ñandú, «¿qué?» — 日本語 👩‍👩‍👧 \u{10FFFF}',
  'what looks like base64': 'T0s=',
  'what looks like bytes': '\x01\x02\x7f\r\n\t\\x00"\'',
  'the empty text': '',
  JSON: '{"a":[1,"dos",null],"b":"\\u00e9"}',
  'a number': '00123.50',
  'a big number': '12345678901234567890',
  'a boolean': 'true',
  nothing: 'null',
  'a status': 'OK',
  'a megabyte': 'añ'.repeat(350_000),
}

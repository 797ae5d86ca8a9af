// Prints how other libraries encode parameters in the styles of OpenAPI. Each line has four columns: the location and the name of
// the parameter, the value as JSON, and the encoded text. The argument of the script is the folder that contains `node_modules`.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(`${process.argv[2]}/package.json`);
const load = async (name) => import(pathToFileURL(require.resolve(name)).href);
const { parseTemplate } = await load('url-template');
const qs = require('qs');
const { default: SwaggerClient } = await load('swagger-client');

const texts = ['blue', 'a,b|c d;e=f&g/h%i', 'ü?#[]+', ''];
const lists = [['blue', 'black', 'brown'], ['a,b', 'c d', 'e|f;g=h&i/j%k'], ['ü'], ['', 'x']];
const objects = [{ B: '150', G: '200', R: '100' }, { 'a,b': 'c,d', 'e f': 'g=h&i;j/k' }, { x: '' }];
const plain = { text: ['blue', 'x y'], list: [['blue', 'black', 'brown'], ['ü']], object: [objects[0]] };
const nested = { zone: 'a b', owner: { name: 'x' }, tags: ['a', 'b,c'], seats: 3 };
const values = { text: texts, list: lists, object: objects };

const lines = [];
const add = (location, name, value, written) => lines.push([location, name, JSON.stringify(value), written].join('\t'));

// RFC 6570 defines the styles of path parameters, and the style `form`.
const expand = (template, name, value) => parseTemplate(template).expand({ [name]: value });
for (const [style, operator] of [['simple', ''], ['label', '.'], ['matrix', ';']]) {
  for (const exploded of [false, true]) {
    for (const kind of ['text', 'list', 'object']) {
      for (const value of values[kind]) {
        const written = expand(`{${operator}${kind}${exploded ? '*' : ''}}`, kind, value);
        // Skip empty segments and the segment `.`, which a path cannot have. For empty values in `matrix`, the library differs
        // from RFC 6570.
        if (written !== '' && written !== '.' && !(style === 'matrix' && exploded && /=(;|$)/.test(written))) {
          add('path', `${style}${exploded ? '_exploded' : ''}/${kind}`, value, written);
        }
      }
    }
  }
}
for (const kind of ['text', 'list', 'object']) {
  for (const value of values[kind]) {
    add('query', `form_${kind}`, value, expand(`{?form_${kind}}`, `form_${kind}`, value).slice(1));
    add('query', `exploded_${kind}`, value, expand(`{?exploded_${kind}*}`, `exploded_${kind}`, value).slice(1));
  }
}
for (const value of ['a/b:c?d', '(x)!$*;@=', 'a b']) {
  add('query', 'reserved_text', value, `reserved_text=${expand('{+v}', 'v', value)}`);
}
for (const value of ['a/b:c?d', 'plain']) add('form', 'reserved_text', value, `reserved_text=${expand('{+v}', 'v', value)}`);
for (const value of plain.list) add('form', 'comma_list', value, expand('{?comma_list}', 'comma_list', value).slice(1));
add('query', 'reserved_list', ['a/b', 'c:d'], `reserved_list=${expand('{+v}', 'v', ['a/b', 'c:d'])}`);
for (const kind of ['text', 'list', 'object']) {
  for (const value of plain[kind]) {
    const name = `form_${kind}`;
    add('cookie', name, value, expand(`{?${name}}`, name, value).slice(1));
    if (kind !== 'text') {
      const separate = `exploded_${kind}`;
      // The separator of cookies is `; `, not `&`.
      add('cookie', separate, value, expand(`{?${separate}*}`, separate, value).slice(1).replaceAll('&', '; '));
    }
  }
}

// RFC 6570 does not define headers and the styles `spaceDelimited` and `pipeDelimited`.
const built = async (location, name, style, explode, value) => {
  const type = Array.isArray(value) ? 'array' : typeof value === 'object' ? 'object' : 'string';
  const parameter = { name, in: location, style, explode, schema: { type } };
  const paths = { '/': { get: { operationId: 'get', parameters: [parameter] } } };
  const spec = { openapi: '3.0.3', servers: [{ url: 'http://h' }], paths };
  return SwaggerClient.buildRequest({ spec, operationId: 'get', parameters: { [name]: value } });
};
for (const [name, explode, kind] of [
  ['simple_text', false, 'text'], ['simple_list', false, 'list'], ['simple_object', false, 'object'],
  ['exploded_list', true, 'list'], ['exploded_object', true, 'object'],
]) {
  for (const value of kind === 'text' ? ['blue', 'a,b|c d;e=f&g/h%i'] : kind === 'list' ? [lists[0], ['a b', 'c;d=e%f']] : [objects[0]]) {
    const request = await built('header', name, 'simple', explode, value);
    add('header', name, value, request.headers[name]);
  }
}
for (const value of [lists[0], ['a,b', 'c;d=e&f/g%h']]) {
  for (const [name, style] of [['space_list', 'spaceDelimited'], ['pipe_list', 'pipeDelimited']]) {
    const request = await built('query', name, style, false, value);
    // The library writes `|`, which RFC 3986 does not allow in a URL.
    add('query', name, value, request.url.split('?')[1].replaceAll('|', '%7C'));
  }
}

// Parameters with brackets in their names, such as `map[key]`, and form bodies.
for (const value of objects) add('query', 'deep_object', value, qs.stringify({ deep_object: value }));
for (const value of lists) add('query', 'deep_list', value, qs.stringify({ deep_list: value }));
add('query', 'deep_nested', nested, qs.stringify({ deep_nested: nested }));
const form = (name, value) => add('form', name, value, qs.stringify({ [name]: value }, { format: 'RFC1738' }));
for (const value of objects) form('deep_object', value);
for (const value of lists) form('deep_list', value);
form('deep_items', [nested, { zone: 'c' }]);
for (const value of texts) add('form', 'form_text', value, new URLSearchParams([['form_text', value]]).toString());
for (const value of lists) {
  add('form', 'form_list', value, new URLSearchParams(value.map((item) => ['form_list', item])).toString());
}
for (const value of objects) add('map', 'map', value, new URLSearchParams(Object.entries(value)).toString());

console.log(lines.join('\n'));

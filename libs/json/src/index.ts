export { decodeUtf8 } from './decode-utf8.ts';
export { JsonError, type JsonFault } from './json-error.ts';
export { mostLevels, parseJson, type JsonOptions } from './parse-json.ts';

import { compile, getRegisteredFunctions, isRegistered } from '@jmespath-community/jmespath';
import { nearestWord } from '../nearest-word.ts';
import { boundedInterpreter, type Node } from './bounded-interpreter.ts';
import { plainPath, walk } from './plain-path.ts';

/** What an expression finds in a value; undefined or null where it finds nothing, or does not fit the value. */
export type Expression = (value: unknown) => unknown;

/** Names that every object has without anybody's having put them there. */
const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** They make texts of any length out of a number. */
const refusedFunctions: ReadonlySet<string> = new Set(['pad_left', 'pad_right']);

/**
 * Compiles a JMESPath expression (with the community's additions). A plain path is walked directly.
 * @throws Error whose message says what is wrong with it
 */
export const compileExpression = (text: string): Expression => {
  const steps = plainPath(text);
  if (steps) {
    for (const step of steps) if (step.kind === 'member') refuseInherited(step.name);
    return (value) => walk(value, steps);
  }
  const node = parsed(text);
  refuseUnsafe(node);
  return (value) => {
    try {
      return boundedInterpreter.search(node, value);
    } catch {
      // Such as `join` of a number: payloads are not what the expression expects.
      return undefined;
    }
  };
};

const parsed = (text: string): Node => {
  try {
    return compile(text);
  } catch (error) {
    throw new Error(`is no JMESPath: ${(error as Error).message}`, { cause: error });
  }
};

const refuseInherited = (name: string): void => {
  if (inherited.has(name))
    throw new Error(`names "${name}", which every object has: no payload can be meant`);
};

const refuseFunction = (name: string): void => {
  if (refusedFunctions.has(name)) throw new Error(`uses ${name}(), which is not allowed here`);
  if (isRegistered(name)) return;
  const meant = nearestWord(name, getRegisteredFunctions());
  throw new Error(
    `uses ${name}(), which JMESPath does not have${meant === undefined ? '' : `: did you mean ${meant}()?`}`,
  );
};

const refuseUnsafe = (node: unknown): void => {
  if (typeof node !== 'object' || node === null) return;
  const { type, name } = node as { type?: unknown; name?: unknown };
  if (type === 'Field' && typeof name === 'string') refuseInherited(name);
  if (type === 'Function' && typeof name === 'string') refuseFunction(name);
  Object.values(node).forEach(refuseUnsafe);
};

/** The names that are taken for lists: those before a bracket. In XML only the mapping file can say what is one. */
export const listNamesOf = (text: string): string[] => {
  const names: string[] = [];
  const withoutLiterals = text.replaceAll(/'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '``');
  for (const [, bare, quoted] of withoutLiterals.matchAll(/(?:([A-Za-z_]\w*)|("(?:[^"\\]|\\.)*"))\[/g))
    names.push(bare ?? (JSON.parse(quoted ?? '""') as string));
  return names;
};

/** The names in a plain path that are not taken for lists. */
export const singleNamesOf = (text: string): string[] => {
  const steps = plainPath(text) ?? [];
  return steps.flatMap((step, index) => {
    const next = steps[index + 1];
    return step.kind === 'member' && (next === undefined || next.kind === 'member') ? [step.name] : [];
  });
};

/** The text of a value: of a text, a number or a boolean, and of an XML element beside its attributes; '' of all else. */
export const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, '_text')) return '';
  const text = (value as { _text?: unknown })._text;
  return typeof text === 'string' ? text : '';
};

/** JMESPath's own notion: everything but null, false, and an empty text, list or object. */
export const holds = (value: unknown): boolean => {
  if (value === undefined || value === null || value === false || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
};

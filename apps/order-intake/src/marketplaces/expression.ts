import { compile, TreeInterpreter, type JSONValue } from '@jmespath-community/jmespath';

/** What a compiled JMESPath expression finds in a payload; null where nothing is there. */
export type Expression = (payload: unknown) => unknown;

/**
 * Compiles a JMESPath expression. It can reach nothing but the payload that it is given, and has no loops of its own.
 * Throws where the text is no expression; the expression itself throws where a function is given something that it
 * does not take.
 */
export const expression = (text: string): Expression => {
  const compiled = compile(text);
  return (payload) => TreeInterpreter.search(compiled, payload as JSONValue) ?? null;
};

import { TreeInterpreter, type JSONValue } from '@jmespath-community/jmespath';

type Interpreter = typeof TreeInterpreter;
export type Node = Parameters<Interpreter['search']>[0];

/** Steps that one evaluation may take: a payload and an expression together can ask for 2^n of them. */
const mostSteps = 100_000;

/** How much a function has to go through at least. */
const sizeOf = (value: unknown): number => {
  if (typeof value === 'string') return value.length / 16;
  if (typeof value !== 'object' || value === null) return 0;
  return Array.isArray(value) ? value.length : Object.keys(value).length;
};

/** JMESPath's own interpreter, which gives up after so many steps. */
class BoundedInterpreter {
  private steps = 0;
  private readonly interpreter = this.bounded(new (TreeInterpreter.constructor as new () => Interpreter)());

  /** @throws Error where the expression does not fit the value, or takes too many steps */
  search(node: Node, value: unknown): unknown {
    this.steps = 0;
    return this.interpreter.search(node, value as JSONValue);
  }

  private spend(steps: number): void {
    this.steps += steps;
    if (this.steps > mostSteps) throw new Error(`the expression takes more than ${mostSteps} steps`);
  }

  private bounded(interpreter: Interpreter): Interpreter {
    const { runtime } = interpreter;
    const visit = interpreter.visit.bind(interpreter);
    const withScope = interpreter.withScope.bind(interpreter);
    const callFunction = runtime.callFunction.bind(runtime);
    interpreter.visit = (node, value) => {
      this.spend(1);
      return visit(node, value);
    };
    // `let` goes on in an interpreter of its own.
    interpreter.withScope = (scope) => this.bounded(withScope(scope));
    runtime.callFunction = (name, args) => {
      for (const one of args) this.spend(sizeOf(one));
      const result = callFunction(name, args);
      this.spend(sizeOf(result));
      return result;
    };
    return interpreter;
  }
}

export const boundedInterpreter = new BoundedInterpreter();

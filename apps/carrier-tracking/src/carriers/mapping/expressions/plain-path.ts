import { ownMember } from './own-member.ts';

type Step = { kind: 'member'; name: string } | { kind: 'index'; index: number } | { kind: 'flatten' };

const token = /([A-Za-z_]\w*)|("(?:[^"\\]|\\.)*")|\[(-?\d{1,6})\]|(\[\])|(\.)/y;

/**
 * The steps of an expression that is only names, `[]` and `[n]`; undefined where it is anything else. Such a path means
 * what JMESPath says it means, and is walked directly: that costs a fifth.
 */
export const plainPath = (expression: string): readonly Step[] | undefined => {
  const steps: Step[] = [];
  token.lastIndex = 0;
  let afterDot = true;
  while (token.lastIndex < expression.length) {
    const match = token.exec(expression);
    if (!match) return undefined;
    const [, bare, quoted, index, flatten, dot] = match;
    if (bare !== undefined || quoted !== undefined) {
      if (!afterDot) return undefined;
      const name = bare ?? nameOf(quoted ?? '');
      if (name === undefined) return undefined;
      steps.push({ kind: 'member', name });
    } else if (dot === undefined) {
      if (afterDot && steps.length > 0) return undefined;
      steps.push(flatten === undefined ? { kind: 'index', index: Number(index) } : { kind: 'flatten' });
    } else if (afterDot) return undefined;
    afterDot = dot !== undefined;
  }
  return afterDot ? undefined : steps;
};

const nameOf = (quoted: string): string | undefined => {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
};

/** What stands at the path: behind a `[]` a list without its nulls, else one value; undefined where there is none. */
export const walk = (root: unknown, steps: readonly Step[]): unknown => {
  let value = root;
  for (let at = 0; at < steps.length; at += 1) {
    const step = steps[at] as Step;
    if (step.kind === 'flatten') return Array.isArray(value) ? walkEach(value, steps, at) : undefined;
    value = take(value, step);
    if (value === undefined || value === null) return undefined;
  }
  return value;
};

const walkEach = (list: readonly unknown[], steps: readonly Step[], from: number): unknown[] => {
  let values: readonly unknown[] = list;
  for (const step of steps.slice(from))
    values = (step.kind === 'flatten' ? values.flat() : values.map((value) => take(value, step))).filter(
      (value) => value !== undefined && value !== null,
    );
  return values as unknown[];
};

const take = (value: unknown, step: Exclude<Step, { kind: 'flatten' }>): unknown => {
  if (step.kind === 'member') return ownMember(value, step.name);
  return Array.isArray(value) ? (value.at(step.index) as unknown) : undefined;
};

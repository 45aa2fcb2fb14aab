import { Compile, type Validator } from 'typebox/compile';
import type { EventOf, TopicDefinition } from './topic.ts';

const compiled = new WeakMap<TopicDefinition, Map<string, Validator>>();

const validatorsOf = (topic: TopicDefinition): Map<string, Validator> => {
  let validators = compiled.get(topic);
  if (!validators) {
    validators = new Map(Object.entries(topic.events).map(([type, event]) => [type, Compile(event.data)]));
    compiled.set(topic, validators);
  }
  return validators;
};

export type Validation<T extends TopicDefinition> =
  { ok: true; event: EventOf<T> } | { ok: false; reason: 'unknown_type' | 'invalid_data'; detail: string };

/**
 * Checks data against the schema of its event type. Unknown fields are kept and ignored.
 * Validators are compiled on first use.
 */
export const validateEvent = <T extends TopicDefinition>(
  topic: T,
  type: string,
  data: unknown,
): Validation<T> => {
  const validator = validatorsOf(topic).get(type);
  if (!validator)
    return { ok: false, reason: 'unknown_type', detail: `${topic.name} has no event type ${type}` };
  if (validator.Check(data)) return { ok: true, event: { type, data } as EventOf<T> };
  const detail = validator
    .Errors(data)
    .slice(0, 5)
    .map((error) => `${error.instancePath || '/'} ${error.message}`)
    .join('; ');
  return { ok: false, reason: 'invalid_data', detail };
};

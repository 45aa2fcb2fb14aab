import { expect, it } from '@jest/globals';
import { onceLed } from './once-led.ts';

const failing = (types: string[]) => () => {
  const type = types.shift();
  return type === undefined
    ? Promise.resolve('led')
    : Promise.reject(Object.assign(new Error(type), { type }));
};

it('asks again while a topic has no leaders', async () => {
  await expect(onceLed(failing(['UNKNOWN_TOPIC_OR_PARTITION', 'NOT_LEADER_FOR_PARTITION']))).resolves.toBe(
    'led',
  );
});

it('rejects with every other failure at once', async () => {
  await expect(onceLed(failing(['TOPIC_AUTHORIZATION_FAILED']))).rejects.toThrow(
    'TOPIC_AUTHORIZATION_FAILED',
  );
});

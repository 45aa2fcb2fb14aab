import { parseArgs } from 'node:util';
import type { ServiceCommand } from '@landfall/service-kit';
import { RevokeApiKeyHandler } from './revoke-api-key.handler.ts';

/** `revoke-api-key --key KEY`: the other half of a rotation, after `create-merchant --id` has made the new key. */
export const revokeApiKey: ServiceCommand = async (app, args) => {
  const { key } = parseArgs({ args, options: { key: { type: 'string' } } }).values;
  if (!key) throw new Error('--key is missing');
  const revoked = await app.get(RevokeApiKeyHandler).revoke(key);
  process.stdout.write(revoked ? 'revoked\n' : 'no such key in use\n');
};

import { parseArgs } from 'node:util';
import type { ServiceCommand } from '@landfall/service-kit';
import { isUUID } from 'class-validator';
import { CreateMerchantHandler } from './create-merchant.handler.ts';

const shortestKey = 20;

/** `create-merchant --name NAME --key KEY [--id UUID]`: prints the merchant's id. */
export const createMerchant: ServiceCommand = async (app, args) => {
  const { values } = parseArgs({
    args,
    options: { name: { type: 'string' }, key: { type: 'string' }, id: { type: 'string' } },
  });
  const { name, key, id } = values;
  if (!name?.trim()) throw new Error('--name is missing');
  if (!key || key.length < shortestKey) throw new Error(`--key must have ${shortestKey} characters or more`);
  if (id !== undefined && !isUUID(id)) throw new Error('--id must be a UUID');
  const merchantId = await app.get(CreateMerchantHandler).create({ name, key, id: id?.toLowerCase() });
  process.stdout.write(`${merchantId}\n`);
};

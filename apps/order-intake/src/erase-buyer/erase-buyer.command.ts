import { parseArgs } from 'node:util';
import type { ServiceCommand } from '@landfall/service-kit';
import { isUUID } from 'class-validator';
import { EraseBuyerHandler } from './erase-buyer.handler.ts';

/** `erase-buyer --merchant UUID --buyer UUID`. */
export const eraseBuyer: ServiceCommand = async (app, args) => {
  const { merchant, buyer } = parseArgs({
    args,
    options: { merchant: { type: 'string' }, buyer: { type: 'string' } },
  }).values;
  if (!isUUID(merchant) || !isUUID(buyer)) throw new Error('--merchant and --buyer must be UUIDs');
  const erased = await app.get(EraseBuyerHandler).erase(String(merchant), String(buyer));
  process.stdout.write(erased ? 'erased\n' : 'nothing to erase\n');
};

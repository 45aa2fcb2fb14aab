import type { Transaction } from '@landfall/persistence';
import { unprocessable } from '@landfall/service-kit';
import type { RoutesStore } from '../persistence/routes.store.ts';

/** Throws ProblemError 422 `unknown_provider` where the merchant has no such provider. */
export const requireProvider = async (
  routes: RoutesStore,
  tx: Transaction,
  merchantId: string,
  providerId: string,
): Promise<void> => {
  if (await routes.hasProvider(tx, merchantId, providerId)) return;
  throw unprocessable('unknown_provider', 'The provider does not exist: add it first, POST /v1/providers.', [
    { pointer: '/providerId', detail: 'must be the id of one of your providers' },
  ]);
};

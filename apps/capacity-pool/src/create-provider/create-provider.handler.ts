import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@landfall/persistence';
import { Clock, conflict, IdempotentRequests, type KeptAnswer } from '@landfall/service-kit';
import { v7 } from 'uuid';
import { ProvidersStore } from '../persistence/providers.store.ts';
import { toProviderDto, type ProviderDto } from '../read-providers/provider.dto.ts';
import type { CreateProviderBody } from './create-provider.body.ts';

/** Adds a provider to a merchant's pool. */
@Injectable()
export class CreateProvider {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly requests: IdempotentRequests,
    private readonly providers: ProvidersStore,
  ) {}

  /** Throws ProblemError 409 `external_id_taken` where the merchant has a provider of that external id. */
  create(
    merchantId: string,
    key: string | undefined,
    body: CreateProviderBody,
  ): Promise<KeptAnswer<ProviderDto>> {
    const now = this.clock.now();
    const provider = { id: v7({ msecs: now.getTime() }), ...body, createdAt: now };
    return this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      this.requests.run(tx, { merchantId, route: 'POST /v1/providers', key, body }, async () => {
        if (!(await this.providers.add(tx, merchantId, provider)))
          throw conflict('external_id_taken', `You have a provider with the externalId ${body.externalId}.`);
        return { status: 201, body: toProviderDto(provider) };
      }),
    );
  }
}

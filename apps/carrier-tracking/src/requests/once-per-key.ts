import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Transaction } from '@landfall/persistence';
import {
  IdempotentRequests,
  type Answer,
  type IdempotentRequest,
  type KeptAnswer,
} from '@landfall/service-kit';

/** Carries an upload out once per Idempotency-Key. */
@Injectable()
export class OncePerKey {
  constructor(
    private readonly requests: IdempotentRequests,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Without a key no transaction is needed: a payload's id follows from its body. @param work gets the request's transaction, where it has one */
  async run<Body>(
    request: IdempotentRequest,
    work: (tx?: Transaction) => Promise<Answer<Body>>,
  ): Promise<KeptAnswer<Body>> {
    if (request.key === undefined) return { ...(await work()), replayed: false };
    return this.unitOfWork.run({ pool: 'http', merchants: [request.merchantId] }, (tx) =>
      this.requests.run(tx, request, () => work(tx)),
    );
  }
}

import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Transaction } from '@landfall/persistence';
import {
  IdempotentRequests,
  ProblemError,
  toProblem,
  type Answer,
  type IdempotentRequest,
  type KeptAnswer,
} from '@landfall/service-kit';

/** Carries out a merchant's POST in one transaction, once per Idempotency-Key. */
@Injectable()
export class MerchantRequests {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotent: IdempotentRequests,
  ) {}

  /** A ProblemError of `work` undoes what it did and becomes the answer, which is kept like any other. */
  run<Body>(
    request: IdempotentRequest,
    work: (tx: Transaction) => Promise<Answer<Body>>,
  ): Promise<KeptAnswer<unknown>> {
    return this.unitOfWork.run({ pool: 'http', merchants: [request.merchantId] }, (tx) =>
      this.idempotent.run<unknown>(tx, request, () => refusable(tx, () => work(tx))),
    );
  }
}

const refusable = async (tx: Transaction, work: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await tx.attempt(work);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status >= 500) throw error;
    return { status: error.status, body: { ...toProblem(error), ...extensionOf(error) } };
  }
};

/** A problem that points to the resource that is already there. */
export class ExistsProblem extends ProblemError {
  constructor(
    code: string,
    detail: string,
    /** Extension members of the problem (RFC 9457, 3.2), such as `{orderId}`. */
    readonly extension: Readonly<Record<string, string>>,
  ) {
    super({ status: 409, code, title: 'It exists already', detail });
  }
}

const extensionOf = (error: ProblemError): Readonly<Record<string, string>> =>
  error instanceof ExistsProblem ? error.extension : {};

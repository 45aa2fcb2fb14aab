import { Inject, Injectable } from '@nestjs/common';
import { badRequest, CONFIG, ProblemError } from '@landfall/service-kit';
import { PAYLOAD_READERS, type PayloadReaders } from '../carriers/payload-readers.ts';
import type { CarrierTrackingConfig } from '../carrier-tracking.settings.ts';
import { PayloadIntake } from '../payloads/payload-intake.ts';
import type { AcceptedPush } from './accepted-push.dto.ts';
import { isSigned } from './signature.ts';
import type { SignedSender } from './signed-senders.ts';

/** Takes a sender's push when it is authentic and JSON, whatever it says. */
@Injectable()
export class ReceiveSignedPushHandler {
  constructor(
    private readonly intake: PayloadIntake,
    @Inject(CONFIG) private readonly config: CarrierTrackingConfig,
    @Inject(PAYLOAD_READERS) private readonly readers: PayloadReaders,
  ) {}

  /** Throws ProblemError 401 `bad_signature`, 400 `malformed_json`; SurroundingsError when Kafka did not confirm. */
  async receive(
    signed: SignedSender,
    body: Buffer,
    signature: string | string[] | undefined,
  ): Promise<AcceptedPush> {
    const { sender, setting, header, explained } = signed;
    if (!isSigned(signed, body, signature, this.config[setting])) {
      throw new ProblemError({
        status: 401,
        code: 'bad_signature',
        title: 'The signature does not hold',
        detail: `The \`${header}\` header must be ${explained}.`,
      });
    }
    const payload = parsed(body);
    const subject = this.readers.get(sender)?.subjectOf(payload);
    const [id = ''] = await this.intake.accept([{ sender, subject, onlyMerchant: null, body }]);
    return { id };
  }
}

const parsed = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw badRequest('malformed_json', 'The body is not JSON that can be read.');
  }
};

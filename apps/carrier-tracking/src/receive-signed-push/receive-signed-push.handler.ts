import { Inject, Injectable } from '@nestjs/common';
import { badRequest, CONFIG, ProblemError } from '@landfall/service-kit';
import { UnreadableBody } from '../carriers/mapping/bodies/unreadable-body.ts';
import type { PayloadReader } from '../carriers/payload-reader.ts';
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
    @Inject(PAYLOAD_READERS) private readonly readers: PayloadReaders,
    @Inject(CONFIG) private readonly config: CarrierTrackingConfig,
  ) {}

  /** Throws ProblemError 401 `bad_signature`, 400 where it is no JSON; SurroundingsError when Kafka did not confirm. */
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
    const reader = this.readers.get(sender);
    if (!reader) throw new Error(`there is no mapping file of ${sender}`);
    const subject = reader.subjectOf(parsed(reader, body));
    const [id = ''] = await this.intake.accept([{ sender, subject, onlyMerchant: null, body }]);
    return { id };
  }
}

const parsed = (reader: PayloadReader, body: Buffer): unknown => {
  try {
    return reader.parse(body);
  } catch (error) {
    throw error instanceof UnreadableBody ? badRequest(error.code, error.message) : error;
  }
};

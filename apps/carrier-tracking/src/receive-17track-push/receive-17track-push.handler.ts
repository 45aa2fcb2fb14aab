import { Inject, Injectable } from '@nestjs/common';
import { badRequest, CONFIG, ProblemError } from '@landfall/service-kit';
import { isSignedBy17track } from '../carriers/17track/17track.signature.ts';
import { UnreadableBody } from '../carriers/mapping/bodies/unreadable-body.ts';
import type { PayloadReader } from '../carriers/payload-reader.ts';
import { PAYLOAD_READERS, type PayloadReaders } from '../carriers/payload-readers.ts';
import type { CarrierTrackingConfig } from '../carrier-tracking.settings.ts';
import { PayloadIntake } from '../payloads/payload-intake.ts';
import type { AcceptedPush } from './accepted-push.dto.ts';

/** Takes a push of 17TRACK's when it is authentic and JSON, whatever it says. */
@Injectable()
export class Receive17trackPushHandler {
  constructor(
    private readonly intake: PayloadIntake,
    @Inject(PAYLOAD_READERS) private readonly readers: PayloadReaders,
    @Inject(CONFIG) private readonly config: CarrierTrackingConfig,
  ) {}

  /** Throws ProblemError 401 `bad_signature`, 400 where it is no JSON; SurroundingsError when Kafka did not confirm. */
  async receive(body: Buffer, sign: string | string[] | undefined): Promise<AcceptedPush> {
    if (!isSignedBy17track(body, sign, this.config.CARRIER_17TRACK_API_KEY)) {
      throw new ProblemError({
        status: 401,
        code: 'bad_signature',
        title: 'The signature does not hold',
        detail: 'The `sign` header must be the hex SHA-256 of the raw body, a slash and the API key.',
      });
    }
    const reader = this.readers.get('17track');
    if (!reader) throw new Error('there is no mapping file of 17track');
    const [id = ''] = await this.intake.accept([
      {
        sender: reader.sender,
        subject: reader.subjectOf(parsed(reader, body)),
        onlyMerchant: null,
        body,
      },
    ]);
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

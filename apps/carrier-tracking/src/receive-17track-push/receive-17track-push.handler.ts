import { Inject, Injectable } from '@nestjs/common';
import { badRequest, CONFIG, ProblemError } from '@landfall/service-kit';
import { seventeenTrackReader } from '../carriers/17track/17track.reader.ts';
import { isSignedBy17track } from '../carriers/17track/17track.signature.ts';
import type { CarrierTrackingConfig } from '../carrier-tracking.settings.ts';
import { PayloadIntake } from '../payloads/payload-intake.ts';
import type { AcceptedPush } from './accepted-push.dto.ts';

/** Takes a push of 17TRACK's when it is authentic and JSON, whatever it says. */
@Injectable()
export class Receive17trackPushHandler {
  constructor(
    private readonly intake: PayloadIntake,
    @Inject(CONFIG) private readonly config: CarrierTrackingConfig,
  ) {}

  /** Throws ProblemError 401 `bad_signature`, 400 `malformed_json`; SurroundingsError when Kafka did not confirm. */
  async receive(body: Buffer, sign: string | string[] | undefined): Promise<AcceptedPush> {
    if (!isSignedBy17track(body, sign, this.config.CARRIER_17TRACK_API_KEY)) {
      throw new ProblemError({
        status: 401,
        code: 'bad_signature',
        title: 'The signature does not hold',
        detail: 'The `sign` header must be the hex SHA-256 of the raw body, a slash and the API key.',
      });
    }
    const [id = ''] = await this.intake.accept([
      {
        sender: seventeenTrackReader.sender,
        subject: seventeenTrackReader.subjectOf(parsed(body)),
        onlyMerchant: null,
        body,
      },
    ]);
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

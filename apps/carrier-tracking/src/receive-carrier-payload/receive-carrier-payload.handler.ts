import { Injectable } from '@nestjs/common';
import { badRequest, ProblemError, validationFailed, type Answer } from '@landfall/service-kit';
import { CarrierMappings } from '../carriers/carrier-mappings.ts';
import { UnreadableBody } from '../carriers/mapping/bodies/unreadable-body.ts';
import type { MappedPayloadReader, PayloadPart } from '../carriers/mapping/mapped-payload.reader.ts';
import { PayloadIntake } from '../payloads/payload-intake.ts';
import type { AcceptedPayloads } from './accepted-payloads.dto.ts';

/** An answer of a carrier's as a merchant hands it over. */
export interface HandedPayload {
  merchantId: string;
  /** As the caller spells it. */
  carrier: string;
  contentType: string;
  /** For carriers whose answers name no number. */
  trackingNumber: string | undefined;
  body: Buffer;
}

/** Takes any mapped carrier's own answer, split by tracking number; it reaches only the merchant's parcels. */
@Injectable()
export class ReceiveCarrierPayloadHandler {
  constructor(
    private readonly intake: PayloadIntake,
    private readonly mappings: CarrierMappings,
  ) {}

  /**
   * 202 once all of it is durable, whatever it says. Throws ProblemError 404 for a carrier without a mapping file, 400
   * where the body cannot be read or a number is missing; SurroundingsError when Kafka did not confirm.
   */
  async receive(payload: HandedPayload): Promise<Answer<AcceptedPayloads>> {
    const { merchantId, carrier, trackingNumber } = payload;
    const reader = this.mappings.named(carrier);
    if (!reader) throw unknownCarrier(this.mappings.senders);
    if (!reader.mapping.number && !trackingNumber?.trim())
      throw validationFailed([
        { pointer: '/trackingNumber', detail: `is required: payloads of ${reader.sender} name no number` },
      ]);
    const parts = partsOf(reader, payload);
    const ids = await this.intake.accept(
      parts.map(({ subject, body }) => ({ sender: reader.sender, subject, onlyMerchant: merchantId, body })),
    );
    const payloads = parts.map(({ subject }, index) => ({
      id: ids[index] ?? '',
      trackingNumber: subject?.number ?? null,
    }));
    return { status: 202, body: { payloads } };
  }
}

const unknownCarrier = (known: readonly string[]): ProblemError =>
  new ProblemError({
    status: 404,
    code: 'unknown_carrier',
    title: 'The carrier is not known',
    detail: `There is no mapping file of this carrier. Known are: ${known.join(', ')}.`,
  });

const partsOf = (
  reader: MappedPayloadReader,
  { body, contentType, trackingNumber }: HandedPayload,
): PayloadPart[] => {
  try {
    return reader.partsOf(body, charsetOf(contentType), trackingNumber);
  } catch (error) {
    throw error instanceof UnreadableBody ? badRequest(error.code, error.message) : error;
  }
};

/** Only where it says more than that the body is text. */
const charsetOf = (contentType: string): string | undefined =>
  /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType)?.[1];

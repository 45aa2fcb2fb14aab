import { Injectable } from '@nestjs/common';
import type { Producer } from 'kafkajs';
import { v5 } from 'uuid';
import type { IntakeSettings } from './intake.settings.ts';
import type { ScanDto } from './scan.dto.ts';
import type { TrackingEventDto } from './tracking-event.dto.ts';

const namespace = '5f0f4d3c-1d3b-4c1e-9a53-0d9a5c8a2b11';
const merchantId = '0b8dd1f6-6c6a-8d3f-8f6e-2f6f4a4c9f10';

/**
 * Puts a scan on the topic, with acknowledgement by all replicas, before it is answered. A parcel's id follows from its
 * number: nothing is looked up.
 */
@Injectable()
export class ReceiveScanService {
  constructor(
    private readonly producer: Producer,
    private readonly settings: IntakeSettings,
  ) {}

  async receive(event: TrackingEventDto): Promise<{ id: string }> {
    const scan = scanOf(event);
    await this.producer.send({
      topic: this.settings.topic,
      acks: -1,
      messages: [{ key: scan.parcelId, value: JSON.stringify(scan), headers: headersOf(scan) }],
    });
    return { id: scan.eventId };
  }
}

const scanOf = (event: TrackingEventDto): ScanDto => {
  const { trackingNumber, carrier, milestone, occurredAt, rawCode, place, proof } = event;
  const eventId = v5(JSON.stringify([trackingNumber, carrier, milestone, occurredAt, rawCode]), namespace);
  return {
    eventId,
    scanId: eventId,
    revision: 0,
    parcelId: v5(trackingNumber, namespace),
    trackingNumber,
    carrier,
    source: 'upload',
    milestone,
    leg: event.leg ?? null,
    reason: event.reason ?? null,
    occurredAt,
    offsetSource: 'given',
    recordedAt: new Date().toISOString(),
    place: place
      ? { country: place.country, city: place.city ?? null, facility: place.facility ?? null }
      : null,
    rawCode: rawCode ?? null,
    rawPayloadRef: eventId,
    weightGrams: event.weightGrams ?? null,
    proof: proof ? { type: proof.type, ref: proof.ref ?? null } : null,
  };
};

const headersOf = ({ eventId, parcelId, recordedAt }: ScanDto): Record<string, string> => ({
  ce_specversion: '1.0',
  ce_id: eventId,
  ce_type: 'tracking.milestone_reached',
  ce_source: 'baseline',
  ce_subject: parcelId,
  ce_time: recordedAt,
  ce_version: '1',
  'content-type': 'application/json',
  ce_merchantid: merchantId,
});

import Type from 'typebox';
import { Id, Instant, Nullable, Text } from '../schema.ts';
import { defineTopic } from '../topic.ts';

export const carrierPayloadsTopic = defineTopic({
  name: 'landfall.carrier-payloads.v1',
  description:
    "What a sender told about one tracking number: ciphertext under a day's key that is destroyed later.",
  key: 'subject',
  owner: 'carrier-tracking',
  cleanup: 'delete',
  private: true,
  events: {
    'carrier.payload_received': {
      description: 'A payload was accepted at an edge.',
      data: Type.Object({
        subject: Type.String({ description: 'carrier/tracking number, the record key' }),
        payloadId: Id,
        sender: Text(64),
        carrier: Text(64),
        trackingNumber: Text(64),
        onlyMerchant: Nullable(Id),
        receivedAt: Instant,
        keyDay: Type.String({ format: 'date' }),
        nonce: Type.String(),
        ciphertext: Type.String({ description: 'base64, AES-256-GCM with the tag at the end' }),
      }),
    },
  },
});

import type { KeyObject } from 'node:crypto';
import type { carrierPayloadsTopic } from '@landfall/contracts';
import type { ReceivedEvent } from '@landfall/messaging';
import { UnreadableBody } from '../carriers/mapping/bodies/unreadable-body.ts';
import type { PayloadReading } from '../carriers/payload-reader.ts';
import type { PayloadReaders } from '../carriers/payload-readers.ts';
import { openBody } from '../payloads/payload-cipher.ts';

export type PayloadEvent = ReceivedEvent<typeof carrierPayloadsTopic>;

const refused = (reason: string, detail: string): PayloadReading => ({
  kind: 'not_understood',
  reason,
  detail,
});

/**
 * Opens a kept payload and reads it; a payload at fault is refused with the reason, never thrown.
 * @param isKnown whether a scan of the payload needs no reading
 */
export const openPayload = (
  event: PayloadEvent,
  keys: ReadonlyMap<string, KeyObject>,
  readers: PayloadReaders,
  isKnown: (scanId: string) => boolean,
): PayloadReading => {
  const { sender, payloadId, keyDay, onlyMerchant, trackingNumber } = event.data;
  const reader = readers.get(sender);
  if (!reader) return refused('unknown_sender', `nothing reads payloads of ${sender}`);
  if (onlyMerchant !== event.merchantId)
    return refused('merchant_disagrees', 'ce_merchantid is not onlyMerchant');
  const key = keys.get(keyDay);
  if (!key) return refused('payload_key_destroyed', `the key of ${keyDay} is no more`);
  let payload: unknown;
  try {
    payload = reader.parse(openBody(key, event.data, payloadId));
  } catch (error) {
    return error instanceof UnreadableBody
      ? refused(error.code, error.message)
      : refused('cannot_be_decrypted', (error as Error).message);
  }
  return reader.read(payload, { number: trackingNumber, isKnown });
};

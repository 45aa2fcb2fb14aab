import { describe, expect, it } from '@jest/globals';
import { parcelStatesTopic, type DataOf } from '@landfall/contracts';
import { outgoing } from '../events/outgoing-event.ts';
import { Outbox, pack, unpack } from './outbox.ts';
import { RowsInHand } from './rows-in-hand.ts';

const now = new Date('2026-03-01T12:00:00Z');
const merchantId = '0190f000-0000-7000-8000-000000000001';

/** A message of a parcel; whatever text stands in it must come out as it went in. */
const message = (parcelId: string, lastMilestone: string) =>
  new Outbox('spec', new RowsInHand(), () => undefined).message(
    outgoing(parcelStatesTopic, 'parcel.state_changed', { version: 1, merchantId }, {
      parcelId,
      lastMilestone,
    } as unknown as DataOf<typeof parcelStatesTopic, 'parcel.state_changed'>),
    now,
  );

const rowsOf = (texts: readonly string[], limit: number): string[] =>
  pack(
    texts.map((text) => ({ ...message('parcel', ''), text })),
    limit,
  ).map((row) => row.text);

describe('a row of the outbox', () => {
  it('gives back its messages in their order, whatever they say', () => {
    const texts = ['plain', 'two\nlines\r\n', 'separators \u2028 \u2029', '深圳 "quoted" \\n'];
    const packed = pack(texts.map((text, index) => message(`parcel-${index}`, text)));
    expect(packed).toHaveLength(1);
    expect(packed[0]?.bytes).toBe(Buffer.byteLength(packed[0]?.text ?? ''));
    const messages = unpack(packed[0]?.text ?? '');
    expect(messages).toEqual(packed[0]?.messages.map(({ publication }) => publication));
    expect(messages.map(({ key }) => key)).toEqual(['parcel-0', 'parcel-1', 'parcel-2', 'parcel-3']);
    expect(
      messages.map(({ value }) => (JSON.parse(value) as { lastMilestone: string }).lastMilestone),
    ).toEqual(texts);
    expect(messages[0]).toMatchObject({
      topic: parcelStatesTopic.name,
      headers: { ce_type: 'parcel.state_changed', ce_merchantid: merchantId, ce_version: '1' },
    });
  });

  it('holds no more than one publication may carry, in bytes and not in characters', () => {
    expect(rowsOf(['aaaa', 'bbbb', 'cccc'], 10)).toEqual(['aaaa\nbbbb', 'cccc']);
    expect(rowsOf(['深深', '圳圳'], 10)).toEqual(['深深', '圳圳']);
  });

  it('stands alone when a message is larger than a publication', () =>
    expect(rowsOf(['a', 'bbbbbbbbbbbb', 'c'], 6)).toEqual(['a', 'bbbbbbbbbbbb', 'c']));

  it('is not written for nothing', () => expect(pack([])).toEqual([]));
});

import { baselineStatuses } from './baseline-reader.ts';

/** Milliseconds of the first event of the first payload. */
const begin = Date.UTC(2026, 0, 1);
const hour = 3_600_000;

const cities = ['Shenzhen', 'Dongguan', 'Guangzhou', 'Hangzhou', 'Shanghai'];

/** A push of 17TRACK's with so many events, newest first; each payload and event is another. */
export function madePush(index: number, events: number): Buffer {
  const number = `LB${String(index).padStart(9, '0')}CN`;
  const list = Array.from({ length: events }, (_, back) => {
    const at = new Date(begin + (index % 1_000) * 60_000 + (events - back) * 7 * hour);
    const local = new Date(at.getTime() + 8 * hour).toISOString().slice(0, 19);
    const city = cities[(index + back) % cities.length];
    return {
      time_iso: `${local}+08:00`,
      time_utc: `${at.toISOString().slice(0, 19)}Z`,
      time_raw: { date: local.slice(0, 10), time: local.slice(11), timezone: '+08:00' },
      description: `Processed at the sorting centre of ${city}, next stop to come`,
      description_translation: { lang: null, description: null },
      location: `${city}, China`,
      stage: null,
      sub_status: baselineStatuses[(index + back) % baselineStatuses.length],
      address: {
        country: 'CN',
        state: 'Guangdong',
        city,
        street: null,
        postal_code: null,
        coordinates: null,
      },
    };
  });
  return Buffer.from(
    JSON.stringify({
      event: 'TRACKING_UPDATED',
      data: {
        number,
        carrier: 3011,
        tag: null,
        track_info: {
          shipping_info: { shipper_address: { country: 'CN' }, recipient_address: { country: 'US' } },
          latest_status: { status: 'InTransit', sub_status: list[0]?.sub_status, sub_status_descr: null },
          latest_event: list[0],
          misc_info: { weight_kg: '0.35', local_number: null },
          tracking: { providers_hash: index, providers: [{ provider: { key: 3011 }, events: list }] },
        },
      },
    }),
  );
}

/** An answer of Canada Post's with so many events. */
export function madeXml(index: number, events: number): Buffer {
  const occurrences = Array.from({ length: events }, (_, back) => {
    const at = new Date(begin + (index % 1_000) * 60_000 + (events - back) * 7 * hour).toISOString();
    return `<occurrence>
        <event-identifier>${['0174', '0100', '1301', '0170'][back % 4]}</event-identifier>
        <event-date>${at.slice(0, 10)}</event-date>
        <event-time>${at.slice(11, 19)}</event-time>
        <event-time-zone>EST</event-time-zone>
        <event-description>Item processed &amp; on its way ${back}</event-description>
        <signatory-name></signatory-name>
        <event-site>${back % 2 === 0 ? 'MONTREAL' : 'QUEBEC'}</event-site>
        <event-province>QC</event-province>
        <event-retail-location-id></event-retail-location-id>
        <event-retail-name></event-retail-name>
      </occurrence>`;
  });
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>
<tracking-detail xmlns="http://www.canadapost.ca/ws/track">
  <pin>${String(index).padStart(16, '7')}</pin>
  <expected-delivery-date>2026-03-06</expected-delivery-date>
  <significant-events>${occurrences.join('\n      ')}</significant-events>
</tracking-detail>`,
  );
}

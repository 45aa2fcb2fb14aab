import type { NewFile } from './templates.ts';

const folder = 'apps/carrier-tracking/mappings';

/** A carrier's mapping file of ten codes, and an example that it reads. */
export const mappingFiles = (name: string, format: 'json' | 'xml' = 'json'): NewFile[] => {
  const { paths, example, error } = format === 'json' ? json : xml;
  return [
    {
      path: `${folder}/${name}.yaml`,
      text: `# yaml-language-server: $schema=./mapping.schema.json
sender: ${name}
format: ${format}
${paths}
  code: code
  description: description
  country: location.country
  city: location.city
codes:
  CREATED: label_created
  PICKED_UP: picked_up
  ARRIVED: arrived_at_facility
  DEPARTED: departed_facility
  CUSTOMS: { milestone: import_customs_started, atOrigin: export_customs_started }
  OUT: out_for_delivery
  ATTEMPTED: { milestone: delivery_attempted, reason: consignee }
  DELIVERED: delivered
  RETURNING: { milestone: returning, reason: other }
  INVOICED: null
patterns:
  - { match: [delivered, zugestellt, livré], is: delivered }
  - { match: [customs, zoll, douane], is: { milestone: import_customs_started, atOrigin: export_customs_started } }
`,
    },
    {
      path: `${folder}/examples/${name}.yaml`,
      text: `# Made-up answers of the sender's, and what must be read of them.
- payload: |
${example}
  parcels:
    - number: X0000000001
      estimatedDelivery: '2026-03-06'
      scans:
        - { milestone: delivered, occurredAt: '2026-03-05T17:30:00+01:00', offsetSource: given, country: DE, city: Leipzig }
        - { milestone: import_customs_started, occurredAt: '2026-03-04T08:00:00+01:00', offsetSource: place }
- payload: |
${error}
  parcels: []
`,
    },
  ];
};

const json = {
  paths: `without: [error]
parcels: shipments[]
number: trackingNumber
events: events[]
estimatedDelivery: { date: estimatedDelivery }
zone: place
event:
  time: { date: date, time: time, offset: offset }`,
  example: `    {"shipments": [{"trackingNumber": "X0000000001", "estimatedDelivery": "2026-03-06", "events": [
      {"date": "2026-03-05", "time": "17:30:00", "offset": "+01:00", "code": "DELIVERED",
        "location": {"country": "Germany", "city": "Leipzig"}},
      {"date": "2026-03-04", "time": "08:00:00", "code": "NEW", "description": "Sendung beim Zoll",
        "location": {"country": "DEU"}},
      {"date": "2026-03-04", "time": "07:00:00", "code": "INVOICED"}]}]}`,
  error: `    {"error": {"code": "NOT_FOUND"}}`,
};

const xml = {
  paths: `without: [tracking.error]
parcels: tracking.shipment[]
number: _number
history: '@'
events: events.event[]
estimatedDelivery: { date: estimatedDelivery }
zone: place
event:
  time: { date: date, time: time, offset: time._offset }`,
  example: `    <tracking><shipment number="X0000000001"><estimatedDelivery>2026-03-06</estimatedDelivery><events>
      <event><date>2026-03-05</date><time offset="+01:00">17:30:00</time><code>DELIVERED</code>
        <location><country>Germany</country><city>Leipzig</city></location></event>
      <event><date>2026-03-04</date><time>08:00:00</time><code>NEW</code><description>Sendung beim Zoll</description>
        <location><country>DEU</country></location></event>
      <event><date>2026-03-04</date><time>07:00:00</time><code>INVOICED</code></event></events></shipment></tracking>`,
  error: `    <tracking><error>NOT_FOUND</error></tracking>`,
};

import Type from 'typebox';
import { CountryCode, Count, Id, Instant, Money, Nullable, OneOf, Text } from '../schema.ts';
import { defineTopic } from '../topic.ts';
import { exceptionCodes, incidentKinds, legs, severities, transportModes, waits } from '../vocabulary.ts';

const exception = {
  subjectId: Type.String({ description: 'parcel, order or incident id, the record key' }),
  exceptionId: Id,
  parcelId: Nullable(Id),
  orderId: Id,
  code: OneOf(exceptionCodes),
  leg: Nullable(OneOf([...legs, ...waits])),
  occurrence: Type.Integer({ minimum: 1 }),
  severity: OneOf(severities),
  openedAt: Instant,
  detectedAt: Instant,
  evidence: Type.Object({
    eventIds: Type.Array(Id, { description: 'ids of scans; under consumer_report of the reports' }),
    threshold: Nullable(Type.Object({ hours: Type.Number() })),
    basis: Nullable(Text()),
  }),
  blame: Type.Object({ party: Text(64), reason: Nullable(Text(64)) }),
  carrier: Nullable(Text(64)),
  routeId: Nullable(Text(64)),
  destinationCountry: CountryCode,
  valueAtRisk: Money,
  recoverableValue: Money,
  suggestedAction: Nullable(Text(64)),
  incidentId: Nullable(Id),
};
const Exception = Type.Object(exception);
const ended = { clearedAt: Instant, because: Text() };

const Incident = Type.Object({
  subjectId: Type.String(),
  incidentId: Id,
  kind: OneOf(incidentKinds),
  scope: Type.Object({
    carrier: Nullable(Text(64)),
    leg: Nullable(OneOf(legs)),
    originCountry: Nullable(CountryCode),
    destinationCountry: Nullable(CountryCode),
    mode: Nullable(OneOf(transportModes)),
    unitId: Type.Optional(Nullable(Id)),
    flightOrVoyage: Type.Optional(Nullable(Text(64))),
  }),
  openedAt: Instant,
  detectedAt: Instant,
  closedAt: Nullable(Instant),
  parcelCount: Count,
});

export const exceptionsTopic = defineTopic({
  name: 'landfall.exceptions.v1',
  description: 'Exceptions and incidents as they open, change and clear, with the money at stake.',
  key: 'subjectId',
  owner: 'exception-detection',
  cleanup: 'delete',
  events: {
    'exception.opened': { description: 'A condition of the catalogue began to hold.', data: Exception },
    'exception.updated': { description: 'An open exception changed in place.', data: Exception },
    'exception.cleared': {
      description: 'Its cause went away by itself.',
      data: Type.Object({ ...exception, ...ended }),
    },
    'exception.resolved': {
      description: 'After-sales closed it.',
      data: Type.Object({ ...exception, ...ended }),
    },
    'incident.opened': { description: 'One cause hits many parcels.', data: Incident },
    'incident.closed': { description: 'The common cause is gone.', data: Incident },
  },
});

import { Bool, Instant, Integer, OneOf, Text, TextList } from '@landfall/service-kit';

const listed = 'With commas between several.';
const words = { max: 50, each: { max: 255 }, optional: true, description: listed } as const;

/** The query of `GET /v1/epcis/events`: the parameters of EPCIS 2.0 that say anything of what is recorded here. */
export class EpcisEventsQuery {
  @TextList({ max: 2, values: ['ObjectEvent', 'AggregationEvent'], optional: true, description: listed })
  eventType?: string[];

  @Instant({ optional: true })
  GE_eventTime?: string;

  @Instant({ optional: true })
  LT_eventTime?: string;

  @Instant({ optional: true })
  GE_recordTime?: string;

  @Instant({ optional: true })
  LT_recordTime?: string;

  @TextList({ max: 3, values: ['ADD', 'OBSERVE', 'DELETE'], optional: true, description: listed })
  EQ_action?: string[];

  @TextList(words)
  EQ_bizStep?: string[];

  @TextList(words)
  EQ_disposition?: string[];

  @TextList({ ...words, each: { max: 2_048 } })
  EQ_eventID?: string[];

  @TextList({ ...words, each: { max: 2_048 }, description: `Parcels, as \`epcList\` names them. ${listed}` })
  MATCH_epc?: string[];

  @Bool({ optional: true, description: 'true: only declarations of errors.' })
  EXISTS_errorDeclaration?: boolean;

  @OneOf(['recordTime'], { optional: true, description: 'The order that it is in: that of recording.' })
  orderBy?: string;

  @OneOf(['ASC'], { optional: true })
  orderDirection?: string;

  @Integer({ min: 1, max: 1_000, optional: true, description: 'Events at most; 30 unless told.' })
  perPage?: number = 30;

  @Text({ max: 1_000, optional: true, description: 'Of a `Link` of an earlier answer.' })
  nextPageToken?: string;
}

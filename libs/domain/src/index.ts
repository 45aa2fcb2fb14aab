export { everyDay, workedOn, type WorkingCalendar } from './calendar/working-calendar.ts';
export { DAY_MS, HOUR_MS, type Instant } from './calendar/instant.ts';
export { afterWorkingHours, workingHoursBetween } from './calendar/working-hours.ts';
export {
  DEFAULT_MODE,
  calendarOf,
  chain,
  chainOrder,
  isMilestone,
  legDefinition,
  legOf,
  milestoneDefinition,
  milestones,
  ownerOf,
  priorDwell,
  stageOf,
  type Chain,
  type Milestone,
} from './chain.ts';
export { checkChain } from './check-chain.ts';
export {
  finalPhases,
  legs,
  stages,
  transportModes,
  waits,
  type Dwell,
  type FinalPhase,
  type Lane,
  type Leg,
  type LegDefinition,
  type Part,
  type Stage,
  type TimedStage,
  type TransportMode,
  type Wait,
  type WaitDefinition,
} from './legs/leg.ts';
export type { OrderFacts, OrderView } from './order/order-view.ts';
export { valueOfItems, type OrderItem } from './order/value-of-items.ts';
export { watchOrder, type WatchedOrder } from './order/watch-order.ts';
export {
  consumerReportKinds,
  consumerSide,
  type ConsumerReport,
  type ConsumerReportKind,
  type ConsumerSide,
} from './parcel/consumer-report.ts';
export { classifications, classify, type Classification } from './parcel/classify.ts';
export { compareEvents } from './parcel/event-order.ts';
export { evolve } from './parcel/evolve.ts';
export { foldParcel, foldSteps, type Step } from './parcel/fold.ts';
export {
  reasons,
  type DeliveryProof,
  type ParcelEvent,
  type Place,
  type Reason,
} from './parcel/parcel-event.ts';
export type { ParcelFacts } from './parcel/parcel-facts.ts';
export {
  FOLD_VERSION,
  contradictionKinds,
  emptyParcel,
  isOutbound,
  parcelStatuses,
  type Contradiction,
  type ContradictionKind,
  type CustomsState,
  type Delivery,
  type EventPosition,
  type ParcelState,
  type ParcelStatus,
} from './parcel/parcel-state.ts';
export type { ParcelView } from './parcel/parcel-view.ts';
export { CELLS_OF_NO_STAY, FIRST_CELL_STILL_THERE } from './dwell/dwell-counts.ts';
export {
  DwellDistribution,
  parseDwellDistribution,
  unknownWidth,
  type DwellOrigin,
  type PriorWidth,
} from './dwell/dwell-distribution.ts';
export { cohortsUpTo } from './dwell/survival.ts';
export type { EpcisEvent, EpcisScan } from './epcis/epcis-event.ts';
export { objectOf, type EpcisObject } from './epcis/epcis-uri.ts';
export { EXTENSION_NAMESPACE, extensionPrefixOf } from './epcis/extension.ts';
export { extensionOf, readEpcisEvent, type EpcisReading } from './epcis/read-epcis.ts';
export { epcisDocument, type EpcisDocument } from './epcis/write-epcis.ts';
export {
  epcisQueryDocument,
  eventsOfRecord,
  fitsQuery,
  parcelsOfEpcs,
  type EpcisQuery,
  type EpcisQueryDocument,
  type EpcisRecord,
} from './epcis/write-query.ts';
export { estimateDelivery, hasMedianMoved, isExpected, type Estimate } from './estimate/estimate-delivery.ts';
export { explainEstimate, type EstimateExplained, type EstimatePart } from './estimate/explain-estimate.ts';
export { foundInPassing, type PastState } from './exceptions/found-in-passing.ts';
export { explainRules, type Verdict } from './exceptions/explain-rules.ts';
export { assess, isOfSilence, isOpen, nextDueAt } from './exceptions/assess.ts';
export { blameForReason } from './exceptions/blame.ts';
export { catalogueEntry, type CatalogueEntry } from './exceptions/catalogue.ts';
export {
  exceptionCodes,
  type Blame,
  type Evidence,
  type ExceptionCode,
  type Finding,
  type Severity,
} from './exceptions/exception.ts';
export {
  reconcile,
  type ExceptionChange,
  type HolderOf,
  type KnownException,
  type Reconciliation,
} from './exceptions/reconcile.ts';
export type { Stakes } from './exceptions/stakes.ts';
export { learnedKnowledge, priorKnowledge, type Knowledge } from './knowledge.ts';
export { countedStays, stayChanges, type CountedStays, type StayChange } from './dwell/counted-stays.ts';
export { unitChanges, type UnitCount } from './dwell/counted-unit.ts';
export { laneFactsOf, laneKeyOf, type LaneFacts } from './dwell/dwell-keys.ts';
export { stageCalendars, type CalendarOf, type CountryDays, type DaysOf } from './calendar/stage-calendar.ts';
export { LaneModel } from './dwell/dwell-model.ts';
export {
  departuresOf,
  noDepartures,
  priorWidth,
  sumOfDepartures,
  type Departures,
} from './dwell/prior-width.ts';
export { learnLane, type LearnedDwell, type StageCounts } from './dwell/learn-lane.ts';
export { currencyExponent } from './money/currency.ts';
export { formatMoney, parseMoney, type Money, type MoneyError, type ParsedMoney } from './money/money.ts';
export {
  assumedGoodsMinor,
  profitIfDelivered,
  profitIfFailed,
  swingMinor,
  type FailureOutcome,
  type OrderValue,
} from './money/profit.ts';
export { gatewayOf, laneOf, sameGateway } from './routing/gateway.ts';
export { isMature } from './scorecard/maturity.ts';
export { quantileWithCensored } from './scorecard/quantile.ts';
export { wilsonInterval } from './scorecard/wilson-interval.ts';
export { FEED_MEMORY_DAYS } from './incidents/feed-silence.ts';
export { LEAST_PARCELS, type Feed, type FoundIncident } from './incidents/find-incidents.ts';
export {
  everywhere,
  explains,
  heldCodes,
  incidentKinds,
  incidentName,
  type Incident,
  type IncidentKind,
  type IncidentScope,
} from './incidents/incident.ts';
export type { StageDayCount } from './incidents/watch-stages.ts';
export { lookForIncidents, nothingLookedAt, type LookMemory } from './incidents/look.ts';
export { nextLook } from './incidents/next-look.ts';
export { undisturbed, type PastIncident } from './incidents/slowed-days.ts';

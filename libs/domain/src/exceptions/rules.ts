import { notOnline } from '../legs/1-collection/not-online.rule.ts';
import { pickupFailed } from '../legs/1-collection/pickup-failed.rule.ts';
import { warehouseRejected } from '../legs/2-warehousing/warehouse-rejected.rule.ts';
import { weightMismatch } from '../legs/2-warehousing/weight-mismatch.rule.ts';
import { securityRejected } from '../legs/4-trunk-line/security-rejected.rule.ts';
import { ddpBreach, dutyUnpaid } from '../legs/5-import-customs/duty.rules.ts';
import { addressProblem } from '../legs/7-last-mile/address-problem.rule.ts';
import { deliveryAttemptFailed } from '../legs/7-last-mile/delivery-attempt-failed.rule.ts';
import { uncollected } from '../legs/7-last-mile/uncollected.rule.ts';
import { cancelledInFlight } from './cancelled-in-flight.rule.ts';
import { carrierDelay } from './carrier-delay.rule.ts';
import { consumerReport } from './consumer-report.rule.ts';
import { customs } from './customs.rules.ts';
import { damaged } from './damaged.rule.ts';
import type { ExceptionCode, ExceptionRule } from './exception.ts';
import { journeyTurned } from './journey-turned.rules.ts';
import { legStalled } from './leg-stalled.rule.ts';
import { misrouted } from './misrouted.rule.ts';
import { promiseAtRisk } from './promise-at-risk.rule.ts';
import { promiseBroken } from './promise-broken.rule.ts';
import { statusContradiction } from './status-contradiction.rule.ts';
import { suspectedLost } from './suspected-lost.rule.ts';

/** The rules in force; a rule of one leg alone stands in that leg's folder. */
export const rules: readonly ExceptionRule[] = [
  notOnline,
  pickupFailed,
  warehouseRejected,
  weightMismatch,
  securityRejected,
  ...customs,
  dutyUnpaid,
  ddpBreach,
  addressProblem,
  deliveryAttemptFailed,
  uncollected,
  legStalled,
  carrierDelay,
  misrouted,
  damaged,
  ...journeyTurned,
  suspectedLost,
  promiseAtRisk,
  promiseBroken,
  statusContradiction,
  consumerReport,
  cancelledInFlight,
];

/** The rule of a code, or undefined where the code is not found by a rule on a parcel's state. */
export function ruleOf(code: ExceptionCode): ExceptionRule | undefined {
  return rulesByCode.get(code);
}

const rulesByCode = new Map(rules.map((rule) => [rule.code, rule]));

import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, SystemClock } from '@landfall/service-kit';
import type { Logger } from '@landfall/telemetry';
import { PayloadIntake } from '../../payloads/payload-intake.ts';
import { CallFailed, callCarrier } from '../calls/call-carrier.ts';
import { readAnswer, type Answer } from '../calls/read-answer.ts';
import { requestOf, type Asked } from '../calls/request-of.ts';
import type { Poller } from '../poller.ts';
import { askedIn, stepOf, type AskedNumber, type Call, type CallResult } from './call.ts';

/** What was allowed long ago may be more than what is allowed now: a process that was stopped meanwhile does not call. */
const grantLastsMs = 1_000;

/**
 * Makes a call and takes in what it brings, by the door that pushes come through. What a number's last answer has told
 * already goes nowhere.
 */
@Injectable()
export class MakeCall {
  constructor(
    private readonly intake: PayloadIntake,
    private readonly clock: SystemClock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Never throws for anything that the carrier or Kafka does. @param signal ends a call that is under way */
  async make(call: Call, signal: AbortSignal): Promise<CallResult> {
    const { poller } = call;
    if (this.clock.now().getTime() - call.grantedAt > grantLastsMs) return { kind: 'postponed' };
    const numbers = askedIn(call);
    const asked = numbers.map(({ carrier, number }) => ({
      carrier,
      number,
      code: poller.codes.get(carrier) ?? null,
    }));
    const answer = await this.answerOf(call, asked, signal);
    if (answer.kind !== 'answered') return answer;
    const none: ReadonlySet<number> = new Set();
    if (call.step === 'register') return { ...answer, kept: none, refused: none };
    return { ...answer, ...(await this.keepNews(poller, numbers, answer)) };
  }

  private async answerOf(
    call: Call,
    asked: readonly Asked[],
    signal: AbortSignal,
  ): Promise<Answer | { kind: 'postponed' }> {
    const step = stepOf(call);
    try {
      const raw = await callCarrier(requestOf(step, asked), call.poller, signal);
      return readAnswer(step.answer, asked, raw, this.clock.now().getTime());
    } catch (error) {
      if (signal.aborted) return { kind: 'postponed' };
      if (error instanceof CallFailed) return { kind: 'failed', reason: error.reason };
      throw error;
    }
  }

  private async keepNews(
    poller: Poller,
    numbers: readonly AskedNumber[],
    { told }: Extract<Answer, { kind: 'answered' }>,
  ): Promise<{ kept: ReadonlySet<number>; refused: ReadonlySet<number> }> {
    const [kept, refused] = [new Set<number>(), new Set<number>()];
    const keeping = told.map(async (what, place) => {
      const asked = numbers[place];
      if (!asked || what.kind !== 'payload' || what.hash === asked.hash) return;
      try {
        const { number, carrier } = asked;
        await this.intake.accept([
          { sender: poller.sender, subject: { number, carrier }, onlyMerchant: null, body: what.body },
        ]);
        kept.add(place);
      } catch (error) {
        this.logger.warn(
          { poller: poller.name, err: error },
          'what a carrier told could not be kept; asked again',
        );
        refused.add(place);
      }
    });
    await Promise.all(keeping);
    return { kept, refused };
  }
}

import { Injectable, Logger } from '@nestjs/common';
import { Signal } from '@landfall/messaging';
import { Clock, DrainProbes, ReplayClock, type DrainProbe } from '@landfall/service-kit';
import { BuyersClient, type Buyer } from './buyers.client.ts';
import { smtpConnections } from './mailer.ts';
import { SendMessageHandler } from './send-message.handler.ts';
import { TakenMessages, type Errand } from './taken-messages.ts';

const messagesAtOnce = 100;
/** Seconds. A mail is begun in the first third of the lease and takes half of it at most: see Mailer's limits. */
const leaseSeconds = 30;
const beginWithinMs = 10_000;
const retryLookupSeconds = 2;
/** How often refused and abandoned messages are looked for. */
const lookEveryMs = 1_000;
const patienceAtStopMs = 3_000;

type Buyers = ReadonlyMap<string, Buyer>;

/**
 * Hands over the messages whose hold is over, a few side by side, and tries refused ones again. What a stopped process
 * left behind is taken again when its lease ends. Times here are technical and stay on the system clock.
 */
@Injectable()
export class MailSender implements DrainProbe {
  private readonly logger = new Logger(MailSender.name);
  private readonly work = new Signal();
  private running = false;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly taken: TakenMessages,
    private readonly buyers: BuyersClient,
    private readonly handler: SendMessageHandler,
    private readonly clock: Clock,
    private readonly probes: DrainProbes,
  ) {}

  onModuleInit(): void {
    this.probes.register(this);
  }

  onApplicationBootstrap(): void {
    this.running = true;
    this.loop = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.running = false;
    this.work.notify();
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, patienceAtStopMs)));
    await Promise.race([this.loop, patience]);
    clearTimeout(timer);
  }

  /** There are messages to send. */
  wake(): void {
    this.work.notify();
  }

  /** Messages never tried: a server that refuses mails for hours must not keep the clock from going on. */
  pending(): Promise<number> {
    return this.taken.untried();
  }

  private async run(): Promise<void> {
    while (this.running) {
      const sent = await this.round().catch((error: unknown) => {
        this.logger.warn(`messages could not be sent: ${String(error)}`);
        return 0;
      });
      if (sent < messagesAtOnce) await this.work.wait(lookEveryMs);
    }
  }

  private async round(): Promise<number> {
    if (this.clock instanceof ReplayClock && !this.clock.isSet) return 0;
    const began = performance.now();
    const errands = await this.taken.take(messagesAtOnce, leaseSeconds);
    if (errands.length === 0) return 0;
    const ofMerchants = Map.groupBy(errands, ({ message }) => message.merchantId);
    const lookups = await Promise.all(
      [...ofMerchants].map(([merchantId, of]) => this.withBuyers(merchantId, of)),
    );
    const queue = lookups.flat().values();
    const mayBegin = () => this.running && performance.now() - began < beginWithinMs;
    const late: Errand[] = [];
    const lane = async () => {
      for (const { errand, buyers } of queue) {
        if (mayBegin()) await this.send(errand, buyers);
        else late.push(errand);
      }
    };
    await Promise.all(Array.from({ length: smtpConnections }, lane));
    await this.giveBack(late, 0);
    return errands.length;
  }

  /** The merchant's errands with its buyers; none of them when order-intake does not answer. */
  private async withBuyers(
    merchantId: string,
    errands: Errand[],
  ): Promise<{ errand: Errand; buyers: Buyers }[]> {
    try {
      const references = errands.map(({ parcel }) => parcel.registration.buyerReference);
      const buyers = await this.buyers.lookup(merchantId, references);
      return errands.map((errand) => ({ errand, buyers }));
    } catch (error) {
      this.logger.warn(`buyers could not be looked up: ${String(error)}`);
      await this.giveBack(errands, retryLookupSeconds);
      return [];
    }
  }

  private async send(errand: Errand, buyers: Buyers): Promise<void> {
    const buyer = buyers.get(errand.parcel.registration.buyerReference);
    await this.handler.handle(errand, buyer).catch((error: unknown) => {
      this.logger.error(`the outcome of message ${errand.message.id} is not recorded: ${String(error)}`);
    });
  }

  private async giveBack(errands: readonly Errand[], afterSeconds: number): Promise<void> {
    for (const [merchantId, of] of Map.groupBy(errands, ({ message }) => message.merchantId)) {
      const messages = of.map(({ message }) => message);
      await this.taken.giveBack(merchantId, messages, afterSeconds, false);
    }
  }
}

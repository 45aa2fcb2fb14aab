import type { UnitOfWork } from '@landfall/persistence';
import type { PipeLog } from '../kafka/pipe-log.ts';
import { HourlyWork } from './hourly-work.ts';

export interface EventRetentionOptions {
  unitOfWork: UnitOfWork;
  log: PipeLog;
}

/** Forgets which events were applied, 38 to 76 days after they were, by the system's clock. */
export class EventRetention {
  private readonly work: HourlyWork;

  constructor(private readonly options: EventRetentionOptions) {
    this.work = new HourlyWork(
      () => this.forget(),
      (error) => options.log.warn('processed_events_not_forgotten', { error: String(error) }),
    );
  }

  start(): void {
    this.work.start();
  }

  async stop(): Promise<void> {
    await this.work.stop();
  }

  /**
   * Turns the tables of claims when it is time; tells whether it was. The pipe waits for 200 ms at most: when its
   * transactions do not end within that, this is rejected (SQLSTATE 55P03) and nothing has changed.
   */
  async forget(): Promise<boolean> {
    const [row] = await this.options.unitOfWork.run({ pool: 'http', merchants: [] }, (tx) =>
      tx.query<{ turned: boolean }>('SELECT turn_processed_events() AS turned'),
    );
    return row?.turned ?? false;
  }
}

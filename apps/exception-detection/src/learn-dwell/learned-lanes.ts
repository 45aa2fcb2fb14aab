import { Injectable } from '@nestjs/common';
import {
  DwellDistribution,
  LaneModel,
  learnedKnowledge,
  parseDwellDistribution,
  type Knowledge,
  type LearnedDwell,
  type TimedStage,
} from '@landfall/domain';
import { workingCalendars } from '../calendars/calendars.ts';
import type { Transaction } from '@landfall/persistence';
import { laneModels, laneVersions, type LaneRef, type StoredModelRow } from '../persistence/dwell.store.ts';

/** What this process has read of the lanes' models; the table says which of it is still in force. */
@Injectable()
export class LearnedLanes {
  private readonly known = new Map<string, { version: number; model: LaneModel }>();

  /** Brings the models of lanes up to date and returns each merchant's knowledge. */
  async knowledgeOf(tx: Transaction, lanes: readonly LaneRef[]): Promise<(merchantId: string) => Knowledge> {
    const modelOf = await this.modelsOf(tx, lanes);
    return (merchantId) =>
      learnedKnowledge({ get: (lane) => modelOf({ merchantId, lane }) }, workingCalendars);
  }

  /** The models of lanes, as they are in force. One look-up where nothing has changed. */
  async modelsOf(
    tx: Transaction,
    lanes: readonly LaneRef[],
  ): Promise<(lane: LaneRef) => LaneModel | undefined> {
    const asked = [...new Map(lanes.map((lane) => [nameOf(lane), lane])).values()];
    if (asked.length > 0) {
      const stale = (await laneVersions(tx, asked)).filter(
        (lane) => this.known.get(nameOf(lane))?.version !== lane.version,
      );
      if (stale.length > 0)
        for (const { model, version, ...lane } of await laneModels(tx, stale))
          this.known.set(nameOf(lane), { version, model: new LaneModel(model.map(learnedOf)) });
    }
    return (lane) => this.known.get(nameOf(lane))?.model;
  }
}

const nameOf = ({ merchantId, lane }: LaneRef): string => `${merchantId} ${lane}`;

const learnedOf = ({ stage, provider, route, dwell, weekdays, pace }: StoredModelRow): LearnedDwell => {
  const parsed = parseDwellDistribution(dwell);
  if (!(parsed instanceof DwellDistribution))
    throw new Error(`a stored model of ${stage} is broken: ${parsed.field}`);
  return { stage: stage as TimedStage, provider, route, dwell: parsed, weekdays, pace: pace ?? null };
};

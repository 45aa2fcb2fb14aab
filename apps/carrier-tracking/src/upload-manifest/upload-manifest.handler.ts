import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@landfall/persistence';
import { toProblem, type Answer } from '@landfall/service-kit';
import type { RefusedRow } from './agree-rows.ts';
import { LoadRowsHandler, type LoadedRows } from './load-rows.handler.ts';
import type { LoadedManifest } from './loaded-manifest.dto.ts';
import { readManifest, type ManifestFile } from './read-manifest.ts';

/** In one transaction. */
const rowsPerStep = 1_000;
/** Of an answer; the count has all. */
const mostListed = 1_000;

/** Takes a manifest, some rows a transaction: what a killed process has not come to is taken when it is sent again. */
@Injectable()
export class UploadManifestHandler {
  constructor(
    private readonly rows: LoadRowsHandler,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** 200 when every row is taken, else 207 with those that are not. Throws what `readManifest` throws. */
  async upload(merchantId: string, file: ManifestFile): Promise<Answer<LoadedManifest>> {
    const { taken: rows, refused } = await readManifest(file);
    const steps: LoadedRows[] = [];
    for (let start = 0; start < rows.length; start += rowsPerStep)
      steps.push(
        await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
          this.rows.load(tx, merchantId, rows.slice(start, start + rowsPerStep)),
        ),
      );
    const body = answerOf(steps, refused);
    return { status: body.refused === 0 ? 200 : 207, body };
  }
}

const answerOf = (steps: readonly LoadedRows[], unread: readonly RefusedRow[]): LoadedManifest => {
  const refused = [...unread, ...steps.flatMap((step) => step.refused)].sort((a, b) => a.row - b.row);
  const total = (count: 'taken' | 'awaited' | 'unitsCreated') =>
    steps.reduce((sum, step) => sum + step[count], 0);
  const waybills = new Map(steps.flatMap((step) => step.waybills).map((waybill) => [waybill.id, waybill]));
  return {
    rows: total('taken') + refused.length,
    taken: total('taken'),
    refused: refused.length,
    awaited: total('awaited'),
    unitsCreated: total('unitsCreated'),
    waybills: [...waybills.values()],
    items: refused
      .slice(0, mostListed)
      .map(({ row, error }) => ({ row, status: error.status, error: toProblem(error) })),
  };
};

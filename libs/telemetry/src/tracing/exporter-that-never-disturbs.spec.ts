import { describe, expect, it } from '@jest/globals';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { SpanExporter } from '@opentelemetry/sdk-trace-node';
import { ExporterThatNeverDisturbs } from './exporter-that-never-disturbs.ts';

const exporterAnswering = (answers: (ExportResult | Error)[]): SpanExporter => ({
  export(_spans, done) {
    const answer = answers.shift();
    if (!answer || answer instanceof Error) throw answer ?? new Error('asked too often');
    done(answer);
  },
  shutdown: () => Promise.reject(new Error('gone')),
});

const failed: ExportResult = { code: ExportResultCode.FAILED, error: new Error('connect ECONNREFUSED') };
const succeeded: ExportResult = { code: ExportResultCode.SUCCESS };

describe('an exporter that never disturbs', () => {
  it('logs one line for a run of failures and one when spans arrive again', () => {
    const lines: string[] = [];
    const exporter = new ExporterThatNeverDisturbs(
      exporterAnswering([succeeded, failed, new Error('broken'), failed, succeeded, succeeded, failed]),
      { warn: (line) => lines.push(line) },
    );
    const results: ExportResult[] = [];
    for (let i = 0; i < 7; i += 1) exporter.export([], (result) => results.push(result));

    expect(results).toEqual(Array(7).fill(succeeded));
    expect(lines).toEqual([
      expect.stringContaining('ECONNREFUSED'),
      'the trace collector takes spans again',
      expect.stringContaining('ECONNREFUSED'),
    ]);
  });

  it('shuts down although the collector fails', async () => {
    const lines: string[] = [];
    const exporter = new ExporterThatNeverDisturbs(exporterAnswering([]), {
      warn: (line) => lines.push(line),
    });

    await exporter.shutdown();

    expect(lines).toEqual([expect.stringContaining('gone')]);
  });
});

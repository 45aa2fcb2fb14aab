import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';

/** What the exporter tells about itself: one line when spans begin to be lost, one when they arrive again. */
export interface ExportReport {
  warn(message: string): void;
}

/**
 * Wraps a span exporter so that a collector that is away, slow or refusing costs spans and one log line,
 * never an error in the service.
 */
export class ExporterThatNeverDisturbs implements SpanExporter {
  private failing = false;

  constructor(
    private readonly inner: SpanExporter,
    private readonly report: ExportReport,
  ) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    try {
      this.inner.export(spans, (result) => {
        this.note(result.code === ExportResultCode.SUCCESS, result.error);
        done({ code: ExportResultCode.SUCCESS });
      });
    } catch (error) {
      this.note(false, error);
      done({ code: ExportResultCode.SUCCESS });
    }
  }

  async shutdown(): Promise<void> {
    await this.inner.shutdown().catch((error: unknown) => this.note(false, error));
  }

  async forceFlush(): Promise<void> {
    await this.inner.forceFlush?.().catch((error: unknown) => this.note(false, error));
  }

  private note(succeeded: boolean, error: unknown): void {
    if (succeeded !== this.failing) return;
    this.failing = !succeeded;
    this.report.warn(
      succeeded
        ? 'the trace collector takes spans again'
        : `spans are being lost: the trace collector does not take them (${(error as Error)?.message ?? 'no reason given'})`,
    );
  }
}

import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, Gauges, LOGGER } from '@landfall/service-kit';
import type { Logger } from '@landfall/telemetry';
import type { CarrierTrackingConfig } from '../carrier-tracking.settings.ts';
import { carrierKeyOf } from '../scans/tracking-number.ts';
import { EpcisReader } from './epcis/epcis.reader.ts';
import { LandfallReader } from './landfall/landfall.reader.ts';
import { builtInMappings } from './mapping/built-in.ts';
import { faultText } from './mapping/file/located-fault.ts';
import type { Mapping } from './mapping/mapping.ts';
import { MappedPayloadReader } from './mapping/mapped-payload.reader.ts';
import { OperatorMappings } from './mapping/operator-mappings.ts';
import type { PayloadReader } from './payload-reader.ts';
import type { PayloadReaders } from './payload-readers.ts';

const checkEveryMs = 5_000;

/**
 * Everyone whose payloads can be read: by our mapping files, by the operator's, which go before them and may change while
 * the service runs, our own shape and EPCIS. A service with a broken file of ours does not start.
 */
@Injectable()
export class CarrierMappings implements PayloadReaders, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly builtIn = builtInMappings();
  private readonly own: OperatorMappings | undefined;
  private readonly withoutFile: ReadonlyMap<string, PayloadReader> = new Map(
    [new LandfallReader(), new EpcisReader()].map((reader) => [reader.sender, reader]),
  );
  private mapped: ReadonlyMap<string, MappedPayloadReader> = new Map();
  private all: readonly Mapping[] = [];
  private byName: ReadonlyMap<string, MappedPayloadReader> = new Map();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) config: CarrierTrackingConfig,
    @Inject(LOGGER) private readonly logger: Logger,
    gauges: Gauges,
  ) {
    const folder = config.CARRIER_MAPPINGS_DIR;
    this.own = folder === undefined ? undefined : new OperatorMappings(folder);
    this.readFirst(folder);
    this.take();
    gauges.add({
      name: 'landfall_mapping_file_faults',
      help: "Faults in the operator's mapping files: what they were before is in force.",
      read: () => this.own?.faults.length ?? 0,
    });
  }

  /** The reader of a sender's payloads. */
  get(sender: string): PayloadReader | undefined {
    return this.withoutFile.get(sender) ?? this.mapped.get(sender);
  }

  /** The reader of a carrier's own payloads, by its sender's name or one of its aliases, however it is spelt. */
  named(name: string): MappedPayloadReader | undefined {
    return this.byName.get(carrierKeyOf(name));
  }

  /** The names of all senders with a mapping file. */
  get senders(): string[] {
    return [...this.mapped.keys()].sort();
  }

  /** The mapping files in force: another list where they have changed. */
  get inForce(): readonly Mapping[] {
    return this.all;
  }

  /** Takes over what has changed in the operator's folder. */
  refresh(): void {
    try {
      if (this.own?.refresh()) this.take();
    } catch (error) {
      this.logger.error(
        { err: error },
        "the operator's mapping files cannot be read; the last ones stay in force",
      );
    }
  }

  onApplicationBootstrap(): void {
    if (this.own) this.timer = setInterval(() => this.refresh(), checkEveryMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private readFirst(folder: string | undefined): void {
    try {
      this.own?.refresh();
    } catch (error) {
      throw new Error(`CARRIER_MAPPINGS_DIR cannot be read: ${folder}`, { cause: error });
    }
  }

  private take(): void {
    const mappings = new Map([...this.builtIn, ...(this.own?.mappings ?? [])]);
    this.all = [...mappings.values()];
    this.mapped = new Map(
      [...mappings].map(([sender, mapping]) => [sender, new MappedPayloadReader(mapping)]),
    );
    const readers = [...this.mapped.values()];
    const aliases = readers.flatMap((reader) =>
      reader.mapping.aliases.map((alias) => [alias, reader] as const),
    );
    this.byName = new Map([...aliases, ...this.mapped]);
    for (const fault of this.own?.faults ?? [])
      this.logger.error(
        { mappingFile: fault.file },
        `a mapping file cannot be used, what it was before stays in force: ${faultText(fault)}`,
      );
    if (this.own)
      this.logger.info({ senders: this.mapped.size, own: this.own.mappings.size }, 'mapping files loaded');
  }
}

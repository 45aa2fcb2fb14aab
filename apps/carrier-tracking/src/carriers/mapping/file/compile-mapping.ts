import { anyLegMilestones } from '@landfall/contracts';
import { Compile } from 'typebox/compile';
import type { Reading } from '../../../scans/scan.ts';
import { carrierKeyOf } from '../../../scans/tracking-number.ts';
import { compileExpression, listNamesOf, singleNamesOf, type Expression } from '../expressions/expression.ts';
import { finderOf, findsNothing, type Finder } from '../expressions/finder.ts';
import {
  codeKey,
  type CodeTable,
  type Mapping,
  type ProofSource,
  type TextPattern,
  type TimeTelling,
  type WeightSource,
} from '../mapping.ts';
import { compilePattern, patternBefore } from '../text-pattern.ts';
import { timeReader, type TimeReader } from '../times/time-format.ts';
import { isZone, offsetOfZone } from '../times/zones.ts';
import {
  listOf,
  MappingFile,
  type Meaning,
  type ProofSpec,
  type TimeSpec,
  type WeightSpec,
} from './mapping-file.ts';
import { escaped, shapeFaults, type ShapeFault } from './shape-faults.ts';

const validator = Compile(MappingFile);

export type Compiled = { ok: true; mapping: Mapping } | { ok: false; faults: ShapeFault[] };

/** Checks what a mapping file holds and makes it ready for use; every fault is found, not only the first. */
export const compileMapping = (value: unknown): Compiled => {
  if (!validator.Check(value))
    return { ok: false, faults: shapeFaults(validator.Errors(value), value, MappingFile) };
  const compiler = new Compiler(value);
  const mapping = compiler.compile();
  return compiler.faults.length === 0 ? { ok: true, mapping } : { ok: false, faults: compiler.faults };
};

type Expressions = string | readonly string[];

class Compiler {
  readonly faults: ShapeFault[] = [];
  private readonly file: MappingFile;
  /** Names that are lists in XML, and where expressions take names for one thing. */
  private readonly lists = new Set<string>();
  private readonly singles = new Map<string, string>();

  constructor(file: MappingFile) {
    this.file = file;
  }

  compile(): Mapping {
    const { file } = this;
    const mapping: Mapping = {
      sender: file.sender,
      title: file.title ?? file.sender,
      aliases: (file.aliases ?? []).map(carrierKeyOf),
      format: file.format,
      carriers: (file.carriers ?? [file.sender]).map(carrierKeyOf),
      aggregator: this.aggregator(),
      lists: this.lists,
      without: (file.without ?? []).map((text, index) => this.expression(text, `/without/${index}`)),
      parcels: this.optional(file.parcels, '/parcels'),
      number: this.optional(file.number, '/number'),
      history: this.optional(file.history, '/history'),
      events: this.finder(file.events, '/events'),
      oldestFirst: file.order === 'oldest_first',
      codeOfNewest: this.finder(file.codeOfNewest, '/codeOfNewest'),
      weight: this.weight(file.weight, '/weight'),
      estimatedDelivery: this.times(file.estimatedDelivery, '/estimatedDelivery'),
      handOver: file.handOver && {
        at: this.optional(file.handOver.at, '/handOver/at'),
        number: this.finder(file.handOver.number, '/handOver/number'),
        carrier: this.finder(file.handOver.carrier, '/handOver/carrier'),
      },
      proof: this.proof(file.proof, '/proof'),
      zoneNames: this.zoneNames(),
      event: this.event(),
      codes: this.codes(file.codes, '/codes'),
      mainStatusEndsAt: file.mainStatusEndsAt,
      statuses: this.codes(file.statuses, '/statuses'),
      reasons: new Map(Object.entries(file.reasons ?? {}).map(([code, reason]) => [codeKey(code), reason])),
      patterns: this.patterns(),
    };
    if (file.sender === 'landfall') this.fault('/sender', 'is the name of our own shape: choose another');
    this.checkLists();
    this.checkUse();
    return mapping;
  }

  private event(): Mapping['event'] {
    const { event } = this.file;
    const finder = (
      name:
        | 'finerCode'
        | 'status'
        | 'reason'
        | 'description'
        | 'location'
        | 'country'
        | 'region'
        | 'city'
        | 'facility',
    ) => this.finder(event[name], `/event/${name}`);
    return {
      times: this.times(event.time, '/event/time'),
      code: listOf(event.code).map((text, index) =>
        this.finder(text, itemPointer('/event/code', event.code, index)),
      ),
      finerCode: finder('finerCode'),
      status: finder('status'),
      reason: finder('reason'),
      description: finder('description'),
      location: finder('location'),
      country: finder('country'),
      region: finder('region'),
      city: finder('city'),
      facility: finder('facility'),
      weight: this.weight(event.weight, '/event/weight'),
      proof: this.proof(event.proof, '/event/proof'),
    };
  }

  private aggregator(): Mapping['aggregator'] {
    const { aggregator } = this.file;
    return (
      aggregator && {
        carrier: this.finder(aggregator.carrier, '/aggregator/carrier'),
        carriers: new Map(
          Object.entries(aggregator.carriers).map(([key, names]) => [key, names.map(carrierKeyOf)]),
        ),
      }
    );
  }

  private fault(pointer: string, message: string): void {
    this.faults.push({ pointer, message });
  }

  /** Nothing where it throws: the fault is kept, and no mapping comes of it. */
  private attempt<T>(pointer: string, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.fault(pointer, (error as Error).message);
      return undefined;
    }
  }

  private expression(text: string, pointer: string): Expression {
    for (const name of listNamesOf(text)) this.lists.add(name);
    for (const name of singleNamesOf(text)) this.singles.set(name, pointer);
    return this.attempt(pointer, () => compileExpression(text)) ?? (() => undefined);
  }

  private finder(texts: Expressions | undefined, pointer: string): Finder {
    const all = listOf(texts);
    if (all.length === 0) return findsNothing;
    return finderOf(
      all.map((text, index) => this.expression(text, itemPointer(pointer, texts, index))),
      all,
    );
  }

  private optional(texts: Expressions | undefined, pointer: string): Finder | undefined {
    return texts === undefined ? undefined : this.finder(texts, pointer);
  }

  private times(specs: TimeSpec | readonly TimeSpec[] | undefined, pointer: string): TimeTelling[] {
    return listOf<TimeSpec>(specs).map((spec, index) =>
      this.telling(spec, itemPointer(pointer, specs, index)),
    );
  }

  private telling(spec: TimeSpec, pointer: string): TimeTelling {
    const zones = this.zones(this.file.zone, '/zone');
    if (typeof spec === 'string')
      return {
        at: this.finder(spec, pointer),
        time: undefined,
        offset: undefined,
        readers: undefined,
        formats: ['iso'],
        zones,
      };
    if ((spec.at === undefined) === (spec.date === undefined))
      this.fault(pointer, 'must have either "at", the whole, or "date"');
    if (spec.time !== undefined && spec.date === undefined)
      this.fault(`${pointer}/time`, 'goes with "date" only');
    const whole = spec.at === undefined ? 'date' : 'at';
    return {
      at: this.finder(spec[whole], `${pointer}/${whole}`),
      time: spec.date === undefined ? undefined : this.finder(spec.time, `${pointer}/time`),
      offset: this.optional(spec.offset, `${pointer}/offset`),
      readers: this.readers(spec.format, `${pointer}/format`),
      formats: listOf(spec.format ?? 'iso'),
      zones: spec.zone === undefined ? zones : this.zones(spec.zone, `${pointer}/zone`),
    };
  }

  private readers(formats: Expressions | undefined, pointer: string): TimeReader[] | undefined {
    if (formats === undefined || formats === 'iso') return undefined;
    return listOf(formats).flatMap(
      (format, index) => this.attempt(itemPointer(pointer, formats, index), () => timeReader(format)) ?? [],
    );
  }

  private zones(names: Expressions | undefined, pointer: string): readonly string[] {
    const all = listOf(names ?? 'place');
    for (const [index, name] of all.entries())
      if (name !== 'place' && name !== 'utc' && !isZone(name))
        this.faultOnce(
          itemPointer(pointer, names, index),
          `"${name}" is no zone: write place, utc, or an IANA name such as Asia/Shanghai`,
        );
    return all;
  }

  /** The file's own zones are looked at for each of its times. */
  private faultOnce(pointer: string, message: string): void {
    if (!this.faults.some((fault) => fault.pointer === pointer)) this.fault(pointer, message);
  }

  private zoneNames(): ReadonlyMap<string, string> {
    const names = new Map<string, string>();
    for (const [name, zone] of Object.entries(this.file.zones ?? {})) {
      if (offsetOfZone(zone, '2026-01-01T00:00:00Z') === undefined)
        this.fault(
          `/zones/${escaped(name)}`,
          `"${zone}" is neither an offset such as +08:00 nor an IANA zone`,
        );
      names.set(codeKey(name), zone);
    }
    return names;
  }

  private weight(spec: WeightSpec | undefined, pointer: string): WeightSource | undefined {
    return (
      spec && {
        at: this.finder(spec.at, `${pointer}/at`),
        unit: spec.unit ?? '',
        unitAt: this.finder(spec.unitAt, `${pointer}/unitAt`),
      }
    );
  }

  private proof(spec: ProofSpec | undefined, pointer: string): ProofSource | undefined {
    return (
      spec && {
        signature: this.finder(spec.signature, `${pointer}/signature`),
        photo: this.finder(spec.photo, `${pointer}/photo`),
      }
    );
  }

  private codes(meanings: Readonly<Record<string, Meaning>> | undefined, pointer: string): CodeTable {
    const table = new Map<string, Reading | null>();
    const spellings = new Map<string, string>();
    for (const [code, meaning] of Object.entries(meanings ?? {})) {
      const key = codeKey(code);
      const before = spellings.get(key);
      if (before !== undefined)
        this.fault(
          `${pointer}/${escaped(code)}`,
          `is ambiguous: "${before}" stands above, and case does not matter`,
        );
      spellings.set(key, code);
      const reading = this.meaning(meaning, `${pointer}/${escaped(code)}`);
      table.set(key, reading);
      table.set(code, reading);
    }
    return table;
  }

  private meaning(meaning: Meaning, pointer: string): Reading | null {
    if (meaning === null) return null;
    if (typeof meaning === 'string') return { milestone: meaning, leg: null, reason: null };
    const { milestone, atOrigin, leg, reason } = meaning;
    if (leg !== undefined && !(anyLegMilestones as readonly string[]).includes(milestone))
      this.fault(`${pointer}/leg`, `cannot be given: ${milestone} has a leg of its own`);
    return { milestone, ...(atOrigin && { atOrigin }), leg: leg ?? null, reason: reason ?? null };
  }

  private patterns(): TextPattern[] {
    const earlier = new Map<string, (text: string) => boolean>();
    return (this.file.patterns ?? []).flatMap(({ match, is }, index) => {
      const reading = this.meaning(is, `/patterns/${index}/is`);
      return listOf(match).flatMap((source, place) => {
        const pointer = itemPointer(`/patterns/${index}/match`, match, place);
        const matches = this.attempt(pointer, () => compilePattern(source));
        if (!matches) return [];
        const before = patternBefore(source, earlier);
        if (before !== undefined)
          this.fault(pointer, `can never be reached: "${before}" above matches whatever it matches`);
        earlier.set(source, matches);
        return [{ source, matches, reading }];
      });
    });
  }

  /** A name must be one thing everywhere: in XML nothing but the file says which. */
  private checkLists(): void {
    if (this.file.format !== 'xml') return;
    for (const [name, pointer] of this.singles)
      if (this.lists.has(name))
        this.fault(
          pointer,
          `takes "${name}" for one element, but "${name}[" elsewhere makes it a list: write ${name}[0]`,
        );
  }

  /** What is given must have what it needs. */
  private checkUse(): void {
    const { event, codes, statuses, reasons, patterns, finerCode } = {
      ...this.file,
      finerCode: this.file.event.finerCode,
    };
    const needs = (given: unknown, pointer: string, needed: unknown, what: string) => {
      if (given !== undefined && needed === undefined) this.fault(pointer, `needs ${what}`);
    };
    needs(codes, '/codes', event.code, '"code" in the event');
    needs(event.code, '/event/code', codes, '"codes"');
    needs(finerCode, '/event/finerCode', codes, '"codes"');
    needs(statuses, '/statuses', event.status, '"status" in the event');
    needs(event.status, '/event/status', statuses, '"statuses"');
    needs(reasons, '/reasons', event.reason, '"reason" in the event');
    needs(event.reason, '/event/reason', reasons, '"reasons"');
    needs(patterns, '/patterns', event.description, '"description" in the event');
  }
}

const itemPointer = (pointer: string, given: unknown, index: number): string =>
  Array.isArray(given) ? `${pointer}/${index}` : pointer;

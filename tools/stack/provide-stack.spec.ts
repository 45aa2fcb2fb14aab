import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chooseMode, externalServers } from './provide-stack.ts';

const machine = (docker: boolean, ...problems: string[]) => ({
  docker: () => docker,
  nativeProblems: () => problems,
});

describe('where Kafka and Postgres come from', () => {
  const forced = process.env['LANDFALL_STACK'];
  beforeEach(() => {
    delete process.env['LANDFALL_STACK'];
  });
  afterEach(() => {
    if (forced === undefined) delete process.env['LANDFALL_STACK'];
    else process.env['LANDFALL_STACK'] = forced;
  });

  it('is Docker where an engine answers, else native processes', () => {
    expect(chooseMode(undefined, true, undefined, machine(true))).toBe('docker');
    expect(chooseMode(undefined, true, undefined, machine(false))).toBe('native');
    expect(chooseMode(undefined, true, undefined, machine(true, 'Java'))).toBe('docker');
  });

  it('stays native for data that were made natively, as long as that is possible', () => {
    expect(chooseMode(undefined, true, 'native', machine(true))).toBe('native');
    expect(chooseMode(undefined, true, 'native', machine(true, 'Java'))).toBe('docker');
  });

  it('can be forced', () => {
    process.env['LANDFALL_STACK'] = 'native';
    expect(chooseMode(undefined, false, undefined, machine(true))).toBe('native');
    process.env['LANDFALL_STACK'] = 'docker';
    expect(() => chooseMode(undefined, false, undefined, machine(false))).toThrow('LANDFALL_STACK=docker');
    process.env['LANDFALL_STACK'] = 'podman';
    expect(() => chooseMode(undefined, false, undefined, machine(true))).toThrow('docker or native');
  });

  it('is one message that names everything missing when there is no way', () => {
    expect(() => chooseMode(undefined, true, undefined, machine(false, 'Java 17', 'Maven'))).toThrow(
      /KAFKA_BROKERS and DATABASE_URL[^]*Docker engine[^]*missing for that: Java 17; Maven/,
    );
  });
});

describe("the user's own servers", () => {
  const both = { KAFKA_BROKERS: 'k:9092', DATABASE_URL: 'postgres://p/d' };

  it('are used by start when both are named', () => {
    expect(externalServers(true, both)).toEqual({ kafkaBrokers: 'k:9092', databaseUrl: 'postgres://p/d' });
    expect(externalServers(true, {})).toBeUndefined();
  });

  it('are never touched by tests unless that is asked for', () => {
    expect(externalServers(false, both)).toBeUndefined();
    expect(externalServers(false, { ...both, LANDFALL_TEST_EXTERNAL: '1' })).toEqual({
      kafkaBrokers: 'k:9092',
      databaseUrl: 'postgres://p/d',
    });
  });

  it('must be named together', () => {
    expect(() => externalServers(true, { KAFKA_BROKERS: 'k:9092' })).toThrow('DATABASE_URL is not');
    expect(() => externalServers(true, { DATABASE_URL: 'postgres://p/d' })).toThrow('KAFKA_BROKERS is not');
  });
});

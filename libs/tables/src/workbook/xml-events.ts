import { setImmediate as othersTurn } from 'node:timers/promises';
import { SaxesParser } from 'saxes';
import { TableError } from '../table.ts';

/** What is heard while XML is read; names are without their prefix. */
export interface XmlListener {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
  /** Whether nothing further need be read. */
  isDone?(): boolean;
}

const sliceLength = 262_144;

/** Reads a part of a workbook. Entities of a document type are not expanded. Throws TableError `malformed_workbook`. */
export const readXml = async (bytes: Uint8Array, listener: XmlListener): Promise<void> => {
  const parser = new SaxesParser({ position: false, xmlns: false });
  parser.on('error', (error) => {
    throw new TableError('malformed_workbook', 'The workbook is damaged: open it and save it again.', {
      cause: error,
    });
  });
  parser.on('opentag', ({ name, attributes }) => listener.open?.(localName(name), attributes));
  parser.on('text', (text) => listener.text?.(text));
  parser.on('closetag', ({ name }) => listener.close?.(localName(name)));
  const decoder = new TextDecoder();
  for (let start = 0; start < bytes.length; start += sliceLength) {
    parser.write(decoder.decode(bytes.subarray(start, start + sliceLength), { stream: true }));
    if (listener.isDone?.()) return;
    await othersTurn();
  }
  parser.close();
};

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

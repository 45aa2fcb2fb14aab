import { readXml } from './xml-events.ts';

/** The texts that cells refer to by their place, without their formats and without phonetic hints. */
export const readSharedStrings = async (bytes: Uint8Array): Promise<string[]> => {
  const texts: string[] = [];
  let text = '';
  let inText = false;
  let phonetic = false;
  await readXml(bytes, {
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't') inText = !phonetic;
    },
    text: (part) => {
      if (inText) text += part;
    },
    close: (name) => {
      if (name === 'si') texts.push(unescaped(text));
      else if (name === 'rPh') phonetic = false;
      else if (name === 't') inText = false;
    },
  });
  return texts;
};

/** Characters that XML has not are written as `_x000D_` (ECMA-376, ST_Xstring). */
export const unescaped = (text: string): string =>
  text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

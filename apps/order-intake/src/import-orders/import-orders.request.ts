import { Currency, OneOf, Text } from '@landfall/service-kit';
import { encodings } from './read-orders-table.ts';

export class ImportOrdersQuery {
  @Text({
    max: 4_000,
    optional: true,
    description:
      'JSON of fields and the headers of their columns, such as {"externalId":"Order no."}. Other columns are found by ' +
      'their names in English, Chinese and German.',
  })
  mapping?: string;

  @Text({ max: 64, optional: true, description: 'Of all orders, where no column tells it.' })
  marketplace?: string;

  @Currency({ optional: true, description: 'Of all orders, where no column tells it.' })
  currency?: string;

  @Text({ max: 64, optional: true, example: 'Asia/Shanghai', description: 'Of times without an offset.' })
  timeZone?: string;

  @OneOf(['DMY', 'MDY'], { optional: true, description: 'What comes first in 03/04/2026.' })
  dateOrder?: 'DMY' | 'MDY';

  @OneOf(['.', ','], { optional: true, description: 'What stands before the decimals in 1,234.' })
  decimalMark?: '.' | ',';

  @OneOf(encodings, { optional: true, description: 'Of a text file that is not UTF-8.' })
  encoding?: string;

  @Text({ max: 100, optional: true, description: 'Of a workbook with several sheets.' })
  sheet?: string;
}

import type { ColumnKind } from '@landfall/tables';

/** What the header of a manifest is known by, in English, Chinese and German. */
export const manifestColumns = {
  mawb: {
    required: true,
    names: [
      ...['mawb', 'mawb no', 'mawb number', 'master', 'master no', 'master awb', 'master air waybill'],
      ...['master airway bill', 'awb', 'awb no', 'awb number', 'air waybill', 'air waybill no'],
      ...[
        '主单号',
        '主单',
        '主运单号',
        '总单号',
        '总运单号',
        '提单号',
        '航空主单号',
        '空运主单号',
        '空运提单号',
      ],
      ...['mawb nr', 'mawb nummer', 'awb nr', 'hauptfrachtbrief', 'luftfrachtbrief', 'luftfrachtbriefnummer'],
    ],
  },
  bag: {
    names: [
      ...['bag', 'bag no', 'bag number', 'bag id', 'bag code', 'bag label', 'big bag', 'big bag no'],
      ...['袋号', '大袋号', '包号', '大包号', '袋牌号', '集包号', '总包号', '麻袋号'],
      ...['sack', 'sack nr', 'sacknummer', 'beutel', 'beutel nr', 'beutelnummer'],
    ],
  },
  trackingNumber: {
    required: true,
    names: [
      ...['tracking number', 'tracking no', 'tracking', 'tracking id', 'tracking code', 'parcel number'],
      ...[
        'parcel no',
        'parcel id',
        'waybill',
        'waybill no',
        'waybill number',
        'hawb',
        'hawb no',
        'house awb',
      ],
      ...[
        '运单号',
        '运单编号',
        '跟踪号',
        '追踪号',
        '物流单号',
        '快递单号',
        '包裹号',
        '小包号',
        '分单号',
        '单号',
      ],
      ...['sendungsnummer', 'sendungs nr', 'trackingnummer', 'tracking nr', 'paketnummer', 'paket nr'],
    ],
  },
  carrier: {
    names: [
      ...['carrier', 'courier', 'shipping company', 'last mile carrier', 'carrier name'],
      ...['承运商', '承运人', '物流商', '物流公司', '快递公司', '尾程承运商', '尾程服务商'],
      ...['frachtführer', 'paketdienst', 'versanddienstleister', 'zusteller', 'transporteur'],
    ],
  },
  weightKg: {
    names: [
      ...['weight kg', 'weight in kg', 'weight kgs', 'gross weight kg', 'gw kg', 'kg'],
      ...['重量kg', '毛重kg', '重量公斤', '毛重公斤', '重量千克', '毛重千克'],
      ...['gewicht kg', 'gewicht in kg', 'bruttogewicht kg', 'bruttogewicht in kg'],
    ],
  },
  weightGrams: {
    names: [
      ...['weight grams', 'weight g', 'weight in g', 'weight in grams', 'gross weight g'],
      ...['重量g', '毛重g', '重量克', '毛重克'],
      ...['gewicht g', 'gewicht in g', 'gewicht gramm', 'gewicht in gramm', 'bruttogewicht g'],
    ],
  },
  /** Does not say what it is measured in: the sender has to. */
  weight: { names: ['weight', 'gross weight', 'gw', '重量', '毛重', 'gewicht', 'bruttogewicht'] },
  flightOrVoyage: {
    names: [
      ...['flight', 'flight no', 'flight number', 'voyage', 'voyage no', 'flight voyage', 'flight or voyage'],
      ...['航班号', '航班', '航次', '航班航次', '航班号航次'],
      ...['flug', 'flug nr', 'flugnummer', 'reise', 'reisenummer'],
    ],
  },
  etd: {
    names: [
      ...['etd', 'estimated departure', 'estimated time of departure'],
      ...['预计起飞时间', '预计离港时间', '预计出发时间', '起飞时间', '离港时间'],
      ...['abflug', 'abflugzeit', 'voraussichtlicher abflug', 'voraussichtliche abfahrt'],
    ],
  },
  eta: {
    names: [
      ...['eta', 'estimated arrival', 'estimated time of arrival'],
      ...['预计到达时间', '预计到港时间', '预计抵达时间', '到达时间', '到港时间'],
      ...['ankunft', 'ankunftszeit', 'voraussichtliche ankunft'],
    ],
  },
  mode: { names: ['mode', 'transport mode', '运输方式', 'transportart', 'verkehrsträger'] },
} as const satisfies Record<string, ColumnKind>;

export type ManifestField = keyof typeof manifestColumns;
/** The columns that a sender may name himself. */
export const namableFields = (Object.keys(manifestColumns) as ManifestField[]).filter(
  (field) => field !== 'weight',
);

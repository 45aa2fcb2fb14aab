import type { Wording } from './wording.ts';

export const de: Wording = {
  tag: 'de',
  mail: {
    greeting: 'Hallo {name},',
    greetingWithoutName: 'Guten Tag,',
    nodes: {
      dispatched: {
        subject: 'Bestellung {order} ist unterwegs',
        heading: 'Ihr Paket ist unterwegs',
        text: 'Der Versanddienst hat Ihr Paket übernommen. Sie hören wieder von uns, sobald es zugestellt wird.',
      },
      out_for_delivery: {
        subject: 'Bestellung {order} wird zugestellt',
        heading: 'Ihr Paket wird zugestellt',
        text: 'Ihr Paket ist im Zustellfahrzeug und auf dem Weg zu Ihrer Adresse.',
      },
      delivered: {
        subject: 'Bestellung {order} wurde zugestellt',
        heading: 'Ihr Paket wurde zugestellt',
        text: 'Falls Sie es nicht finden: Sehen Sie am Eingang nach, fragen Sie Ihre Nachbarn und wenden Sie sich dann an den Shop.',
      },
    },
    button: 'Paket verfolgen',
    openAddress: 'Oder öffnen Sie diese Adresse:',
    why: 'Sie erhalten diese Nachricht, weil Sie in einem Shop bestellt haben, der Sie über Ihre Lieferung informiert.',
  },
  order: 'Bestellung',
  arrival: {
    expected: 'Voraussichtlich',
    promised: 'Zugesagt bis',
    delivered: 'Zugestellt',
    unknown: 'Der Liefertermin steht hier, sobald er bekannt ist.',
  },
  page: {
    title: 'Ihr Paket',
    states: {
      registered: 'In Vorbereitung',
      in_transit: 'Unterwegs',
      out_for_delivery: 'In Zustellung',
      available_for_pickup: 'Zur Abholung bereit',
      delivered: 'Zugestellt',
      returning: 'Auf dem Rückweg zum Absender',
      returned: 'An den Absender zurückgegeben',
      lost: 'Verloren gegangen',
      destroyed: 'Vernichtet',
      cancelled: 'Storniert',
    },
    steps: {
      registered: 'Paket angemeldet',
      dispatched: 'An den Versanddienst übergeben',
      out_for_delivery: 'In Zustellung',
      delivered: 'Zugestellt',
    },
    notFound: {
      title: 'Dieser Link funktioniert nicht',
      text: 'Prüfen Sie, ob die Adresse vollständig ist, oder öffnen Sie den Link in Ihrer letzten Nachricht noch einmal.',
    },
    note: 'Datumsangaben in koordinierter Weltzeit (UTC).',
  },
};

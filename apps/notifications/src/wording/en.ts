import type { Wording } from './wording.ts';

export const en: Wording = {
  tag: 'en',
  mail: {
    greeting: 'Hello {name},',
    greetingWithoutName: 'Hello,',
    nodes: {
      dispatched: {
        subject: 'Order {order} is on its way',
        heading: 'Your parcel is on its way',
        text: 'The carrier has your parcel. You will hear from us again when it is out for delivery.',
      },
      out_for_delivery: {
        subject: 'Order {order} is out for delivery',
        heading: 'Out for delivery',
        text: 'Your parcel is on the delivery vehicle and on its way to your address.',
      },
      delivered: {
        subject: 'Order {order} has been delivered',
        heading: 'Your parcel has been delivered',
        text: 'If you cannot find it, look around your entrance, ask your neighbours, then contact the shop.',
      },
    },
    button: 'Track your parcel',
    openAddress: 'Or open this address:',
    why: 'You receive this message because you ordered from a shop that keeps you informed about your delivery.',
  },
  order: 'Order',
  arrival: {
    expected: 'Expected',
    promised: 'Promised by',
    delivered: 'Delivered',
    unknown: 'The delivery date will be shown here as soon as it is known.',
  },
  page: {
    title: 'Your parcel',
    states: {
      registered: 'Being prepared',
      in_transit: 'On its way',
      out_for_delivery: 'Out for delivery',
      available_for_pickup: 'Ready for pick-up',
      delivered: 'Delivered',
      returning: 'On its way back to the sender',
      returned: 'Returned to the sender',
      lost: 'Lost',
      destroyed: 'Destroyed',
      cancelled: 'Cancelled',
    },
    steps: {
      registered: 'Parcel registered',
      dispatched: 'Handed to the carrier',
      out_for_delivery: 'Out for delivery',
      delivered: 'Delivered',
    },
    notFound: {
      title: 'This link does not work',
      text: 'Check that the address is complete, or open the link in your latest message again.',
    },
    note: 'Dates are in Coordinated Universal Time (UTC).',
  },
};

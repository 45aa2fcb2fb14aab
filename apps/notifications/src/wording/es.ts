import type { Wording } from './wording.ts';

export const es: Wording = {
  tag: 'es',
  mail: {
    greeting: 'Hola, {name}:',
    greetingWithoutName: 'Hola:',
    nodes: {
      dispatched: {
        subject: 'El pedido {order} está en camino',
        heading: 'Su paquete está en camino',
        text: 'El transportista ya tiene su paquete. Le escribiremos de nuevo cuando esté en reparto.',
      },
      out_for_delivery: {
        subject: 'El pedido {order} está en reparto',
        heading: 'Su paquete está en reparto',
        text: 'Su paquete va en el vehículo de reparto, camino de su dirección.',
      },
      delivered: {
        subject: 'El pedido {order} ha sido entregado',
        heading: 'Su paquete ha sido entregado',
        text: 'Si no lo encuentra, mire cerca de la entrada, pregunte a sus vecinos y después contacte con la tienda.',
      },
    },
    button: 'Seguir su paquete',
    openAddress: 'O abra esta dirección:',
    why: 'Recibe este mensaje porque compró en una tienda que le mantiene al corriente de su entrega.',
  },
  order: 'Pedido',
  arrival: {
    expected: 'Entrega prevista',
    promised: 'Prometido a más tardar el',
    delivered: 'Entregado',
    unknown: 'La fecha de entrega aparecerá aquí en cuanto se conozca.',
  },
  page: {
    title: 'Su paquete',
    states: {
      registered: 'En preparación',
      in_transit: 'En camino',
      out_for_delivery: 'En reparto',
      available_for_pickup: 'Listo para recoger',
      delivered: 'Entregado',
      returning: 'De vuelta al remitente',
      returned: 'Devuelto al remitente',
      lost: 'Perdido',
      destroyed: 'Destruido',
      cancelled: 'Cancelado',
    },
    steps: {
      registered: 'Paquete registrado',
      dispatched: 'Entregado al transportista',
      out_for_delivery: 'En reparto',
      delivered: 'Entregado',
    },
    notFound: {
      title: 'Este enlace no funciona',
      text: 'Compruebe que la dirección está completa o abra de nuevo el enlace de su último mensaje.',
    },
    note: 'Las fechas están en tiempo universal coordinado (UTC).',
  },
};

import type { Wording } from './wording.ts';

export const ptBr: Wording = {
  tag: 'pt-BR',
  mail: {
    greeting: 'Olá, {name}!',
    greetingWithoutName: 'Olá!',
    nodes: {
      dispatched: {
        subject: 'O pedido {order} está a caminho',
        heading: 'Sua encomenda está a caminho',
        text: 'A transportadora já está com a sua encomenda. Avisaremos de novo quando ela sair para entrega.',
      },
      out_for_delivery: {
        subject: 'O pedido {order} saiu para entrega',
        heading: 'Sua encomenda saiu para entrega',
        text: 'Sua encomenda está no veículo de entrega, a caminho do seu endereço.',
      },
      delivered: {
        subject: 'O pedido {order} foi entregue',
        heading: 'Sua encomenda foi entregue',
        text: 'Se você não a encontrar, olhe perto da entrada, pergunte aos vizinhos e depois fale com a loja.',
      },
    },
    button: 'Rastrear sua encomenda',
    openAddress: 'Ou abra este endereço:',
    why: 'Você recebe esta mensagem porque comprou em uma loja que mantém você informado sobre a entrega.',
  },
  order: 'Pedido',
  arrival: {
    expected: 'Entrega prevista',
    promised: 'Prometido até',
    delivered: 'Entregue',
    unknown: 'A data de entrega aparecerá aqui assim que for conhecida.',
  },
  page: {
    title: 'Sua encomenda',
    states: {
      registered: 'Em preparação',
      in_transit: 'A caminho',
      out_for_delivery: 'Saiu para entrega',
      available_for_pickup: 'Pronta para retirada',
      delivered: 'Entregue',
      returning: 'Voltando ao remetente',
      returned: 'Devolvida ao remetente',
      lost: 'Extraviada',
      destroyed: 'Destruída',
      cancelled: 'Cancelada',
    },
    steps: {
      registered: 'Encomenda registrada',
      dispatched: 'Entregue à transportadora',
      out_for_delivery: 'Saiu para entrega',
      delivered: 'Entregue',
    },
    notFound: {
      title: 'Este link não funciona',
      text: 'Verifique se o endereço está completo ou abra de novo o link da sua última mensagem.',
    },
    note: 'As datas estão em Tempo Universal Coordenado (UTC).',
  },
};

import type { Wording } from './wording.ts';

export const fr: Wording = {
  tag: 'fr',
  mail: {
    greeting: 'Bonjour {name},',
    greetingWithoutName: 'Bonjour,',
    nodes: {
      dispatched: {
        subject: 'La commande {order} est en route',
        heading: 'Votre colis est en route',
        text: 'Le transporteur a pris en charge votre colis. Nous vous écrirons à nouveau lorsqu’il sera en cours de livraison.',
      },
      out_for_delivery: {
        subject: 'La commande {order} est en cours de livraison',
        heading: 'Votre colis est en cours de livraison',
        text: 'Votre colis est dans le véhicule du livreur, en chemin vers votre adresse.',
      },
      delivered: {
        subject: 'La commande {order} a été livrée',
        heading: 'Votre colis a été livré',
        text: 'Si vous ne le trouvez pas, regardez près de l’entrée, demandez à vos voisins, puis contactez la boutique.',
      },
    },
    button: 'Suivre votre colis',
    openAddress: 'Ou ouvrez cette adresse :',
    why: 'Vous recevez ce message parce que vous avez commandé dans une boutique qui vous tient au courant de votre livraison.',
  },
  order: 'Commande',
  arrival: {
    expected: 'Livraison prévue',
    promised: 'Promis au plus tard le',
    delivered: 'Livré',
    unknown: 'La date de livraison s’affichera ici dès qu’elle sera connue.',
  },
  page: {
    title: 'Votre colis',
    states: {
      registered: 'En préparation',
      in_transit: 'En route',
      out_for_delivery: 'En cours de livraison',
      available_for_pickup: 'À retirer au point relais',
      delivered: 'Livré',
      returning: 'En cours de retour à l’expéditeur',
      returned: 'Retourné à l’expéditeur',
      lost: 'Perdu',
      destroyed: 'Détruit',
      cancelled: 'Annulé',
    },
    steps: {
      registered: 'Colis enregistré',
      dispatched: 'Remis au transporteur',
      out_for_delivery: 'En cours de livraison',
      delivered: 'Livré',
    },
    notFound: {
      title: 'Ce lien ne fonctionne pas',
      text: 'Vérifiez que l’adresse est complète, ou ouvrez à nouveau le lien de votre dernier message.',
    },
    note: 'Les dates sont en temps universel coordonné (UTC).',
  },
};

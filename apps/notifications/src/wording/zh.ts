import type { Wording } from './wording.ts';

export const zh: Wording = {
  tag: 'zh-CN',
  mail: {
    greeting: '{name}，您好：',
    greetingWithoutName: '您好：',
    nodes: {
      dispatched: {
        subject: '订单 {order} 已发货',
        heading: '您的包裹已发出',
        text: '承运商已收到您的包裹。开始派送时，我们会再次通知您。',
      },
      out_for_delivery: {
        subject: '订单 {order} 正在派送',
        heading: '您的包裹正在派送',
        text: '您的包裹已装上派送车辆，正在送往您的地址。',
      },
      delivered: {
        subject: '订单 {order} 已送达',
        heading: '您的包裹已送达',
        text: '如果没有找到包裹，请查看门口附近并询问邻居，然后联系店铺。',
      },
    },
    button: '查看包裹',
    openAddress: '或打开以下网址：',
    why: '您在一家随时告知配送进度的店铺下了订单，因此收到此消息。',
  },
  order: '订单',
  arrival: {
    expected: '预计送达',
    promised: '承诺最迟',
    delivered: '已送达',
    unknown: '送达日期确定后会显示在这里。',
  },
  page: {
    title: '您的包裹',
    states: {
      registered: '准备中',
      in_transit: '运输中',
      out_for_delivery: '派送中',
      available_for_pickup: '待取件',
      delivered: '已送达',
      returning: '正在退回寄件人',
      returned: '已退回寄件人',
      lost: '已丢失',
      destroyed: '已销毁',
      cancelled: '已取消',
    },
    steps: {
      registered: '包裹已登记',
      dispatched: '已交给承运商',
      out_for_delivery: '派送中',
      delivered: '已送达',
    },
    notFound: {
      title: '此链接无效',
      text: '请检查网址是否完整，或重新打开最近一条消息中的链接。',
    },
    note: '日期为协调世界时（UTC）。',
  },
};

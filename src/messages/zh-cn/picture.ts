import type { PictureWords } from '../en/picture';

/** The words on the picture of all accounts: short, since a picture does not wrap. */
export const picture: PictureWords = {
  title: '账号',
  asOf: clock => `截至 ${clock}`,
  states: {
    fine: '正常',
    'expires-soon': '即将过期',
    expired: '已过期',
    disabled: '已停用',
    cooling: '冷却中',
    'needs-login': '需要登录',
    unreadable: '无法读取',
    unknown: '未知',
  },
  unreachable: '无法连接',
  clients: count => `${count} 个 clients`,
  clientsBetween: (fewest, most) => `${fewest}–${most} 个 clients`,
  files: count => `现有文件 ${count} 个`,
  noAccounts: '还没有账号',
  lastDay: '过去 24 小时',
  restarts: count => `重启 ${count} 次`,
  noHistory: '还没有过去 24 小时的记录',
  more: (count, state) => `另有 ${count} 个${state}`,
  moreServers: count => `另有 ${count} 台服务器`,
  expires: duration => `${duration}后过期`,
  expired: duration => `${duration}前过期`,
  until: duration => `还需 ${duration}`,
  duration: {
    minutes: count => `${count} 分钟`,
    hours: count => `${count} 小时`,
    days: count => `${count} 天`,
  },
};

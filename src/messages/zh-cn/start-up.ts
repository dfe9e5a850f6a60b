import type { StartUp } from '../en/start-up';

export const startUp: StartUp = {
  mistake: {
    'env-file-unreadable': () => '.env 存在但读不了。请检查属主和权限。',
    'not-one-of': m => `${m.variable}：请写 ${m.allowed.join('、')} 之一。`,
    'not-a-url': m => `${m.variable}：请写一个地址，例如 ${m.example}。`,
    'not-a-port': m => `${m.variable}：请写 1 到 65535 之间的端口。`,
    'not-a-discord-token': m =>
      `${m.variable}：这不是机器人令牌。请在 Discord 开发者后台的 Bot 页面点 Reset Token 后复制。`,
    'not-a-telegram-token': m => `${m.variable}：这不是机器人令牌。@BotFather 给的令牌形如 123456789:AA…。`,
    'not-a-discord-id': m => `${m.variable} 第 ${m.position} 项：请写 Discord 服务器的 ID（纯数字）。`,
    'not-a-server-name': m =>
      `${m.variable} 第 ${m.position} 项：请写 ~/.ssh/config 里的名字，只含字母、数字、点、横线和下划线。`,
    'not-a-container-name': m => `${m.variable}：请写 docker ps 里显示的容器名。`,
    'not-an-absolute-path': m => `${m.variable}：请写以 / 开头的路径。`,
    'not-a-management-key': m => `${m.variable}：密钥只能含英文字母、数字和符号，不能有空格。`,
    'not-an-api-key': m =>
      `${m.variable}：请填写 CLIProxyAPI 的 api-keys 之一，只能含英文字母、数字和符号，不能有空格。`,
    'not-an-access-token': m =>
      `${m.variable}：请只填写 One-Hub 管理员的 access token，不带 Bearer，也不能有空格。`,
    'management-key-is-hashed': m =>
      `${m.variable}：这是 CLIProxyAPI 写在 config.yaml 里的哈希值。请写当初设置的密钥原文。`,
    'servers-collide': m =>
      `${m.variable} 第 ${m.positions.join('、')} 项：两者的设置都会叫 ${m.prefix}_…。请在 ~/.ssh/config 里改掉一个名字。`,
    'not-an-access-entry': m =>
      `${m.variable} 第 ${m.position} 项：请写 discord:<用户 ID>、discord-role:<身份组 ID>、telegram:<用户 ID> 或 telegram-chat:<群 ID>；只对一台服务器有效时在后面加 @服务器名。用 /whoami 可以查到自己的 ID。`,
    'not-an-alert-place': m =>
      `${m.variable} 第 ${m.position} 项：请写 discord-channel:<频道 ID>、discord-thread:<子区 ID>、telegram-chat:<群 ID> 或 telegram-chat:<群 ID>/<话题 ID>；只要一台服务器的告警时在后面加 @服务器名。`,
    'alert-place-without-token': m =>
      `${m.variable} 第 ${m.position} 项：没有 ${m.token} 就发不到那里。请设置它，或删掉这一项。`,
    'entry-for-unknown-server': m =>
      `${m.variable} 第 ${m.position} 项：@ 后面的服务器不在 SERVERS 里（${m.known.join('、')}）。`,
    'set-twice': m => `${m.variable} 和 ${m.fileVariable} 都设置了，请只留一个。`,
    'half-set': m => `${m.variable} 需要和 ${m.missing} 一起设置。请两个都填，或都去掉。`,
    'via-needs-http': m =>
      `${m.variable}：经由 SSH（${m.via}）只能使用 http。请填写 One-Hub 在那台服务器上的地址，例如 http://127.0.0.1:3000，或去掉 ${m.via}。`,
    'secret-file-unreadable': m => `${m.variable}：它指向的文件读不了。`,
    'secret-file-empty': m => `${m.variable}：它指向的文件是空的。`,
    'role-needs-redis': m =>
      `${m.variable} 是 ${m.role}，需要多个进程共用的队列：请设置 REDIS_URL，或去掉 ${m.variable}。`,
    'servers-missing': m =>
      `${m.variable}：请至少写一个 ~/.ssh/config 里的服务器名，例如 ${m.variable}=ali。`,
    'unknown-variable': m => `没有 ${m.variable} 这个设置。是想写 ${m.didYouMean} 吗？`,
    'variable-of-unknown-server': m =>
      m.didYouMean === undefined
        ? `${m.variable} 对应的服务器不在 SERVERS 里。请加上那台服务器，或删掉这一行。`
        : `${m.variable} 对应的服务器不在 SERVERS 里。是想写 ${m.didYouMean} 吗？`,
  },
  mistaken: count => `.env（或环境变量）里有 ${count} 处需要改正：`,
  sandbox: [
    '没有找到配置，现在是沙盒：一台只存在于本机、名为 "ali" 的假服务器。',
    '这里没有真实的东西，也没有数据离开本机。输入 /claude-login 开始，/help 查看其他命令。',
    '要连接自己的服务器：cp .env.example .env，填好后重新启动。',
  ],
  ready: (platforms, servers) => `就绪：${platforms.join('、')}；服务器：${servers.join('、')}。`,
  terminal: '没有 DISCORD_TOKEN 和 TELEGRAM_TOKEN：这个终端就是聊天窗口。/help 列出命令，/quit 退出。',
  nobody: 'VIEWERS、OPERATORS、ADMINS 里没有任何人，所以现在谁都不能做任何事。/whoami 会告诉大家该加哪一行。',
  embedded: directory => `没有 REDIS_URL：队列保存在 ${directory}。`,
  failed: reason => `无法启动：${reason}`,
  stopping: '正在停止…',
};

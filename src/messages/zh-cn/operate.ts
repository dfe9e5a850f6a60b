import type { OperateWords } from '../en/operate';
import { block, bold, code, lines, rich } from '../rich';
import type { WriteCommand } from '../write-command';
import { doctor } from './doctor';
import { duration } from './duration';

/** What is said while something is mended: restarts, logs, the doctor. */
export const operate = (command: WriteCommand): OperateWords => ({
  restart: {
    question: (server, loggingIn) =>
      lines(
        rich`要重启 ${bold(server)} 上的 CLIProxyAPI 吗？正在处理的请求会中断，通常几秒后恢复。`,
        loggingIn.length > 0 && rich`⚠️ 正在进行的登录也会中断：${loggingIn.join('、')}。`,
      ),
    yes: '立即重启',
    underWay: (server, by) => rich`🔄 正在重启 ${bold(server)} 上的 CLIProxyAPI（${by} 要求）…`,
    done: (server, by, downMs) =>
      rich`✅ ${bold(server)} 上的 CLIProxyAPI 已恢复响应，中断了 ${duration(downMs)}（${by} 要求重启）。`,
    failed: (server, by, why) => rich`❌ 重启 ${bold(server)}（${by} 要求）：${why}`,
  },

  logs: {
    title: (server, container, count) =>
      rich`${bold(server)}（${container}）：最后 ${count} 行，时间为 UTC。`,
    text: text => [block(text)],
    nothing: (server, container) => rich`${bold(server)} 上的 ${code(container)} 还没有任何日志。`,
    file: (server, count) => `${server} 的日志，${count} 行`,
  },

  doctor: doctor(command),
});

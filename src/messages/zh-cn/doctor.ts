import type { CheckName } from '../../jobs/check';
import type { DoctorWords } from '../en/doctor';
import { block, bold, code, list, moment, rich } from '../rich';
import { variableOf } from '../../config/variables';
import type { WriteCommand } from '../write-command';
import { duration } from './duration';

const names: Readonly<Record<CheckName, string>> = {
  ssh: 'SSH',
  docker: 'Docker',
  clock: '时钟',
  container: '容器',
  program: '程序',
  answers: 'API',
  'callback-port': '回调端口',
  'auth-directory': '凭证目录',
  loaded: '加载情况',
  management: '管理 API',
};

/** What the doctor says. A problem that has a sentence of its own is said with that one. */
export const doctor = (command: WriteCommand): DoctorWords => ({
  looking: server => rich`正在检查 ${bold(server)}…`,
  title: server => rich`${bold(server)} 的检查结果：`,
  fix: fix => rich`   → ${fix}`,
  summary: (failed, warnings, isCutShort) => {
    if (isCutShort) return rich`请先解决这一项，后面的要等它好了才能检查。`;
    if (failed > 0) return rich`有 ${failed} 项必须修复。`;
    if (warnings > 0) return rich`可以正常工作，有 ${warnings} 项建议改进。`;
    return rich`登录所需的一切正常。`;
  },

  notSeen: what => rich`没能检查${names[what]}：没有及时响应。`,
  notSeenBecause: (what, why) => rich`没能检查${names[what]}：${why}`,
  ssh: way =>
    way === undefined
      ? rich`SSH 连接正常，主机密钥已知。`
      : rich`SSH 连接正常（${code(way)}），主机密钥已知。`,
  docker: version => rich`Docker ${version} 可以使用。`,
  clock: ({ outcome, aheadMs }) =>
    outcome === 'fine'
      ? { said: rich`服务器时钟与我一致。` }
      : {
          said: rich`服务器时钟比我${aheadMs > 0 ? '快' : '慢'} ${duration(Math.abs(aheadMs))}。`,
          fix: rich`在不准的那台机器上运行：${block('sudo timedatectl set-ntp true')}`,
        },
  container: (name, image, sinceMs, restarts) => {
    const often = restarts === 0 ? '' : `，Docker 自动重启过 ${restarts} 次`;
    return rich`${code(name)}（${image}）从 ${moment(sinceMs)} 运行至今${often}。`;
  },
  program: check => {
    const version = check.version === undefined ? '' : ` ${check.version}`;
    if (check.outcome === 'unknown') return rich`看不出 CLIProxyAPI${version} 支持什么。`;
    return version === '' ? rich`CLIProxyAPI 支持登录，版本未知。` : rich`CLIProxyAPI${version} 支持登录。`;
  },
  tooOld: version => ({
    said: rich`CLIProxyAPI ${version} 太旧：它把 code 发到了一个会拒绝的地址，登录会在最后一步失败。`,
    fix: rich`请升级到 v6.8.23 或更新版本，在 compose 文件所在目录运行：${block('docker compose pull && docker compose up -d')}`,
  }),
  answers: ({ outcome, port }, server) =>
    outcome === 'fine'
      ? { said: rich`API 端口 ${port} 有响应。` }
      : {
          said: rich`API 端口 ${port} 没有响应。`,
          fix: rich`用 ${command('logs', server)} 看原因。其他端口用 ${code(variableOf(server, 'API_PORT'))} 设置。`,
        },
  portFree: port => rich`回调端口 ${port} 空闲。`,
  portTaken: port => ({
    said: rich`回调端口 ${port} 被占用：有登录正在进行。`,
    fix: rich`如果没有人在登录，它会在五分钟内结束，或在下次登录时被结束。`,
  }),
  portOpen: (port, published) => ({
    said: rich`回调端口 ${port} 对外开放：${list('、', published)}。`,
    fix: rich`任何人访问它都可能打断登录。请在 compose 文件里改为：${block(`"127.0.0.1:${port}:${port}"`)}`,
  }),
  directory: ({ path, exists, mode, host, outcome }, server, container) => {
    if (!exists) {
      return {
        said: rich`容器里没有 ${code(path)}。`,
        fix: rich`请挂载它，或用 ${code(variableOf(server, 'AUTH_DIR'))} 设置正确的位置。`,
      };
    }
    const modes = [
      mode !== undefined && `容器里的权限 ${octal(mode)}`,
      host?.mode !== undefined && `服务器上的权限 ${octal(host.mode)}`,
      mode === undefined && host?.mode === undefined && '看不到权限',
    ].filter(each => each !== false);
    const from = host === undefined ? rich`没有从服务器挂载` : rich`挂载自 ${code(host.path)}`;
    const said = rich`凭证目录 ${code(path)}：${modes.join('，')}；${from}。`;
    if (outcome === 'fine') return { said };
    const close =
      host === undefined ? `docker exec ${container} chmod 700 ${path}` : `sudo chmod 700 ${host.path}`;
    return { said, fix: rich`其他用户可以读取凭证。请在服务器上运行：${block(close)}` };
  },
  loaded: ({ outcome, files, counted }, server) => {
    if (files === 0)
      return { said: rich`还没有凭证文件。`, fix: rich`用 ${command('claude-login', server)} 添加。` };
    const there = rich`${files} 个凭证文件`;
    if (outcome === 'fine') return { said: rich`${there}，均已加载。` };
    if (outcome === 'warning') {
      return {
        said: rich`${there}，但 CLIProxyAPI 只加载了 ${counted} 个。`,
        fix: rich`用 ${command('restart', server)} 让它全部加载。`,
      };
    }
    return {
      said:
        counted === undefined
          ? rich`${there}，日志里没有加载数量。`
          : rich`${there}，日志上次统计为 ${counted} 个，之后文件有变化。`,
    };
  },
  management: ({ state }, server) => {
    switch (state) {
      case 'answered':
        return { said: rich`管理 API 有响应。` };
      case 'no-key':
        return {
          said: rich`没有管理 API 的密钥，所以没有查询。`,
          fix: rich`设置 ${code(variableOf(server, 'MANAGEMENT_KEY'))} 后能看到账号的更多信息。`,
        };
      case 'refused':
        return {
          said: rich`管理 API 拒绝了我的密钥。我不会再用它查询：拒绝五次就会被封。`,
          fix: rich`请改正 ${code(variableOf(server, 'MANAGEMENT_KEY'))}，然后重启机器人。`,
        };
      case 'forbidden':
        return {
          said: rich`管理 API 只允许从容器内部访问。`,
          fix: rich`请在 config.yaml 里设置 ${code('remote-management.allow-remote: true')}，或给容器设置 ${code('MANAGEMENT_PASSWORD')}。`,
        };
      case 'not-found':
        return {
          said: rich`管理 API 没有开启：CLIProxyAPI 没有它的密钥。`,
          fix: rich`请在 config.yaml 里设置 ${code('remote-management.secret-key')}。`,
        };
      case 'unavailable':
        return { said: rich`管理 API 没有给出可以识别的响应。` };
    }
  },
  loginWay: check => {
    if (check.way === 'management')
      return check.atOnce === 'several'
        ? rich`登录通过管理 API 进行：不占端口，可以同时登录多个账号。`
        : rich`登录通过管理 API 进行：不占端口，一次一个（v7.2.17 起可以同时进行）。`;
    const why = {
      'no-key': '我没有管理 API 的密钥',
      refused: '管理 API 拒绝了密钥',
      forbidden: '管理 API 不允许我访问',
      'not-found': '管理 API 没有开启',
      unavailable: '管理 API 没有响应',
    }[check.why];
    return rich`登录通过容器里的程序进行，一次一个：${why}。`;
  },
});

function octal(mode: number): string {
  return mode.toString(8);
}

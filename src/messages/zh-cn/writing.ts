import type { ProblemSentences } from '../en/problems';
import { bold, code, rich } from '../rich';

export const writingProblems = () =>
  ({
    'disk-full': p =>
      rich`${bold(p.server)} 的磁盘满了，写不下 ${code(p.path)}。原来的内容没有变。请先腾出空间（用 ${code('df -h')}、${code('docker system df')} 查看），然后重试。`,
    'read-only': p =>
      rich`${bold(p.server)} 上的 ${code(p.path)} 是只读挂载，什么都没有写。请去掉该挂载的 ${code(':ro')}（或容器的 ${code('read_only')}），重建容器后再试。`,
    'file-changed': p =>
      rich`${bold(p.server)} 上的 ${code(p.path)} 刚刚被别人改过。我保留了对方的改动，没有写入我的：请先看一下，再重新操作。`,
    'write-failed': p =>
      rich`无法写入 ${bold(p.server)} 上的 ${code(p.path)}：${p.detail}。请检查该目录的挂载和权限，然后重试。`,
  }) satisfies Partial<ProblemSentences>;

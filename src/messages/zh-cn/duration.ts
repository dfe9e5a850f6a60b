/** `12 秒`, `3 分钟`, `2 小时 5 分钟`, `1 天 3 小时` */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} 秒`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} 分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} 小时${minutes % 60 === 0 ? '' : ` ${minutes % 60} 分钟`}`;
  return `${Math.floor(hours / 24)} 天${hours % 24 === 0 ? '' : ` ${hours % 24} 小时`}`;
}

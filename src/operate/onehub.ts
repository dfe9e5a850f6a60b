export function connectOneHub(): Promise<never> {
  return Promise.reject(new Error('not built yet'));
}

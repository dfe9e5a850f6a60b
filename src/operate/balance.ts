export function balance(): Promise<never> {
  return Promise.reject(new Error('not built yet'));
}

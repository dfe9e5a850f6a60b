export function transfer(): Promise<never> {
  return Promise.reject(new Error('not built yet'));
}

export function importFiles(): Promise<never> {
  return Promise.reject(new Error('not built yet'));
}

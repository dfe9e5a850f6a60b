export function testCompletion(): Promise<never> {
  return Promise.reject(new Error('not built yet'));
}

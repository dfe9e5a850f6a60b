import type { RealServer } from '../parts';

/** Where the program of the container takes its callback, for a request that does not go through SSH. */
export async function callbackUrl({ standIn }: RealServer): Promise<string> {
  return `http://${await standIn.address()}:54545`;
}

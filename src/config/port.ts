import { z } from 'zod';

/** A TCP port. */
export const port = z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(1).max(65_535));

import { z } from 'zod';

/** What a header of a request can carry. */
export const headerText = z.string().regex(/^[\x21-\x7e]+$/);

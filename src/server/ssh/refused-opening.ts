/** Whether the server did not open a channel at all, which may pass; a command it does not run stays so. */
export function isRefusedOpening(error: unknown): boolean {
  return error instanceof Error && 'reason' in error;
}

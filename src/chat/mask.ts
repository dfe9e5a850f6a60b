/** `ada@example.com` → `a…@example.com`, wherever one stands in a text: for places that others read too. */
export function maskEmails(text: string): string {
  return text.replace(/([\w.+-])[\w.+-]*@([\w-]+(?:\.[\w-]+)+)/g, '$1…@$2');
}

/** The words of commands that differ in what they log in to alone. */
export function loginCommandWords<Name extends string>(
  descriptions: Readonly<Record<Name, string>>,
  server: string,
): Readonly<Record<Name, { readonly description: string; readonly options: { readonly server: string } }>> {
  const words = Object.entries<string>(descriptions).map(([name, description]) => [
    name,
    { description, options: { server } },
  ]);
  return Object.fromEntries(words) as ReturnType<typeof loginCommandWords<Name>>;
}

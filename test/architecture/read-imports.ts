import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';

import ts from 'typescript';

const ROOT = join(__dirname, '..', '..');

export interface Import {
  /** Path from the root of the project, with its ending. */
  readonly file: string;
  /** A path from the root without an ending (`src/errors`), or a package (`zod`, `node:fs`). */
  readonly target: string;
  /** Gone after compiling. */
  readonly typeOnly: boolean;
  /** Loaded when that line is reached, not with the file. */
  readonly dynamic: boolean;
}

/** The TypeScript files below a folder of the project, as paths from its root. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => relative(ROOT, join(entry.parentPath, entry.name)).split('\\').join('/'))
    .sort();
}

/** Everything a file imports, in any form that TypeScript knows. */
export function importsOf(file: string): readonly Import[] {
  const imports: Import[] = [];
  const note = (specifier: ts.Node | undefined, typeOnly: boolean, dynamic: boolean) => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    imports.push({ file, target: resolved(file, specifier.text), typeOnly, dynamic });
  };
  visit(parsed(file), node => {
    if (ts.isImportDeclaration(node)) note(node.moduleSpecifier, bringsTypesOnly(node.importClause), false);
    if (ts.isExportDeclaration(node)) note(node.moduleSpecifier, node.isTypeOnly, false);
    if (ts.isExternalModuleReference(node)) note(node.expression, false, false);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      note(node.argument.literal, true, false);
    if (ts.isCallExpression(node) && isLoading(node.expression)) note(node.arguments[0], false, true);
  });
  return imports;
}

/** Whether a file reads `process.env`. */
export function readsProcessEnvironment(file: string): boolean {
  let reads = false;
  visit(parsed(file), node => {
    if (!ts.isPropertyAccessExpression(node) || node.name.text !== 'env') return;
    reads ||= ts.isIdentifier(node.expression) && node.expression.text === 'process';
  });
  return reads;
}

function parsed(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true);
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  node.forEachChild(child => visit(child, see));
}

function bringsTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = clause;
  return (
    name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every(element => element.isTypeOnly)
  );
}

function isLoading(called: ts.Expression): boolean {
  return (
    called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require')
  );
}

function resolved(file: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier;
}

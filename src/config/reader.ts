import { resolve } from 'node:path';

import type { z } from 'zod';

import { registerSecret } from '../redact';
import type { Environment } from './environment';
import type { Mistake } from './mistake';
import type { SecretName } from './variables';

/** Reads variables one by one and keeps every mistake, so that all can be told at once. */
export interface Reader {
  readonly mistakes: readonly Mistake[];
  report(mistake: Mistake): void;
  /** Without the blanks around it; a variable that is set to nothing is not set. */
  text(name: string): string | undefined;
  /** What a schema makes of a variable; undefined when it is not set, or does not fit, which is reported. */
  value<Output>(name: string, schema: Schema<Output>, otherwise: Mistake): Output | undefined;
  /** The entries of a comma list that fit; the others are reported. */
  list<Output>(
    name: string,
    schema: Schema<Output>,
    otherwise: (position: number) => Mistake,
  ): readonly Entry<Output>[];
  /** A secret from its variable or from the file that `<NAME>_FILE` names; registered for redaction. */
  secret(name: SecretName, form?: SecretForm): string | undefined;
  /** A path on this machine, made absolute; `~` is the home folder. */
  path(name: string, otherwise: string): string;
}

type Schema<Output> = z.ZodType<Output, string>;

interface Entry<Output> {
  readonly value: Output;
  /** The place in the list, counted from 1. */
  readonly position: number;
}

interface SecretForm {
  readonly schema: Schema<string>;
  /** `variable` is the one to correct: `<NAME>` or `<NAME>_FILE`. */
  readonly otherwise: (variable: string) => Mistake;
}

export function createReader(environment: Environment): Reader {
  const mistakes: Mistake[] = [];
  const report = (mistake: Mistake) => void mistakes.push(mistake);

  const text = (name: string) => environment.variables[name]?.trim() || undefined;

  const fitted = <Output>(given: string | undefined, schema: Schema<Output>, otherwise: () => Mistake) => {
    if (given === undefined) return undefined;
    const outcome = schema.safeParse(given);
    if (!outcome.success) report(otherwise());
    return outcome.data;
  };

  const absolute = (path: string) =>
    resolve(environment.folder, path.replace(/^~(?=\/|$)/, environment.home));

  const secretIn = (path: string, variable: string) => {
    try {
      const content = environment.readFile(absolute(path)).trim();
      if (content === '') report({ code: 'secret-file-empty', variable });
      return content || undefined;
    } catch {
      report({ code: 'secret-file-unreadable', variable });
      return undefined;
    }
  };

  return {
    mistakes,
    report,
    text,
    value: (name, schema, otherwise) => fitted(text(name), schema, () => otherwise),
    list: (name, schema, otherwise) => {
      const entries = (text(name) ?? '').split(',').map(entry => entry.trim() || undefined);
      return entries.flatMap((entry, index) => {
        const position = index + 1;
        const value = fitted(entry, schema, () => otherwise(position));
        return value === undefined ? [] : [{ value, position }];
      });
    },
    secret: (name, form) => {
      const fileVariable = `${name}_FILE`;
      const path = text(fileVariable);
      const given = text(name);
      if (given !== undefined) registerSecret(given);
      if (given !== undefined && path !== undefined) {
        report({ code: 'set-twice', variable: name, fileVariable });
        return undefined;
      }
      const secret = path === undefined ? given : secretIn(path, fileVariable);
      if (secret !== undefined) registerSecret(secret);
      if (form === undefined) return secret;
      return fitted(secret, form.schema, () => form.otherwise(path === undefined ? name : fileVariable));
    },
    path: (name, otherwise) => absolute(text(name) ?? otherwise),
  };
}

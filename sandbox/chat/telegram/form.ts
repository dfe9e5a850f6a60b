import { partsOf } from '../multipart';
import { type Fields, isFields } from './fields';
import { mistake } from './refusal';

/** A file as a request brings it. */
export interface Upload {
  readonly name: string;
  readonly bytes: Buffer;
}

export function isUpload(value: unknown): value is Upload {
  return isFields(value) && Buffer.isBuffer(value['bytes']) && typeof value['name'] === 'string';
}

/** Fields that hold JSON, which a form carries as its text. */
const JSON_FIELDS = ['caption_entities', 'reply_markup', 'reply_parameters', 'media'];
const NUMBERS = ['chat_id', 'message_id', 'message_thread_id'];

/** A form's fields as they would stand in a JSON body, and its files as they are. */
export function fieldsOfForm(raw: Buffer, contentType: string, method: string): Fields {
  const fields: Record<string, unknown> = {};
  for (const { name, fileName, bytes } of parts(raw, contentType)) {
    if (name in fields) throw mistake(`${name} stands in the form twice`);
    const text = bytes.toString('utf8');
    if (fileName !== undefined) fields[name] = { name: fileName, bytes };
    else if (JSON_FIELDS.includes(name)) fields[name] = JSON.parse(text);
    else if (NUMBERS.includes(name)) fields[name] = Number(text);
    else if (name !== 'method') fields[name] = text;
    else if (text !== method) throw mistake(`the form is for ${text}`);
  }
  return fields;
}

function parts(raw: Buffer, contentType: string): ReturnType<typeof partsOf> {
  try {
    return partsOf(raw, contentType);
  } catch (error) {
    throw mistake(`the form cannot be read: ${String(error)}`);
  }
}

import type { Document } from 'telegraf/types';
import { UserError } from '../../../errors';
import { download, unreadable } from '../../download';
import type { IncomingFile } from '../../platform';
import type { Api } from '../calling/api';
import { TelegramFault } from '../calling/fault';

/** Where files are, as opposed to methods: the address holds the bot's token. */
export function fileRoot(token: string, apiUrl = 'https://api.telegram.org'): string {
  return `${apiUrl.replace(/\/*$/, '')}/file/bot${token}`;
}

/** A document as the port has it. Bots can fetch up to 20 MB; Telegram may leave a file's size out (then it is 0). */
export function fileFrom(document: Document, api: Api, root: string): IncomingFile {
  const { file_id: id, file_name: name = 'document', file_size: sizeBytes = 0 } = document;
  return {
    name,
    sizeBytes,
    read: async mostBytes => {
      if (sizeBytes > mostBytes) throw new UserError({ code: 'import-too-large', mostBytes });
      return download(`${root}/${await pathOf(api, id, mostBytes)}`, mostBytes);
    },
  };
}

/** A path is good for an hour. A self-hosted server with `--local` gives one on its own disk, which is no use here. */
async function pathOf(api: Api, id: string, mostBytes: number): Promise<string> {
  const { file_path: path } = await api('getFile', { file_id: id }).catch((error: unknown) => {
    if (!(error instanceof TelegramFault)) throw error;
    if (error.description.includes('file is too big')) {
      throw new UserError({ code: 'import-too-large', mostBytes });
    }
    throw unreadable(error.description);
  });
  if (path === undefined || !/^(?!.*\.\.)[\w-][\w./-]*$/.test(path)) throw unreadable('no path at Telegram');
  return path;
}

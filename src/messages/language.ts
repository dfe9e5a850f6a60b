export type Language = 'en' | 'zh-CN';

/** The language to answer in, from what a platform says of a person (`zh-hans`, `zh-TW`, `en-GB`, …). */
export function languageOf(tag: string | undefined): Language {
  return tag?.toLowerCase().startsWith('zh') === true ? 'zh-CN' : 'en';
}

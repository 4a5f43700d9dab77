/** What SQL's LIKE finds anywhere in a text; its own signs are signs like others, with "escape '\\'" behind it. */
export const pattern = (search: string): string => `%${search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
